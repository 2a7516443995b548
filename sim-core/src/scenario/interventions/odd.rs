//! What is odd in interventions without being wrong.

use super::super::Scenario;
use super::{Chosen, KEY};
use crate::problem::Problem;

/// A warning for each intervention that begins with the run and is hardly there before the run is over.
pub(in crate::scenario) fn odd(scenario: &Scenario) -> Vec<Problem> {
    let run = scenario.run();
    let whole_days = f64::from(run.days) + run.lead_in.hours() / 24.0;
    let is_hidden = |own: &Chosen| {
        let kernel = own.intervention.kernel;
        own.from.is_none() && kernel.lag_days + kernel.ramp_days > whole_days
    };
    let hidden = scenario.interventions().iter().enumerate().filter(|(_, own)| is_hidden(own));
    let warning = |(number, own): (usize, &Chosen)| {
        let kernel = own.intervention.kernel;
        let setting = scenario.settings.get(KEY)?;
        let line = setting.lines.get(number).copied().flatten().or(setting.place.line);
        Some(Problem {
            file: setting.place.file.to_string(),
            path: format!("{KEY}[{number}].from"),
            line,
            found: format!("left out in a run of {whole_days:.0} days"),
            rule: format!(
                "{} needs {} days until it reaches anybody and {} more to grow",
                own.intervention.name, kernel.lag_days, kernel.ramp_days
            ),
            hint: "give a day before the run if it is to be in force".to_owned(),
        })
    };
    hidden.filter_map(warning).collect()
}
