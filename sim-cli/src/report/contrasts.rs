//! Paired differences of arms from the baseline.

use super::areas::{self, Shown};
use super::estimates::Estimates;
use super::responses::{name, published};
use super::{CATEGORIES, FEW};
use crate::document::{
    Block, Chart, Document, Grid, Mark, clock, signed_clock, signed_clock_interval, signed_seconds,
    signed_seconds_interval,
};
use ambics::experiment::{ArmResult, Comparison, ContrastRow, Experiment, Statistic};
use ambics::outcome::{Level, ReportedCategory};
use ambics::stats::Estimate;
use std::collections::BTreeMap;

/// Arms side by side in one table.
const ABREAST: usize = 2;
/// Differences below which a table is in seconds.
const SECONDS_BELOW: f64 = 120.0;

type What = (ReportedCategory, Statistic);

/// A comparison's rows by arm and by what they are of.
pub(super) struct Contrasts {
    rows: BTreeMap<(String, Level, String, What), ContrastRow>,
    pub comparison: Comparison,
}

impl Contrasts {
    pub fn of(experiment: &Experiment, baseline: usize) -> Self {
        let comparison = experiment.compare(baseline);
        let key =
            |row: &ContrastRow| (row.arm.clone(), row.level, row.code.clone(), (row.category, row.statistic));
        let rows = comparison.rows.iter().map(|row| (key(row), row.clone())).collect();
        Self { rows, comparison }
    }

    pub fn get(&self, arm: &ArmResult, area: &Shown, what: What) -> Option<&ContrastRow> {
        self.rows.get(&(arm.name.clone(), area.level, area.code.clone(), what))
    }

    pub fn difference(&self, arm: &ArmResult, area: &Shown, what: What) -> Option<Estimate> {
        self.get(arm, area, what).and_then(|row| row.difference)
    }
}

/// How the differences of one table are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Seconds,
    Clock,
}

impl Unit {
    pub fn of(differences: impl Iterator<Item = Option<Estimate>>) -> Self {
        Self::up_to(differences.flatten().map(|d| d.mean.abs()).fold(0.0, f64::max))
    }

    /// For differences as large as this, seconds.
    pub fn up_to(largest: f64) -> Self {
        if largest < SECONDS_BELOW { Self::Seconds } else { Self::Clock }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Clock => "m:ss",
        }
    }

    /// By what a chart multiplies seconds, and what its axis then says.
    pub const fn drawn(self) -> (f64, &'static str) {
        match self {
            Self::Seconds => (1.0, "seconds"),
            Self::Clock => (1.0 / 60.0, "minutes"),
        }
    }

    /// A difference alone.
    pub fn alone(self, seconds: Option<f64>) -> String {
        match self {
            Self::Seconds => signed_seconds(seconds),
            Self::Clock => signed_clock(seconds),
        }
    }

    /// The difference with its interval, if it has one.
    pub fn change(self, difference: Option<Estimate>) -> String {
        let interval = difference.and_then(|d| d.interval());
        let interval = match self {
            Self::Seconds => signed_seconds_interval(interval),
            Self::Clock => signed_clock_interval(interval),
        };
        format!("{} {interval}", self.alone(difference.map(|d| d.mean))).trim_end().to_owned()
    }

    /// The same, and a star if the interval excludes zero.
    pub fn cell(self, difference: Option<Estimate>) -> String {
        let star = if difference.is_some_and(|d| d.excludes_zero()) { "*" } else { " " };
        format!("{} {star}", self.change(difference))
    }
}

const STAR: &str = "* the interval excludes zero. Below zero is faster.";

/// Mean and P90 of each service as a whole, the published figure beside the baseline.
pub(super) fn whole_services(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    let base = &experiment.arms[0];
    let services = areas::of(base, Level::Trust);
    if services.len() > FEW {
        return;
    }
    document.heading("Each service as a whole");
    let estimates = Estimates::of(base);
    for service in &services {
        let what: Vec<(String, Shown, What)> = CATEGORIES
            .into_iter()
            .flat_map(|category| Statistic::ALL.map(|statistic| (category, statistic)))
            .map(|what| (measure(what), service.clone(), what))
            .collect();
        for arms in experiment.arms[1..].chunks(ABREAST) {
            let caption = format!("{}: response, m:ss or h:mm:ss{}", service.label, among(arms, experiment));
            document.table(table((caption, "measure"), base, arms, &what, (contrasts, Some(&estimates))));
        }
    }
}

/// Which arms a table has, where one does not hold all.
fn among(arms: &[ArmResult], experiment: &Experiment) -> String {
    let names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
    if names.len() + 1 == experiment.arms.len() { String::new() } else { format!(": {}", names.join(", ")) }
}

fn measure((category, statistic): What) -> String {
    format!("{} {}", category.name(), name(statistic))
}

/// Mean response of every category, by service and ICS.
pub(super) fn by_area(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    document.heading("Mean response by ICS");
    let base = &experiment.arms[0];
    for category in CATEGORIES {
        let what = (category, Statistic::Mean);
        let rows: Vec<(String, Shown, What)> =
            areas::all(base).into_iter().map(|area| (area.label.clone(), area, what)).collect();
        for arms in experiment.arms[1..].chunks(ABREAST) {
            let caption =
                format!("{} mean response, m:ss or h:mm:ss{}", category.name(), among(arms, experiment));
            document.table(table((caption, "area"), base, arms, &rows, (contrasts, None)));
        }
    }
}

/// Category 2 by the deprivation of the area where it happens.
pub(super) fn by_deprivation(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    let base = &experiment.arms[0];
    let fifths = areas::of(base, Level::ImdQuintile);
    if fifths.len() < 2 {
        return;
    }
    let what = (ReportedCategory::C2, Statistic::Mean);
    let label = |code: &str| match code {
        "1" => "1, the most deprived fifth".to_owned(),
        "5" => "5, the least deprived fifth".to_owned(),
        other => other.to_owned(),
    };
    let rows: Vec<(String, Shown, What)> =
        fifths.into_iter().map(|area| (label(&area.code), area, what)).collect();
    document.heading("Category 2 by deprivation of the area");
    for arms in experiment.arms[1..].chunks(ABREAST) {
        let of = among(arms, experiment);
        let caption = format!("C2 mean response, m:ss or h:mm:ss, by fifths of residents{of}");
        document.table(table((caption, "deprivation"), base, arms, &rows, (contrasts, None)));
    }
}

/// One row for each thing measured; the baseline, and each arm with its difference.
fn table(
    (caption, first): (String, &str),
    base: &ArmResult,
    arms: &[ArmResult],
    rows: &[(String, Shown, What)],
    (contrasts, estimates): (&Contrasts, Option<&Estimates>),
) -> Grid {
    let every = arms.iter().flat_map(|arm| rows.iter().map(move |(_, area, what)| (arm, area, *what)));
    let unit = Unit::of(every.map(|(arm, area, what)| contrasts.difference(arm, area, what)));
    let mut grid = Grid::new(caption, first);
    if let Some(estimates) = estimates {
        grid = grid.numbers(format!("published\n{}", estimates.months().unwrap_or_default()));
    }
    grid = grid.numbers(&base.name);
    for arm in arms {
        let head = format!("{} less {},\n{} [95% interval]  ", arm.name, base.name, unit.name());
        grid = grid.numbers(&arm.name).numbers(head);
    }
    for (label, area, what) in rows {
        let mut row = vec![label.clone()];
        row.extend(estimates.map(|e| published(e.published(area, what.0), what.1)));
        let contrast = |arm| contrasts.get(arm, area, *what);
        row.push(clock(arms.first().and_then(contrast).and_then(|c| c.base).map(|e| e.mean)));
        for arm in arms {
            row.push(clock(contrast(arm).and_then(|c| c.value).map(|e| e.mean)));
            row.push(unit.cell(contrast(arm).and_then(|c| c.difference)));
        }
        grid.row(row);
    }
    grid.note(STAR)
}

/// The differences of the C2 mean, drawn.
pub(super) fn chart(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    let base = &experiment.arms[0];
    let arms = &experiment.arms[1..];
    let what = (ReportedCategory::C2, Statistic::Mean);
    let areas = areas::all(base);
    let every =
        arms.iter().flat_map(|arm| areas.iter().map(move |area| contrasts.difference(arm, area, what)));
    let unit = Unit::of(every);
    let (times, drawn) = unit.drawn();
    let mark = |difference: Estimate| Mark {
        value: times * difference.mean,
        interval: difference.interval().map(|(low, high)| (times * low, times * high)),
        label: unit.alone(Some(difference.mean)),
    };
    let row = |area: &Shown| {
        let marks = arms.iter().map(|arm| contrasts.difference(arm, area, what).map(mark)).collect();
        (area.label.clone(), marks)
    };
    let names: Vec<String> = arms.iter().map(|arm| arm.name.clone()).collect();
    document.blocks.push(Block::Chart(Chart {
        title: format!("C2 mean response: difference from {}, with 95% intervals", base.name),
        description: format!(
            "One row an area; a dot is the paired difference of {} from {} in {drawn}, a line its interval. All values \
             stand in the table of C2 above.",
            names.join(" and "),
            base.name
        ),
        axis: format!("{drawn}; left of zero is faster than {}", base.name),
        label: "SYNTHETIC stations, fitted hours".to_owned(),
        series: names,
        rows: areas.iter().map(row).collect(),
    }));
}
