//! What the trust's team does first: queue disciplines, one file and one line each.

mod benefit_first;
mod equity_first;
mod fifo;
mod finish_first;
mod round_robin;

pub use benefit_first::BenefitFirst;
pub use equity_first::EquityFirst;
pub use fifo::Fifo;
pub use finish_first::FinishFirst;
pub use round_robin::RoundRobin;

use crate::units::SimTime;

/// What a discipline may know of a task that waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// Since when it waits.
    pub ready: SimTime,
    /// Hours of the trust's team that its package still needs.
    pub hours_left: f64,
    /// Worth of the package to the residents it is for, for an hour of the trust's team.
    pub benefit_per_hour: f64,
    /// Hours that the trust has given to the ICS of the package that has had the fewest.
    pub fewest_hours: f64,
}

/// Which waiting task a team takes next.
pub trait Discipline: Send + Sync + std::fmt::Debug {
    /// Whether all tasks go on at once, each at its share of the team.
    fn shares(&self) -> bool {
        false
    }

    /// The task of the lowest key is taken next; ties go to who waits longest, then to the first asked for.
    fn key(&self, waiting: &Waiting) -> f64;
}

crate::methods! {
    /// A queue discipline as a study names it.
    DisciplineConfig => Discipline {
        Fifo(Fifo) = "fifo",
        FinishFirst(FinishFirst) = "finish_first",
        RoundRobin(RoundRobin) = "round_robin",
        BenefitFirst(BenefitFirst) = "benefit_first",
        EquityFirst(EquityFirst) = "equity_first",
    }
}
