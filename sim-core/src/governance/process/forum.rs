use super::luck::{Chance, mark};
use super::team::Owner;
use crate::rng::Address;
use crate::units::{DAY_MS, SimTime};

/// What kind of forum decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForumKind {
    /// The board of an ICB.
    Board,
    /// A joint committee.
    Committee,
    /// The board of a place.
    Place,
    /// An integrated care partnership: it decides where a study says that a partner does.
    Partnership,
}

impl ForumKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Board, Self::Committee, Self::Place, Self::Partnership];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Committee => "committee",
            Self::Place => "place_board",
            Self::Partnership => "integrated_care_partnership",
        }
    }
}

/// When no forum of a kind meets: a switch for each day from the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meetings {
    /// By kind, by day; a day beyond the list is open.
    pub closed: [Vec<bool>; 4],
}

impl Meetings {
    fn is_closed(&self, kind: ForumKind, at: SimTime) -> bool {
        self.closed[kind as usize].get((at.0 / DAY_MS) as usize).copied().unwrap_or(false)
    }
}

/// What waits to be heard, and how often it has been heard and not approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub owner: Owner,
    pub attempt: u32,
}

/// A forum and its agenda: it opens every so many days, and hears so many packages.
#[derive(Debug, Clone)]
pub(super) struct Forum {
    pub kind: ForumKind,
    /// Which place of the member it is the board of.
    pub place: u32,
    every_ms: i64,
    first_ms: i64,
    /// Packages that a meeting hears.
    pub slots: usize,
    /// What waits to be heard, in order.
    pub agenda: Vec<Item>,
    /// Whether its next meeting stands in the calendar.
    pub is_called: bool,
}

impl Forum {
    /// A forum whose rhythm is that of its owner: a member and the number of its place.
    pub fn new(kind: ForumKind, (days, slots): (f64, f64), owner: (u64, u32), address: &Address) -> Self {
        let every_ms = ((days * DAY_MS as f64).round() as i64).max(1);
        let phase = mark(address, Chance::Rhythm, (kind as u64, owner.0), u64::from(owner.1));
        let first_ms = (phase * every_ms as f64) as i64;
        let slots = slots.round().max(1.0) as usize;
        Self { kind, place: owner.1, every_ms, first_ms, slots, agenda: Vec::new(), is_called: false }
    }

    /// Its first meeting after an instant that is on no closed day; `None` if there is none within a hundred rounds.
    pub fn next(&self, now: SimTime, meetings: &Meetings) -> Option<SimTime> {
        let rounds = (now.0 - self.first_ms).div_euclid(self.every_ms) + 1;
        let at = |k: i64| SimTime(self.first_ms + (rounds.max(0) + k) * self.every_ms);
        (0..100).map(at).find(|at| !meetings.is_closed(self.kind, *at))
    }
}
