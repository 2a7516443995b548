use crate::rng::{Address, Purpose, join};

/// What chance decides in the process. The numbers are part of every result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Chance {
    /// How long a data agreement takes to be signed.
    Agreement = 1,
    /// On which day of its rhythm a forum meets.
    Rhythm = 2,
    /// Whether a board, or a member of a joint committee, approves.
    Vote = 3,
    /// Whether a member's board ratifies.
    Ratify = 4,
    /// Whether a member calls in.
    CallIn = 5,
    /// Whether a call-in is upheld.
    Upheld = 6,
    /// Whether a place board approves.
    Place = 7,
    /// Whether a member's board approves locally what was decided for all.
    Locally = 8,
    /// Whether oversight overrides a forum.
    Override = 9,
    /// Whether a partnership approves.
    Partners = 10,
}

/// The mark of a chance: a function of draw, proposal and ICS, never of who asks or when.
pub(super) fn mark(address: &Address, chance: Chance, (proposal, member): (u64, u64), number: u64) -> f64 {
    address.key(Purpose::Engagement, join(join(proposal, member), chance as u64)).mark(number)
}
