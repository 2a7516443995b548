use super::CallRule;
use crate::dist::Shape;
use crate::policy::{Span, Spread, bounds};
use serde::{Deserialize, Serialize};

/// A desk of finite call takers for each service: first come, first served; callers who are not answered ring off.
///
/// Triage begins with the answer. The clock keeps its origin at call connect of the call that is answered, so the wait
/// for an answer lengthens the patient's whole wait but moves the C2 clock only within the limit after call connect.
/// Hours that a scenario leaves out are fitted for each service to its published times to answer (mean, 90th, 95th and
/// 99th centile), as are the share of incidents that come by a call and the further calls to calls answered for each
/// incident. Handling and patience are the region's assumptions `call_handling_s` and `call_patience_s`. Any other setting
/// that is left out has the value in [`CallDesk::default`].
///
/// # Source
/// Garnett, Mandelbaum and Reiman (2002), *Manufacturing & Service Operations Management* 4(3), 208–227 (Erlang A).
/// The values are assumptions; published are contacts, calls answered and answer times (A0–A6, A114).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CallDesk {
    /// Call-taker hours for 1,000 incidents of an ordinary week; fitted if left out.
    #[serde(deserialize_with = "bounds::some_amount", skip_serializing_if = "Option::is_none")]
    pub hours_per_1000_incidents: Option<f64>,
    /// Multiplier of those hours: what a scenario changes.
    #[serde(deserialize_with = "bounds::ratio")]
    pub hours_ratio: f64,
    /// How the hours are spread over the week.
    pub spread: Spread,
    /// Mean time that a call takes a call taker, notes included.
    pub handling: Span,
    /// Shape of that time.
    pub handling_shape: Shape,
    /// Mean time after which a caller who is not answered rings off; exponential.
    pub patience: Span,
    /// Share of the first callers of an incident who ring again; an incident whose caller does not is never known.
    #[serde(deserialize_with = "bounds::share")]
    pub redial_share: f64,
    /// Mean time to ringing again; exponential.
    pub redial_after: Span,
    /// Further calls to the same incident by others who see it, a mean for one incident; every incident then comes by a
    /// call. As published if left out.
    #[serde(deserialize_with = "bounds::some_ratio", skip_serializing_if = "Option::is_none")]
    pub extra_contacts_per_incident: Option<f64>,
    /// Mean time from the first answer to such a call; exponential.
    pub extra_contacts_within: Span,
    /// Mean time between calls of a patient who waits for a vehicle; exponential.
    pub repeat_call_every: Span,
}

impl Default for CallDesk {
    /// Hours and further calls as fitted; handling and patience as the shipped regions assume.
    fn default() -> Self {
        Self {
            hours_per_1000_incidents: None,
            hours_ratio: 1.0,
            spread: Spread::Demand,
            handling: Span::minutes(7),
            handling_shape: Shape::Lognormal { cv: 0.6 },
            patience: Span::minutes(2),
            redial_share: 1.0,
            redial_after: Span::minutes(1),
            extra_contacts_per_incident: None,
            extra_contacts_within: Span::minutes(5),
            repeat_call_every: Span::minutes(480),
        }
    }
}

impl CallRule for CallDesk {
    fn desk(&self) -> Option<&CallDesk> {
        Some(self)
    }
}
