use super::aid::Agreement;
use crate::units::{MINUTE_MS, SimDuration};
use crate::world::Component;
use serde::{Deserialize, Serialize};

/// Whether a vehicle of one patch may answer an incident of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BorderRule {
    /// As if there were no border.
    Always,
    /// Not at all.
    Never,
    /// Only when no vehicle without a border, or no incident without one, is at hand.
    IfOwnExhausted,
    /// Only if it is better by more than this time.
    IfGainOver(SimDuration),
}

/// The border rules between the local patches of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borders {
    n: usize,
    rules: Vec<BorderRule>,
    agreement: Option<Agreement>,
}

impl Borders {
    /// The table whose rule from vehicle patch `v` to incident patch `i` is `rule(v, i)`.
    #[must_use]
    pub fn new(n: usize, rule: impl Fn(usize, usize) -> BorderRule) -> Self {
        Self { n, rules: (0..n * n).map(|at| rule(at / n, at % n)).collect(), agreement: None }
    }

    /// Lets services help each other where the table says never.
    pub fn agree(&mut self, agreement: Option<Agreement>) {
        self.agreement = agreement;
    }

    /// The agreements between services, if there are any.
    #[must_use]
    pub const fn agreement(&self) -> Option<&Agreement> {
        self.agreement.as_ref()
    }

    /// The rule for a vehicle of one local patch and an incident of another.
    #[inline]
    #[must_use]
    pub fn rule(&self, vehicle_patch: u16, incident_patch: u16) -> BorderRule {
        self.rules[vehicle_patch as usize * self.n + incident_patch as usize]
    }
}

/// Border rules as a scenario states them: `always` inside a trust, `never` between trusts, and a ring fence for
/// stress tests.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BorderConfig {
    /// From 0, as it is today, to 1, where no vehicle leaves its patch. Between them a vehicle crosses an ICS border
    /// if that saves more than this share of an hour.
    ///
    /// Hypothetical: no English ambulance trust dispatches inside ICS borders.
    pub ring_fence: f64,
}

impl BorderConfig {
    /// The table of a component.
    #[must_use]
    pub fn table(&self, component: &Component) -> Borders {
        let across = if self.ring_fence <= 0.0 {
            BorderRule::Always
        } else if self.ring_fence >= 1.0 {
            BorderRule::Never
        } else {
            BorderRule::IfGainOver(SimDuration((self.ring_fence * 60.0 * MINUTE_MS as f64) as i64))
        };
        Borders::new(component.patches.len(), |vehicle, incident| {
            match (vehicle == incident, component.patch_service[vehicle] == component.patch_service[incident])
            {
                (true, _) => BorderRule::Always,
                (false, true) => across,
                (false, false) => BorderRule::Never,
            }
        })
    }
}
