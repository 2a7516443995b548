//! What ICSs of a service gain from sharing its vehicles, and how that could be divided: a hypothetical game, since dispatch is
//! trust-wide today.
//!
//! A coalition is simulated as if it were all there is: its residents, and the ambulances that stand in it today.

use super::ask::fault;
use super::game::{
    Game, GameError, Sign, alternate_cost_avoided, core_check, nucleolus, proportional, replicated_shares,
    shapley_shares,
};
use super::ground::{patches, places, waits};
use super::objective::Watched;
use super::problem::Place;
use crate::experiment::{ArmResult, Experiment, Progress, RunOptions, run};
use crate::outcome::{Level, ReportedCategory};
use crate::problem::Problems;
use crate::scenario::{Edit, Scenario};
use crate::stats::Estimate;

/// Most ICSs of a service whose coalitions are all simulated.
pub const MOST_MEMBERS: usize = 11;
/// Ratios of hours at which a coalition is run for the game of least hours.
const RATIOS: [f64; 8] = [0.6, 0.75, 0.9, 1.0, 1.15, 1.3, 1.6, 2.0];

/// What a coalition is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Worth {
    /// Minutes of C2 waiting a week that its members save against each alone.
    Minutes,
    /// The fewest ambulance hours a week with which its C2 mean is this, seconds.
    LeastHours {
        /// The C2 mean, seconds.
        target_s: f64,
    },
}

/// A member: an ICS of the service, with what each rule would give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The place.
    pub place: Place,
    /// Its value alone.
    pub alone: Option<Estimate>,
    /// Its Shapley share, with an interval over replications.
    pub shapley: Estimate,
    /// Its part of the nucleolus of the mean game; `None` where it cannot be worked out.
    pub nucleolus: Option<f64>,
    /// By residents.
    pub by_residents: f64,
    /// By hours served.
    pub by_hours: f64,
    /// Alternate cost avoided; of the least hours only.
    pub alternate_cost: Option<f64>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Pooled {
    /// What a coalition is worth here.
    pub worth: Worth,
    /// The members.
    pub members: Vec<Member>,
    /// The value of all together.
    pub total: Estimate,
    /// Coalitions, as bits of members, with their values, mean over replications.
    pub values: Vec<f64>,
    /// The coalition that objects most to the Shapley shares, as bits of members, and by how much in each replication's own
    /// shares: what it would have more by itself.
    pub objection: Option<(u64, Estimate)>,
    /// Coalitions whose least hours lie outside what was run, so that the end of the range stands for them.
    pub beyond: usize,
    /// The run of all together.
    pub experiment: Experiment,
}

/// Simulates every coalition of the ICSs of a service, and divides what they have together.
///
/// # Errors
/// If the scenario is not of one whole service of 2 to 11 ICSs.
pub fn pooling(
    scenario: &Scenario,
    worth: Worth,
    options: &RunOptions<'_>,
) -> Result<Option<Pooled>, Problems> {
    let services = scenario.services().len();
    if services != 1 {
        let how = ("one service", "ask for each service by itself");
        return Err(fault(scenario, "select.trusts", format!("{services} services"), how));
    }
    let quiet = RunOptions { progress: None, ..*options };
    let present = run(&[("present".to_owned(), scenario.clone())], &quiet);
    let Some(arm) = present.arms.first().filter(|_| !present.replications.is_empty()) else {
        return Ok(None);
    };
    let members = places(arm, Watched::C2);
    let n = members.len();
    if !(2..=MOST_MEMBERS).contains(&n) {
        let rule = format!("a service of 2 to {MOST_MEMBERS} ICSs");
        return Err(fault(scenario, "select", format!("{n} ICSs"), (&rule, "choose another service")));
    }
    let coalitions = (1usize << n) - 1;
    if let Some(progress) = options.progress {
        progress.expect_units(coalitions as u64);
    }
    let table = Table { scenario, members: &members, worth, options: quiet, progress: options.progress };
    let Some(values) = table.every(coalitions)? else { return Ok(None) };
    told(worth, members, values, present).map(Some).map_err(|error| {
        fault(
            scenario,
            "pooling",
            error.to_string(),
            ("a game that can be divided", "ask for more replications"),
        )
    })
}

/// Value of each coalition in each replication, `[n_coalition][n_replication]`, the empty one first; how many lie beyond.
struct Values {
    of: Vec<Vec<f64>>,
    beyond: usize,
}

struct Table<'a> {
    scenario: &'a Scenario,
    members: &'a [Place],
    worth: Worth,
    options: RunOptions<'a>,
    progress: Option<&'a Progress>,
}

impl Table<'_> {
    fn every(&self, coalitions: usize) -> Result<Option<Values>, Problems> {
        let mut of = vec![Vec::new()];
        let mut beyond = 0;
        for mask in 1..=coalitions {
            let Some((own, over)) = self.value(mask)? else { return Ok(None) };
            of.push(own);
            beyond += usize::from(over);
            if let Some(progress) = self.progress {
                progress.add_units(1);
            }
        }
        of[0] = vec![0.0; of[1].len()];
        if self.worth == Worth::Minutes {
            // What waits cost a coalition becomes what it saves.
            let alone: Vec<Vec<f64>> = (0..self.members.len()).map(|row| of[1 << row].clone()).collect();
            for (mask, own) in of.iter_mut().enumerate() {
                for (at, value) in own.iter_mut().enumerate() {
                    let apart: f64 = alone
                        .iter()
                        .enumerate()
                        .filter(|(row, _)| mask >> row & 1 == 1)
                        .map(|(_, a)| a[at])
                        .sum();
                    *value = apart - *value;
                }
            }
        }
        Ok(Some(Values { of, beyond }))
    }

    /// The value of a coalition in each replication; whether the range of hours was too small for it.
    fn value(&self, mask: usize) -> Result<Option<(Vec<f64>, bool)>, Problems> {
        let own = |row: &usize| mask >> row & 1 == 1;
        let rows: Vec<usize> = (0..self.members.len()).filter(own).collect();
        let ratios: &[f64] = if self.worth == Worth::Minutes { &[1.0] } else { &RATIOS };
        let arms = ratios.iter().map(|ratio| Ok((ratio.to_string(), self.coalition(&rows, *ratio)?)));
        let arms = arms.collect::<Result<Vec<_>, Problems>>()?;
        let ran = run(&arms, &self.options);
        if !ran.complete || ran.replications.is_empty() {
            return Ok(None);
        }
        let weeks = f64::from(self.scenario.run().days) / 7.0;
        let hours: f64 = rows.iter().map(|row| self.members[*row].rostered_h).sum();
        Ok(Some(match self.worth {
            Worth::Minutes => (minutes(&ran.arms[0], weeks), false),
            Worth::LeastHours { target_s } => {
                let means: Vec<Vec<f64>> = ran.arms.iter().map(mean_wait).collect();
                let least: Vec<(f64, bool)> = (0..ran.replications.len())
                    .map(|at| least_ratio(&means.iter().map(|own| own[at]).collect::<Vec<_>>(), target_s))
                    .collect();
                (least.iter().map(|(ratio, _)| ratio * hours).collect(), least.iter().any(|(_, over)| *over))
            }
        }))
    }

    /// The scenario of a coalition alone, with a ratio of the ambulances that stand in it today.
    fn coalition(&self, rows: &[usize], ratio: f64) -> Result<Scenario, Problems> {
        let codes: Vec<String> = rows.iter().map(|row| self.members[*row].ics_code.clone()).collect();
        let mut edits = vec![Edit::new("select.ics", codes)];
        edits.extend(rows.iter().map(|row| {
            let member = &self.members[*row];
            Edit::new(format!("fleet.hours_per_week.{}", member.code), (member.rostered_h * ratio).max(1.0))
        }));
        self.scenario.with(&edits)
    }
}

/// Minutes of C2 waiting a week of everybody simulated, in each replication.
fn minutes(arm: &ArmResult, weeks: f64) -> Vec<f64> {
    let patches = patches(arm);
    let each = waits(arm, &patches, Watched::C2);
    let incidents = |at: usize, row: usize| {
        let of = arm.replications[at].response(Level::Patch, row as u16, ReportedCategory::C2);
        of.map_or(0.0, |own| own.n as f64)
    };
    (0..arm.replications.len())
        .map(|at| {
            let own =
                each.iter().enumerate().map(|(row, waits)| waits[at].unwrap_or(0.0) * incidents(at, row));
            own.sum::<f64>() / 60.0 / weeks
        })
        .collect()
}

/// The C2 mean of everybody simulated, in each replication.
fn mean_wait(arm: &ArmResult) -> Vec<f64> {
    let codes = arm.levels.get(Level::Trust).map_or(&[][..], |known| &known.codes);
    let own = codes.first().map_or_else(Vec::new, |code| arm.response(Level::Trust, code, Watched::C2));
    own.into_iter().map(|value| value.unwrap_or(0.0)).collect()
}

/// The ratio of hours at which the mean is the target, in straight lines of its logarithm between what was run; the end of the
/// range, and that it is one, where the target lies beyond.
fn least_ratio(means_s: &[f64], target_s: f64) -> (f64, bool) {
    let log = |value: f64| libm::log(value.max(1.0));
    let goal = log(target_s);
    // From many hours to few, so that the last crossing counts where chance makes it turn.
    for at in (1..RATIOS.len()).rev() {
        let (few, many) = (log(means_s[at - 1]), log(means_s[at]));
        if many <= goal && few > goal {
            let along = (few - goal) / (few - many);
            return (RATIOS[at - 1] + along * (RATIOS[at] - RATIOS[at - 1]), false);
        }
    }
    let last = RATIOS.len() - 1;
    if log(means_s[last]) > goal { (RATIOS[last], true) } else { (RATIOS[0], true) }
}

fn told(
    worth: Worth,
    members: Vec<Place>,
    values: Values,
    experiment: Experiment,
) -> Result<Pooled, GameError> {
    let sign = if worth == Worth::Minutes { Sign::Worth } else { Sign::Cost };
    let n = members.len();
    let runs = values.of[1].len();
    let games = (0..runs)
        .map(|at| Game::new(n, values.of.iter().map(|own| own[at]).collect(), sign))
        .collect::<Result<Vec<Game>, GameError>>()?;
    let mean = |own: &Vec<f64>| own.iter().sum::<f64>() / runs as f64;
    let means: Vec<f64> = values.of.iter().map(mean).collect();
    let game = Game::new(n, means.clone(), sign)?;
    let shapley = replicated_shares(&games, |game| Ok(shapley_shares(game)))?;
    let shares: Vec<f64> = shapley.players.iter().map(|own| own.mean).collect();
    let nucleolus = nucleolus(&game).ok().map(|own| own.shares);
    let by =
        |weight: &dyn Fn(&Place) -> f64| proportional(&game, &members.iter().map(weight).collect::<Vec<_>>());
    let (by_residents, by_hours) = (by(&|place| place.residents)?, by(&|place| place.served_h)?);
    let avoided = (sign == Sign::Cost).then(|| alternate_cost_avoided(&game).ok()).flatten();
    let objection = core_check(&game, &shares).ok().and_then(|own| {
        let gain = |(game, shares): (&Game, &Vec<f64>)| {
            let inside = shares.iter().enumerate().filter(|(row, _)| own.coalition >> row & 1 == 1);
            let theirs: f64 = inside.map(|(_, share)| share).sum();
            let more = game.value(own.coalition) - theirs;
            if sign == Sign::Worth { more } else { -more }
        };
        let gains: Vec<f64> = games.iter().zip(&shapley.shares).map(gain).collect();
        Some((own.coalition, Estimate::of(&gains)?))
    });
    let member = |(row, place): (usize, Place)| Member {
        alone: Estimate::of(&values.of[1 << row]),
        shapley: shapley.players[row],
        nucleolus: nucleolus.as_ref().map(|own| own[row]),
        by_residents: by_residents[row],
        by_hours: by_hours[row],
        alternate_cost: avoided.as_ref().map(|own| own[row]),
        place,
    };
    Ok(Pooled {
        worth,
        members: members.into_iter().enumerate().map(member).collect(),
        total: shapley.total,
        values: means,
        objection,
        beyond: values.beyond,
        experiment,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_hours_lie_where_the_line_crosses() {
        let halving: Vec<f64> = RATIOS.iter().map(|ratio| 4_000.0 * libm::exp(-2.0 * ratio)).collect();
        let (ratio, beyond) = least_ratio(&halving, 4_000.0 * libm::exp(-2.0 * 1.07));
        assert!((ratio - 1.07).abs() < 1e-12 && !beyond);
        assert_eq!(least_ratio(&halving, 1.0), (2.0, true));
        assert_eq!(least_ratio(&halving, 3_999.0), (0.6, true));
    }
}
