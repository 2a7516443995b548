use super::{LABEL, name};
use crate::document::{Bar, Block, Document, Tiles, Timeline, count};
use ambics::experiment::governance::{GovernanceRun, MEMBERS};
use ambics::scenario::MemberGround;

/// Characters of a name for which there is room.
const NAME: usize = 29;

/// The break-even chart and the timeline; their numbers stand in the tables.
pub(super) fn add(document: &mut Document, found: &GovernanceRun) {
    let mut page = Vec::new();
    if let Some(tiles) = break_even(found) {
        page.push(Block::Tiles(tiles));
    }
    page.push(Block::Timeline(timeline(found)));
    document.blocks.push(Block::Page(page));
}

fn break_even(found: &GovernanceRun) -> Option<Tiles> {
    let chart = &found.break_even;
    let (first, others) = chart.arms.split_first()?;
    let first = name(&found.study.arrangements[*first]);
    let share = |rows: &Vec<Vec<[f64; 2]>>| {
        rows.iter().map(|row| row.iter().map(|[_, share]| *share).collect()).collect::<Vec<Vec<f64>>>()
    };
    let panels = others.iter().zip(&chart.cells);
    Some(Tiles {
        title: format!("Break-even: share of draws in which an arrangement has more live share than {first}"),
        description:
            "A tile for each number of ICSs and of team hours; the numbers stand in the tables above."
                .to_owned(),
        label: LABEL.to_owned(),
        axes: ["number of ICSs".to_owned(), "hours a week of the trust's team".to_owned()],
        rows: MEMBERS.iter().map(usize::to_string).collect(),
        columns: found.study.team_hours.iter().map(|hours| count(*hours)).collect(),
        panels: panels.map(|(arm, rows)| (name(&found.study.arrangements[*arm]), share(rows))).collect(),
    })
}

/// Code and name, as long as there is room.
fn short(member: &MemberGround) -> String {
    let whole = format!("{} {}", member.code, member.name);
    if whole.chars().count() <= NAME { whole } else { whole.chars().take(NAME - 1).chain(['…']).collect() }
}

fn timeline(found: &GovernanceRun) -> Timeline {
    let (study, middle) = (&found.study, found.middle());
    let group = |arm: usize| {
        let bar = |pair: &ambics::experiment::governance::PairSummary| Bar {
            name: short(&study.ground.members[pair.member]),
            series: pair.proposal,
            from: pair.begun_day,
            to: pair.median_day,
            range: pair.day_range,
        };
        let bars = found.summaries[middle][arm].pairs.iter().map(bar).collect();
        (name(&study.arrangements[arm]), bars)
    };
    Timeline {
        title: format!(
            "From the first hour of work to go-live, medians over draws, at {} team hours a week; lines are 80% of draws",
            count(study.team_hours[middle])
        ),
        description: "A bar for each intervention in each ICS, by arrangement; a pale bar is not live within the horizon."
            .to_owned(),
        label: LABEL.to_owned(),
        series: study.proposals.iter().map(|proposal| proposal.name.clone()).collect(),
        groups: (0..study.arrangements.len()).map(group).collect(),
        days: study.horizon_days,
    }
}
