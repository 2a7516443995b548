use super::local::Local;
use super::measure::{Answered, Measure};
use crate::experiment::replicate::prepare;
use crate::experiment::run::{Experiment, RunOptions, in_pool, run_prepared};
use crate::experiment::summary::Statistic;
use crate::experiment::tally::Tally;
use crate::ids::ServiceId;
use crate::outcome::{IncidentRecord, ReportedCategory};
use crate::problem::Problems;
use crate::region::Region;
use crate::scenario::{Edit, Scenario};
use std::collections::BTreeMap;

/// Services and replications of one piece of work: each incident of a piece is kept until it has been counted.
const PIECE: usize = 12;

/// A month's figures, pooled over its replications, in the codes of the Ambulance Systems Indicators.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    figures: BTreeMap<&'static str, i64>,
}

/// Published codes of the count, total and 90th centile of a category's response, and of its vehicles arriving.
const fn codes(category: ReportedCategory) -> Option<[&'static str; 4]> {
    match category {
        ReportedCategory::C1 => Some(["A8", "A24", "A26", "A40"]),
        ReportedCategory::C1T => Some(["A9", "A27", "A29", "A42"]),
        ReportedCategory::C2 => Some(["A10", "A30", "A32", "A44"]),
        ReportedCategory::C3 => Some(["A11", "A33", "A35", "A46"]),
        ReportedCategory::C4 => Some(["A12", "A36", "A38", "A48"]),
        ReportedCategory::Other | ReportedCategory::All => None,
    }
}

impl Counted {
    fn of(tally: &Tally) -> Self {
        Self { figures: tally.figures().into_iter().collect() }
    }

    fn ratio(&self, sum: &str, count: &str) -> Option<f64> {
        let count = *self.figures.get(count).filter(|n| **n > 0)?;
        Some(*self.figures.get(sum)? as f64 / count as f64)
    }

    /// A measure; `None` if nothing of it happened.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::Response(category, statistic) => {
                let [count, total, p90, _] = codes(category)?;
                match statistic {
                    Statistic::Mean => self.ratio(total, count),
                    Statistic::P90 => self.figures.get(p90).map(|seconds| *seconds as f64),
                }
            }
            Measure::Share(answered) => {
                let code = match answered {
                    Answered::ConveyedEd => "A53",
                    Answered::SeeAndTreat => "A55",
                    Answered::HearAndTreat => "A17",
                };
                self.ratio(code, "A7")
            }
            Measure::Arriving(category) => {
                let [count, _, _, arriving] = codes(category)?;
                self.ratio(arriving, count)
            }
        }
    }
}

/// What one month gave.
#[derive(Debug)]
pub(super) struct MonthCounted {
    /// By service, and `None` for all that was simulated.
    pub of: BTreeMap<Option<ServiceId>, Counted>,
    /// The runs, without their incidents.
    pub experiment: Experiment,
}

/// Runs a month in pieces of some replications and counts its incidents; `None` if it was stopped before its end.
pub(super) fn count(
    scenario: &Scenario,
    options: &RunOptions<'_>,
    local: &mut Local,
) -> Result<Option<MonthCounted>, Problems> {
    let asked = scenario.run().replications;
    let piece = (PIECE / scenario.services().len().max(1)).max(1) as u32;
    let prepared = in_pool(options.threads, || prepare(&[scenario]));
    let mut tallies: BTreeMap<Option<ServiceId>, Tally> = BTreeMap::new();
    let mut own = Local::default();
    let mut whole: Option<Experiment> = None;
    let mut first = 0;
    while first < asked {
        let n = piece.min(asked - first);
        let part = scenario.with(&[Edit::new("run.replications", i64::from(n))])?;
        let options = RunOptions { first_replication: first, with_incidents: true, ..*options };
        let arms = [(scenario.name().to_owned(), part)];
        let mut ran = in_pool(options.threads, || run_prepared(&arms, &prepared, &options));
        if !ran.complete {
            return Ok(None);
        }
        for table in std::mem::take(&mut ran.arms[0].incidents) {
            table.rows.iter().for_each(|row| add(row, scenario.region(), &mut tallies, &mut own));
        }
        join(&mut whole, ran);
        first += n;
    }
    let Some(mut experiment) = whole else { return Ok(None) };
    experiment.arms[0].scenario = scenario.clone();
    local.join(own);
    let of = tallies.iter().map(|(service, tally)| (*service, Counted::of(tally))).collect();
    Ok(Some(MonthCounted { of, experiment }))
}

fn add(
    incident: &IncidentRecord,
    region: &Region,
    tallies: &mut BTreeMap<Option<ServiceId>, Tally>,
    local: &mut Local,
) {
    let service = region.patches[incident.patch.index()].service;
    for row in [Some(service), None] {
        tallies.entry(row).or_default().add(incident);
    }
    local.add(incident, region);
}

fn join(whole: &mut Option<Experiment>, part: Experiment) {
    let Some(known) = whole else {
        *whole = Some(part);
        return;
    };
    known.replications.extend(part.replications);
    for (arm, more) in known.arms.iter_mut().zip(part.arms) {
        arm.replications.extend(more.replications);
        arm.logs.extend(more.logs);
    }
}
