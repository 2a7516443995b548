use crate::units::{SimDuration, SimTime};

/// Outcomes that are given and not drawn: with them the engine is a function of what it is given, and no mark is asked.
///
/// An incident finds its outcome by the low 20 bits of its identity, which hold its row here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// What came of each incident, in the order of the file.
    pub outcomes: Vec<Outcome>,
    /// Assignment to moving off, of a vehicle that stands at its station.
    pub mobilise: SimDuration,
    /// When each vehicle is on shift, in order; the end is [`SimTime::NEVER`] if there is none.
    pub shifts: Vec<Vec<(SimTime, SimTime)>>,
}

/// What came of one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Arrival at scene to departure from it.
    pub on_scene: SimDuration,
    /// Arrival at hospital to handover, after which the vehicle is free; `None`: not conveyed.
    pub handover: Option<SimDuration>,
    /// Local row of the hospital; `None`: the hospital rule chooses.
    pub hospital: Option<u16>,
}

impl Recorded {
    /// Most incidents that fit.
    pub const MOST: usize = 1 << 20;

    /// What came of the incident with these 64 bits of identity.
    #[inline]
    #[must_use]
    pub fn outcome(&self, identity: u64) -> &Outcome {
        &self.outcomes[(identity & (Self::MOST as u64 - 1)) as usize]
    }
}
