use crate::units::SimTime;

/// Who provides a crew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Provider {
    /// The ambulance trust itself, in its own hours.
    Trust = 0,
    /// A private ambulance provider under contract.
    Private = 1,
    /// A voluntary organisation.
    Voluntary = 2,
    /// The trust's own crews beyond their hours.
    Overtime = 3,
}

impl Provider {
    /// All providers.
    pub const ALL: [Self; 4] = [Self::Trust, Self::Private, Self::Voluntary, Self::Overtime];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trust => "trust",
            Self::Private => "private",
            Self::Voluntary => "voluntary",
            Self::Overtime => "overtime",
        }
    }
}

/// On whose terms a vehicle is there: who provides it, at what price, until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Terms {
    /// Who provides the crew.
    pub provider: Provider,
    /// Price of a rostered hour, pence; 0 within the trust's own hours.
    pub pence_per_hour: u32,
    /// When it goes for good.
    pub until: SimTime,
}

impl Terms {
    /// The trust's own, without a price and for ever.
    pub const TRUST: Self = Self { provider: Provider::Trust, pence_per_hour: 0, until: SimTime::NEVER };
}
