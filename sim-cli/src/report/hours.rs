//! Hours rostered by ICS in each arm, the channels apart, and what pairing is worth.

use super::areas::{self, Shown};
use super::contrasts::{Contrasts, Unit};
use super::mean_count;
use crate::document::{Block, Document, Grid, count, decimal};
use ambics::experiment::{ArmResult, ChannelShare, Experiment, Statistic};
use ambics::outcome::{Level, ReportedCategory};

/// Arms side by side in one table.
const ABREAST: usize = 4;

pub(super) fn tables(document: &mut Document, experiment: &Experiment) {
    document.heading("Hours rostered in, and hours served to, each ICS");
    let icses = areas::of(&experiment.arms[0], Level::Ics);
    for arms in experiment.arms.chunks(ABREAST) {
        let mut grid =
            Grid::new("Vehicle-hours a week: rostered at its stations | on jobs for its residents", "ICS");
        for arm in arms {
            grid = grid.numbers(format!("{}\nrostered", arm.name)).numbers(format!("{}\nserved", arm.name));
        }
        for ics in &icses {
            let cells = arms.iter().flat_map(|arm| [count(rostered(arm, ics)), count(served(arm, ics))]);
            grid.row(std::iter::once(ics.label.clone()).chain(cells).collect());
        }
        let whole = |of: fn(&ArmResult, &Shown) -> f64, arm: &ArmResult| -> f64 {
            icses.iter().map(|ics| of(arm, ics)).sum()
        };
        let sums = arms.iter().flat_map(|arm| [count(whole(rostered, arm)), count(whole(served, arm))]);
        grid.row(std::iter::once("all".to_owned()).chain(sums).collect());
        document.table(grid);
    }
}

/// Hours a week on the rota of an ICS, the uplift included.
fn rostered(arm: &ArmResult, ics: &Shown) -> f64 {
    let inside = |patch: &&str| patch.rsplit_once('-').is_some_and(|(_, code)| code == ics.code);
    let hours = arm.rostered_per_week.iter().map(|(patch, hours)| (patch.as_str(), *hours));
    hours.filter(|(patch, _)| inside(patch)).map(|(_, hours)| f64::from(hours)).sum()
}

/// Hours a week on jobs in an ICS.
fn served(arm: &ArmResult, ics: &Shown) -> f64 {
    let weeks = f64::from(arm.scenario.run().days) / 7.0;
    let of = |row: &ambics::outcome::ServedRow| row.served_h;
    mean_count(arm, |m| m.served.iter().find(|row| row.ics_code == ics.code).map_or(0.0, of)) / weeks
}

pub(super) fn channels(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    document.heading("Channels, and what pairing is worth");
    document.paragraph("The difference of the C2 mean of all that was simulated, by channel:");
    let items = experiment.arms[1..].iter().map(|arm| {
        let own: Vec<&ChannelShare> =
            contrasts.comparison.channels.iter().filter(|c| c.arm == arm.name).collect();
        format!("{}: {}", arm.name, by_channel(&own))
    });
    document.blocks.push(Block::List(items.collect()));
    let ratios: Vec<String> = experiment.arms[1..].iter().filter_map(|arm| pairing(arm, contrasts)).collect();
    if !ratios.is_empty() {
        document.paragraph(format!(
            "Every arm meets the same incidents with the same luck. That makes the variance of the difference of the \
             C2 mean smaller than independent runs would: {}.",
            ratios.join("; ")
        ));
    }
}

fn by_channel(shares: &[&ChannelShare]) -> String {
    let carried = shares.iter().filter(|share| share.differs);
    let carried: Vec<String> = carried
        .map(|share| match share.c2_mean_s {
            Some(seconds) => {
                let unit = Unit::up_to(seconds.abs());
                format!(
                    "{} {} {}",
                    share.channel.name().replace('_', " "),
                    unit.alone(Some(seconds)),
                    unit.name()
                )
            }
            None => format!(
                "{} cannot be told apart from what else differs",
                share.channel.name().replace('_', " ")
            ),
        })
        .collect();
    let idle = shares.iter().filter(|share| !share.differs);
    let idle: Vec<String> = idle.map(|share| share.channel.name().replace('_', " ")).collect();
    let carried = if carried.is_empty() { "no channel differs".to_owned() } else { carried.join(", ") };
    format!("{carried}; not in this comparison: {}", idle.join(", "))
}

/// How many times smaller the variance is: from the service where it is least to that where it is most.
fn pairing(arm: &ArmResult, contrasts: &Contrasts) -> Option<String> {
    let what = (ReportedCategory::C2, Statistic::Mean);
    let ratio = |area: &Shown| contrasts.get(arm, area, what).and_then(|row| row.variance_ratio);
    let ratios: Vec<f64> = areas::widest(arm).iter().filter_map(ratio).collect();
    let (low, high) = (ratios.iter().copied().reduce(f64::min)?, ratios.iter().copied().reduce(f64::max)?);
    let most = if high > low { format!(" to {}", decimal(Some(high))) } else { String::new() };
    Some(format!("{} {}{most} times", arm.name, decimal(Some(low))))
}
