//! From the C2 mean of one period to that of another, group of inputs by group.
//!
//! A bar is the mean of two swaps: the group alone taken from the later period, all else from the earlier; and the group
//! alone taken from the earlier period, all else from the later. No order of the groups enters, so none wins by standing
//! first. What the groups do only together is the interaction, and what the model does not explain is the residual.

use super::arms::{Arms, hours_by};
use super::change::c2;
use super::rounding::largest_remainder;
use super::{MonthlyHours, PlanQuestions, all_from, fault};
use crate::experiment::published::{PublishedFigure, PublishedRow};
use crate::experiment::run::Experiment;
use crate::experiment::summary::Statistic;
use crate::outcome::{Level, ReportedCategory};
use crate::problem::Problems;
use crate::region::Month;
use crate::scenario::{Edit, Scenario};
use crate::stats::Estimate;

/// A group of inputs that a bar of the bridge swaps, or what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The number of incidents.
    Incidents,
    /// The shares of categories among attended incidents.
    Acuity,
    /// Hear and treat, and conveyance.
    Dispositions,
    /// Handover at hospitals.
    Handover,
    /// Vehicles for an incident and the time to identify C1; times on scene are not published by month.
    Cycle,
    /// Vehicle-hours, from the user's file.
    Hours,
    /// What the groups do together beyond each alone.
    Interaction,
    /// The published change that nothing above explains.
    Residual,
}

impl Group {
    /// The groups that are published.
    pub const PUBLISHED: [Self; 5] =
        [Self::Incidents, Self::Acuity, Self::Dispositions, Self::Handover, Self::Cycle];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Acuity => "acuity",
            Self::Dispositions => "hear_and_treat_and_conveyance",
            Self::Handover => "handover",
            Self::Cycle => "job_cycle",
            Self::Hours => "hours",
            Self::Interaction => "interaction",
            Self::Residual => "residual",
        }
    }

    /// The keys of a scenario that name its months.
    pub(super) const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Incidents => &["demand.level_months"],
            Self::Acuity => &["demand.mix_months"],
            Self::Dispositions => &["demand.disposition_months"],
            Self::Handover => &["handover.months"],
            Self::Cycle => &["cycle.months"],
            Self::Hours | Self::Interaction | Self::Residual => &[],
        }
    }
}

/// A bar of the bridge.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub group: Group,
    /// Seconds of C2 mean; the bars add up to the published change.
    pub seconds: i64,
    /// The same before rounding, with the interval between replications; `None` without a replication.
    pub estimate: Option<Estimate>,
}

/// From one published C2 mean to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    /// The earlier and the later period, as months.
    pub periods: [String; 2],
    /// Published C2 mean of both, seconds.
    pub published_s: [i64; 2],
    /// C2 mean of both in the model, seconds.
    pub model_s: [Option<Estimate>; 2],
    /// The bars in order of the groups.
    pub bars: Vec<Bar>,
}

impl Bridge {
    /// The published change, seconds: the sum of the bars.
    #[must_use]
    pub const fn change_s(&self) -> i64 {
        self.published_s[1] - self.published_s[0]
    }
}

/// The arms of a bridge: both periods, and for each group its two swaps.
pub(super) struct Asked {
    periods: [String; 2],
    published_s: [f64; 2],
    ends: [usize; 2],
    swaps: Vec<(Group, [usize; 2])>,
}

/// Asks for both periods and every swap between them. Special days are off in these arms: they would fall on both alike.
pub(super) fn ask(arms: &mut Arms<'_>, questions: &PlanQuestions) -> Result<Asked, Problems> {
    let periods = [questions.before.clone(), questions.after.clone()];
    let own = [Edit::new("demand.special_days", false)];
    let ends =
        [&periods[0], &periods[1]].map(|months| arms.edited(&[all_from(months), own.to_vec()].concat()));
    let months: Vec<Vec<Month>> = ends.iter().map(months_of).collect();
    let mut published_s = [0.0; 2];
    let mut problems = Problems::none();
    for (period, months) in months.iter().enumerate() {
        match published(arms, months) {
            Some(figure) => published_s[period] = figure.mean_s,
            None => {
                let rule = "months with a published C2 mean";
                problems.push(fault("period", (&periods[period], rule), "name other months"));
            }
        }
    }
    let hours = questions.hours.as_ref().map(|hours| factors(hours, &months, arms.present));
    let hours = hours.transpose().unwrap_or_else(|faults| {
        problems.extend(faults);
        None
    });
    problems.into_result(|| ())?;
    let both = [0, 1].map(|period| with_hours(arms, &ends[period], hours.map(|factor| factor[period])));
    let rows = [0, 1].map(|period| arms.add(format!("bridge: {}", periods[period]), &both[period], &[]));
    let mut swaps = Vec::new();
    for group in Group::PUBLISHED {
        let swap = |period: usize| -> Vec<Edit> {
            group.keys().iter().map(|key| Edit::new(*key, periods[1 - period].as_str())).collect()
        };
        let added = [0, 1].map(|period| {
            let name =
                format!("bridge: {} with {} of {}", periods[period], group.name(), periods[1 - period]);
            arms.add(name, &both[period], &swap(period))
        });
        swaps.push((group, added));
    }
    if let Some(factor) = hours {
        let added = [0, 1].map(|period| {
            let swapped = with_hours(arms, &ends[period], Some(factor[1 - period]));
            arms.add(
                format!("bridge: {} with hours of {}", periods[period], periods[1 - period]),
                &swapped,
                &[],
            )
        });
        swaps.push((Group::Hours, added));
    }
    Ok(Asked { periods, published_s, ends: rows, swaps })
}

fn with_hours(arms: &mut Arms<'_>, scenario: &Scenario, factor: Option<f64>) -> Scenario {
    let Some(factor) = factor else { return scenario.clone() };
    let edits = hours_by(scenario, factor);
    match scenario.with(&edits) {
        Ok(edited) => edited,
        Err(_) => arms.edited(&edits),
    }
}

/// The months of a period, which stand at every group.
fn months_of(end: &Scenario) -> Vec<Month> {
    end.world_plan().others.level_months.unwrap_or_default()
}

/// The published C2 of the service over some months.
fn published(arms: &Arms<'_>, months: &[Month]) -> Option<PublishedFigure> {
    let region = arms.present.region();
    let is_own = |row: &&crate::region::Response| {
        row.service == Some(arms.service) && row.category == "C2" && months.contains(&row.month)
    };
    let rows: Vec<PublishedRow> = region
        .responses()
        .iter()
        .filter(is_own)
        .map(|row| PublishedRow {
            month: row.month,
            level: Level::Trust,
            code: arms.code().to_owned(),
            category: ReportedCategory::C2,
            n: row.n,
            mean_s: row.mean_s,
            p90_s: row.p90_s,
        })
        .collect();
    (rows.len() == months.len()).then(|| PublishedFigure::over(rows.iter())).flatten()
}

/// Hours of both periods against those for which the scenario's hours stand: its own months where the file has them,
/// else both periods.
fn factors(hours: &MonthlyHours, months: &[Vec<Month>], present: &Scenario) -> Result<[f64; 2], Problems> {
    let own = present.world_plan().months;
    let both: Vec<Month> = months.concat();
    let usual = hours.per_week(&own).or_else(|_| hours.per_week(&both));
    let of = |period: usize| hours.per_week(&months[period]);
    match (usual, of(0), of(1)) {
        (Ok(usual), Ok(before), Ok(after)) => Ok([before / usual, after / usual]),
        (_, before, after) => {
            let mut problems = Problems::none();
            [before, after].into_iter().filter_map(Result::err).for_each(|faults| problems.extend(faults));
            Err(problems)
        }
    }
}

impl Asked {
    /// The bars, from the arms that were run.
    pub fn answer(&self, experiment: &Experiment) -> Bridge {
        let mean = |arm: usize| -> Vec<f64> {
            c2(experiment, arm, Statistic::Mean).into_iter().map(|s| s.unwrap_or(f64::NAN)).collect()
        };
        let [before, after] = self.ends.map(mean);
        let each: Vec<(Group, Vec<f64>)> = self
            .swaps
            .iter()
            .map(|(group, [forward, backward])| {
                let (forward, backward) = (mean(*forward), mean(*backward));
                let bar = |k: usize| 0.5 * ((forward[k] - before[k]) + (after[k] - backward[k]));
                (*group, (0..before.len()).map(bar).collect())
            })
            .collect();
        let whole: Vec<f64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
        let alone = |k: usize| each.iter().map(|(_, bars)| bars[k]).sum::<f64>();
        let together = (0..whole.len()).map(|k| whole[k] - alone(k)).collect();
        let change = self.published_s[1] - self.published_s[0];
        let residual = whole.iter().map(|model| change - model).collect();
        let all = each.into_iter().chain([(Group::Interaction, together), (Group::Residual, residual)]);
        let estimated: Vec<(Group, Option<Estimate>)> =
            all.map(|(group, bars)| (group, Estimate::of(&bars))).collect();
        let published_s = self.published_s.map(|mean_s| mean_s.round() as i64);
        Bridge {
            periods: self.periods.clone(),
            published_s,
            model_s: [Estimate::of(&before), Estimate::of(&after)],
            bars: rounded(estimated, published_s[1] - published_s[0]),
        }
    }
}

/// Bars in whole seconds that add up to the change.
fn rounded(estimated: Vec<(Group, Option<Estimate>)>, change_s: i64) -> Vec<Bar> {
    if estimated.iter().any(|(_, estimate)| estimate.is_none()) {
        return Vec::new();
    }
    let means: Vec<f64> = estimated.iter().filter_map(|(_, estimate)| Some((*estimate)?.mean)).collect();
    let seconds = largest_remainder(&means, change_s);
    let bar = |((group, estimate), seconds)| Bar { group, seconds, estimate };
    estimated.into_iter().zip(seconds).map(bar).collect()
}
