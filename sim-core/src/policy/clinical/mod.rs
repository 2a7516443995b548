//! Whom a clinician assesses by telephone, and who is treated by telephone alone.

mod desk;
mod share;

pub use desk::{ClinicalDesk, Outcome};
pub use share::Share;

/// A rule of clinical assessment by telephone.
pub trait ClinicalRule: Send + Sync + std::fmt::Debug {
    /// The desk at which incidents wait for a clinician; `None`: the published share is treated by telephone.
    fn desk(&self) -> Option<&ClinicalDesk>;
}

crate::methods! {
    /// A rule of clinical assessment as a scenario names it.
    ClinicalConfig => ClinicalRule { Share(Share) = "share", Desk(ClinicalDesk) = "desk" }
}
