//! How calls are answered.

mod desk;
mod immediate;

pub use desk::CallDesk;
pub use immediate::Immediate;

/// A rule of answering calls.
pub trait CallRule: Send + Sync + std::fmt::Debug {
    /// The desk at which calls wait for a call taker; `None`: each call is answered as it connects.
    fn desk(&self) -> Option<&CallDesk>;
}

crate::methods! {
    /// A rule of answering calls as a scenario names it.
    CallConfig => CallRule { Immediate(Immediate) = "immediate", Desk(CallDesk) = "desk" }
}
