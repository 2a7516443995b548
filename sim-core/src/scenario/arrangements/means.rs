//! What every arrangement can spend or ask for, alike; an arrangement only says how.

use super::super::report::Report;
use super::ArrangementStudy;
use super::given::Given;
use crate::dist::triangular_quantile;
use crate::region::Ranged;
use crate::rng::{Address, Purpose, code64, join};
use std::ops::RangeInclusive;

macro_rules! means {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $most:literal;)*) => {
        /// A number of the table `[means]`, from 0.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Mean { $($(#[$doc])* $variant),* }

        impl Mean {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key that states it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            fn bounds(self) -> RangeInclusive<f64> {
                match self { $(Self::$variant => 0.0..=$most),* }
            }
        }
    };
}

means! {
    /// Growth money as vehicle-hours a week, from the first day of every window.
    GrowthHours = "growth_hours_per_week", 1e6;
    /// Share of an agreed fall of handover that an acute trust delivers; an ICS has one for all of its departments.
    AcuteEffort = "acute_effort", 1.0;
    /// Minutes off the mean handover of an ICS's departments while its whole team had time for them.
    EffortHandover = "effort_handover_minutes", 60.0;
    /// Hours a week of clinicians who take calls that would have an ambulance, in all hubs together.
    HubClinicians = "hub_clinician_hours_per_week", 1e5;
    /// Share of all incidents that is offered to them.
    HubOffered = "hub_offered_share", 1.0;
    /// Minutes of a clinician for a call.
    HubMinutes = "hub_minutes", 240.0;
    /// Share of the calls they take, made for the ICS, that end without a vehicle.
    HubClosed = "hub_closed_share", 1.0;
}

const NONE: Ranged = Ranged { value: 0.0, low: 0.0, high: 0.0 };

/// The table `[means]` of a study, and what of its proposals is no intervention.
#[derive(Debug, Clone, PartialEq)]
pub struct Means {
    ranges: Vec<Ranged>,
    /// By proposal.
    pub beside: Vec<Beside>,
}

/// What of a proposal the process does not look at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    /// Minutes off the mean handover of an ICS's departments where it is live and made for the ICS; `None` for an
    /// intervention.
    pub handover_minutes: Option<Ranged>,
    /// Which data its agreement shares, as an intervention's `data_sharing` names them: who is at risk is better told, in
    /// every arrangement alike from the day on which it is live.
    pub data_sharing: &'static str,
}

impl Means {
    /// Reads the table; what is left out is 0, but for an acute trust, which delivers what was agreed.
    pub(super) fn read(given: &Given<'_>, beside: Vec<Beside>, report: &mut Report) -> Self {
        let certain = Ranged { value: 1.0, low: 1.0, high: 1.0 };
        let usual = |mean: &Mean| if *mean == Mean::AcuteEffort { certain } else { NONE };
        let mut ranges: Vec<Ranged> = Mean::ALL.iter().map(usual).collect();
        if let Some(own) = given.table("means") {
            let names: Vec<&str> = Mean::ALL.iter().map(|mean| mean.name()).collect();
            own.only(&names, report);
            for (mean, range) in Mean::ALL.iter().zip(&mut ranges) {
                *range = own.ranged(mean.name(), &mean.bounds(), report).unwrap_or(*range);
            }
        }
        Self { ranges, beside }
    }

    /// The range of a number.
    #[must_use]
    pub fn range(&self, mean: Mean) -> Ranged {
        self.ranges[mean as usize]
    }
}

/// One draw of a range.
fn drawn(range: Ranged, (name, entity): (&str, u64), address: &Address) -> f64 {
    let mark = address.mark(Purpose::Belief, join(code64(name), entity));
    triangular_quantile(mark, [range.low, range.value, range.high])
}

impl ArrangementStudy {
    /// What is believed of a number of `[means]` in one draw, the same in every arrangement; `entity` is 0, or made from an
    /// ICS's code.
    #[must_use]
    pub fn believed_mean(&self, mean: Mean, entity: u64, address: &Address) -> f64 {
        drawn(self.means.range(mean), (mean.name(), entity), address)
    }

    /// What is believed of the minutes that a proposal takes off handover; `None` for an intervention.
    #[must_use]
    pub fn believed_handover(&self, proposal: usize, address: &Address) -> Option<f64> {
        let range = self.means.beside.get(proposal)?.handover_minutes?;
        let entity = code64(&self.proposals[proposal].name);
        Some(drawn(range, ("handover_minutes", entity), address))
    }

    /// Whether a proposal acts on handover and not as an intervention.
    #[must_use]
    pub fn is_handover(&self, proposal: usize) -> bool {
        self.means.beside.get(proposal).is_some_and(|own| own.handover_minutes.is_some())
    }
}
