use super::run::{ArmResult, Experiment};
use super::summary::Statistic;
use crate::governance::Channel;
use crate::outcome::{Level, Measures, ReportedCategory, ResponseRow};
use crate::stats::{Estimate, holm, paired, shapley};
use std::collections::BTreeMap;

/// One statistic in the baseline, in an arm, and their paired difference; seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastRow {
    /// Name of the arm.
    pub arm: String,
    /// Which level.
    pub level: Level,
    /// The group's code.
    pub code: String,
    /// Which category.
    pub category: ReportedCategory,
    /// Which statistic.
    pub statistic: Statistic,
    /// The baseline.
    pub base: Option<Estimate>,
    /// The arm.
    pub value: Option<Estimate>,
    /// Arm − baseline, paired by replication.
    pub difference: Option<Estimate>,
    /// Variance of the difference with independent tapes over that with the same tapes; above 1, pairing helps.
    pub variance_ratio: Option<f64>,
    /// Two-sided p of the paired t test that the arm does not differ; a small one does not say that it matters.
    pub p: Option<f64>,
    /// The same by Holm's method over all arms that are held against the baseline in this figure.
    pub p_holm: Option<f64>,
}

/// The part of an arm's difference that one channel carries, seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelShare {
    /// Name of the arm.
    pub arm: String,
    /// The channel.
    pub channel: Channel,
    /// Whether the arm sets it otherwise than the baseline.
    pub differs: bool,
    /// Its part of the difference of the C2 mean of all that was simulated; `None` where something beyond channels
    /// differs.
    pub c2_mean_s: Option<f64>,
}

/// Arms against a baseline on the same tapes.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Name of the baseline.
    pub base: String,
    /// One row for each arm, level, group, category and statistic.
    pub rows: Vec<ContrastRow>,
    /// Differences by channel.
    pub channels: Vec<ChannelShare>,
}

impl Experiment {
    /// Compares every arm with the arm in row `baseline`; arms whose groups differ from the baseline's are compared
    /// where both have the group.
    #[must_use]
    pub fn compare(&self, baseline: usize) -> Comparison {
        let base = &self.arms[baseline];
        let others = self.arms.iter().enumerate().filter(|(row, _)| *row != baseline).map(|(_, arm)| arm);
        let (mut rows, mut channels) = (Vec::new(), Vec::new());
        for arm in others {
            let contrast = contrast(base, arm);
            channels.extend(by_channel(base, arm));
            rows.extend(contrast);
        }
        several(&mut rows);
        Comparison { base: base.name.clone(), rows, channels }
    }
}

/// Tests each figure over all arms that have it.
fn several(rows: &mut [ContrastRow]) {
    let mut figures: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let key = (row.level, row.code.clone(), row.category, row.statistic);
        figures.entry(key).or_default().push(at);
    }
    for own in figures.into_values() {
        let known: Vec<(usize, Estimate)> =
            own.iter().filter_map(|at| Some((*at, rows[*at].difference?))).collect();
        let differences: Vec<Estimate> = known.iter().map(|(_, difference)| *difference).collect();
        for ((at, _), told) in known.iter().zip(holm(&differences)) {
            rows[*at].p = told.map(|told| told.p);
            rows[*at].p_holm = told.map(|told| told.adjusted);
        }
    }
}

fn contrast(base: &ArmResult, arm: &ArmResult) -> Vec<ContrastRow> {
    let (Some(first), Some(other)) = (base.replications.first(), arm.replications.first()) else {
        return Vec::new();
    };
    let key = |result: &ArmResult, r: &ResponseRow| (r.level, result.code(r.level, r.group), r.category);
    let theirs: Vec<_> = other.responses.iter().map(|r| key(arm, r)).collect();
    let mut rows = Vec::new();
    for (row, response) in first.responses.iter().enumerate() {
        let own = key(base, response);
        let Some(at) =
            (theirs.get(row) == Some(&own)).then_some(row).or_else(|| theirs.iter().position(|k| *k == own))
        else {
            continue;
        };
        for statistic in Statistic::ALL {
            let (a, b) = (base.values(row, statistic), arm.values(at, statistic));
            rows.push(ContrastRow {
                arm: arm.name.clone(),
                level: own.0,
                code: own.1.clone(),
                category: own.2,
                statistic,
                base: estimate(&a),
                value: estimate(&b),
                difference: paired(&a, &b),
                variance_ratio: variance_ratio(&a, &b),
                p: None,
                p_holm: None,
            });
        }
    }
    rows
}

fn estimate(values: &[Option<f64>]) -> Option<Estimate> {
    Estimate::of(&values.iter().flatten().copied().collect::<Vec<f64>>())
}

fn variance_ratio(base: &[Option<f64>], arm: &[Option<f64>]) -> Option<f64> {
    let variance = |e: Option<Estimate>| e.and_then(|e| e.sd).map(|sd| sd * sd);
    let (apart, together) =
        (variance(estimate(base))? + variance(estimate(arm))?, variance(paired(base, arm))?);
    (together > 0.0).then(|| apart / together)
}

/// Splits the difference of the C2 mean over the channels that differ.
///
/// Only the `hours` channel can differ yet, so the one player takes it all; more channels bring their own runs of all
/// subsets. Where demand, rules or borders differ too, no part is told.
fn by_channel(base: &ArmResult, arm: &ArmResult) -> Vec<ChannelShare> {
    let differs = base.fleet_hash != arm.fleet_hash;
    let whole = whole_difference(base, arm).filter(|_| only_channels_differ(base, arm));
    let hours = if differs { whole.map(|whole| shapley(&[0.0, whole])[0]) } else { Some(0.0) };
    Channel::ALL
        .into_iter()
        .map(|channel| ChannelShare {
            arm: arm.name.clone(),
            channel,
            differs: channel == Channel::Hours && differs,
            c2_mean_s: if channel == Channel::Hours { hours } else { Some(0.0) },
        })
        .collect()
}

/// The paired difference of the C2 mean over all services together, seconds.
fn whole_difference(base: &ArmResult, arm: &ArmResult) -> Option<f64> {
    let c2_means = |result: &ArmResult| result.replications.iter().map(c2_mean_s).collect::<Vec<_>>();
    paired(&c2_means(base), &c2_means(arm)).map(|difference| difference.mean)
}

/// The C2 mean over all services together, seconds.
fn c2_mean_s(measures: &Measures) -> Option<f64> {
    let of = |row: &&ResponseRow| row.level == Level::Trust && row.category == ReportedCategory::C2;
    let add = |(n, sum_s): (f64, f64), row: &ResponseRow| {
        (n + row.n as f64, sum_s + row.n as f64 * row.mean_s.unwrap_or(0.0))
    };
    let (n, sum_s) = measures.responses.iter().filter(of).fold((0.0, 0.0), add);
    (n > 0.0).then(|| sum_s / n)
}

/// Whether demand, luck, rules of operation and borders are the same in both.
fn only_channels_differ(base: &ArmResult, arm: &ArmResult) -> bool {
    let (a, b) = (&base.scenario, &arm.scenario);
    a.world_plan() == b.world_plan() && a.policy() == b.policy() && a.border() == b.border()
}
