//! What has to be said beside an answer: what its hours are, what is assumed, what it is good for.

use super::outcome::Seek;

const MODEL: &str = "A model's answer on synthetic stations and a generated rota: the change from the value in force says \
more than the value itself.";
const HOURS: &str = "Hours are effective hours: in the shipped scenarios those fitted to all means and 90th centiles of C1 to C4 that \
were published for October 2023 to March 2024. They are not rostered, planned or produced hours, and are never compared \
between trusts.";
const HANDOVER: &str = "The published distribution of handover is scaled to the mean; how a department would come to it, and \
what else would change there, is not modelled.";
const HEARD: &str = "Who calls stays as published. Those treated by telephone come from C2 to Other in the proportions of the \
assumptions hear_and_treat_share_*, and the others are conveyed as often as now: both are assumptions.";
const ASSUMED: &str = "The key is an assumption: nobody has published its value. The search keeps to the range that the region's \
assumptions state.";
const METHOD: &str = "Every value is run on the same tapes. The interval is 95% and covers chance only: the values at which the \
measure lies half its own t interval above and below the target. Only values that were tried were looked at for a turn.";

impl Seek {
    /// The sentences that belong to this answer, the method last.
    #[must_use]
    pub fn sentences(&self) -> Vec<&'static str> {
        let path = self.knob.path();
        let own = match path {
            _ if path.starts_with("fleet.") || path.starts_with("arrangement.") => Some(HOURS),
            _ if path.starts_with("handover.mean") => Some(HANDOVER),
            _ if path.starts_with("demand.hear_and_treat") => Some(HEARD),
            _ if path.starts_with("assumption.") => Some(ASSUMED),
            _ => None,
        };
        std::iter::once(MODEL).chain(own).chain([METHOD]).collect()
    }
}
