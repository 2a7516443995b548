//! Hours against time on scene: what the figures cannot separate.

use super::fit::Fit;
use super::trials::Trials;
use crate::experiment::Statistic;
use crate::outcome::ReportedCategory;
use crate::scenario::Edit;

/// Times on scene against the scenario's own.
const RATIOS: [f64; 4] = [0.9, 0.95, 1.05, 1.1];
const SCENE: &str = "cycle.on_scene_ratio";
const HOURS: &str = "fleet.hours_per_week";

/// Hours that give a service the same C2 mean with another time on scene.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeOff {
    /// ODS code of the service.
    pub service: String,
    /// Time on scene against the fit's.
    pub scene: f64,
    /// Hours against the fit's, for the same C2 mean.
    pub hours: f64,
    /// Root of the mean squared miss of the service's figures, in tolerances, there.
    pub miss: f64,
}

/// The curve of each service: at each time on scene the hours are stepped by the fit's slope and once more by a secant.
pub(super) fn trade_off(trials: &Trials<'_>, fit: &Fit) -> Vec<TradeOff> {
    let mut services: Vec<&str> = trials.targets.iter().map(|target| target.service.as_str()).collect();
    services.dedup();
    let present = trials.scenario.knob(SCENE).ok().and_then(|knob| knob.present()).unwrap_or(1.0);
    let mut curve = Vec::new();
    for scene in RATIOS {
        let further = [Edit::new(SCENE, present * scene)];
        let mut logs = fit.best.logs.clone();
        // Time on scene is about 0.4 of a job: hours begin in that proportion.
        services.iter().for_each(|own| set(trials, &mut logs, own, |log| log + 0.4 * libm::log(scene)));
        let Some(mut trial) = trials.run_with(&logs, &further) else { break };
        for _ in 0..2 {
            for own in &services {
                let Some((row, slope)) = c2(trials, fit, own) else { continue };
                let at = |s: f64| trials.targets[row].miss(s, trials.months);
                let off = at(trial.figures_s[row]) - at(fit.best.figures_s[row]);
                set(trials, &mut logs, own, |log| log - (off / slope).clamp(-0.03, 0.03));
            }
            let Some(next) = trials.run_with(&logs, &further) else { return curve };
            trial = next;
        }
        let misses = trials.misses(&trial);
        for own in &services {
            let rows: Vec<usize> =
                (0..trials.targets.len()).filter(|row| trials.targets[*row].service == *own).collect();
            let squares: f64 = rows.iter().map(|row| misses[*row] * misses[*row]).sum();
            curve.push(TradeOff {
                service: (*own).to_owned(),
                scene,
                hours: hours(trials, own)
                    .map_or(1.0, |column| libm::exp(logs[column] - fit.best.logs[column])),
                miss: (squares / rows.len().max(1) as f64).sqrt(),
            });
        }
    }
    curve
}

/// The column of a service's hours.
fn hours(trials: &Trials<'_>, service: &str) -> Option<usize> {
    let key = format!("{HOURS}.{service}");
    trials.dials.iter().position(|dial| dial.key == key)
}

fn set(trials: &Trials<'_>, logs: &mut [f64], service: &str, to: impl Fn(f64) -> f64) {
    if let Some(column) = hours(trials, service) {
        logs[column] = to(logs[column]);
    }
}

/// The row of a service's C2 mean and its slope by hours.
fn c2(trials: &Trials<'_>, fit: &Fit, service: &str) -> Option<(usize, f64)> {
    let row = trials.targets.iter().position(|target| {
        target.service == service
            && target.category == ReportedCategory::C2
            && target.statistic == Statistic::Mean
    })?;
    let slope = fit.slopes[(row, hours(trials, service)?)];
    (slope < -1.0).then_some((row, slope))
}
