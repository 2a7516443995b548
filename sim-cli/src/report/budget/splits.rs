//! The split of a budget between crews and prevention.

use super::words::place_of;
use super::{LABEL, counts, name};
use crate::document::{
    Block, Document, Grid, Panel, Panels, Point, clock, count, decimal, share, signed_seconds,
    signed_seconds_interval,
};
use ambics::experiment::circle::{CircleRun, Minute, Split};

pub(super) fn tables(document: &mut Document, found: &CircleRun) {
    let own = &found.programmes[0];
    for (number, split) in own.splits.iter().enumerate() {
        let grid = table(found, split);
        // The first and the last horizon stand in the text; all stand on the page.
        if number == 0 || number + 1 == own.splits.len() {
            document.table(grid);
        } else {
            document.blocks.push(Block::Page(vec![Block::Table(grid)]));
        }
    }
    document.blocks.push(Block::Panels(panels(found)));
    document.table(each(found));
}

fn horizon(split: &Split) -> String {
    format!("{} year{}", split.years, if split.years == 1 { "" } else { "s" })
}

fn table(found: &CircleRun, split: &Split) -> Grid {
    let caption = format!("Over {}, {}", horizon(split), name(found, &found.programmes[0]));
    let mut grid = Grid::new(caption, "prevention")
        .numbers("crews, hours\na week")
        .numbers("C2 mean,\nm:ss")
        .numbers("against all crews,\ns [95% of draws]")
        .numbers("waiting, h a week\nagainst all crews")
        .numbers("best in, of\nthe draws")
        .numbers("expected\nregret, s");
    for row in &split.rows {
        let against = row.against_crews_s;
        grid.row(vec![
            format!("{:.0}%", 100.0 * row.prevention),
            count(row.crews_h_per_week.mean),
            clock(Some(row.c2_s.mean)),
            format!(
                "{} {}",
                signed_seconds(Some(against.mean)),
                signed_seconds_interval(Some((against.low, against.high)))
            ),
            counts(row.waited_h_per_week),
            share(Some(row.best_share)),
            decimal(Some(row.regret_s)),
        ]);
    }
    grid.note(format!(
        "C2 mean: residents of the place, discounted over the years. Waiting: patients of all categories and places. What \
         prevention cannot use buys crews: its reach is used up at £{} a year. Regret: by how much a split is expected to miss \
         the best of each draw. {}.",
        counts(split.used_up_gbp),
        capital(&place_of(split))
    ))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Each programme over each horizon.
fn each(found: &CircleRun) -> Grid {
    let mut grid = Grid::new("Where the best split lies", "programme").words("over").words("best split");
    for own in &found.programmes {
        for (number, split) in own.splits.iter().enumerate() {
            let first = if number == 0 { name(found, own) } else { String::new() };
            grid.row(vec![first, horizon(split), short(split)]);
        }
    }
    grid.note("A corner is named only where 97.5% of the draws agree that the split next to it is longer.")
}

fn short(split: &Split) -> String {
    use ambics::experiment::circle::Optimum;
    match split.optimum {
        Optimum::Crews => "all crews (corner)".to_owned(),
        Optimum::Prevention => "all prevention (corner)".to_owned(),
        Optimum::Between(share) => format!("{:.0}% for prevention", 100.0 * share),
        Optimum::NotTold(share) => format!("cannot be told; {:.0}% on average", 100.0 * share),
    }
}

/// C2 of each split against all crews, a panel a horizon.
fn panels(found: &CircleRun) -> Panels {
    let own = &found.programmes[0];
    let panel = |split: &Split| Panel {
        name: format!("over {}", horizon(split)),
        axis: "share for prevention".to_owned(),
        ticks: [0.0, 0.5, 1.0].map(|share| (share, format!("{:.0}%", 100.0 * share))).to_vec(),
        line: split
            .rows
            .iter()
            .map(|row| {
                let against = row.against_crews_s;
                Point { x: row.prevention, y: against.mean, interval: Some((against.low, against.high)) }
            })
            .collect(),
        dots: lowest(split).into_iter().collect(),
    };
    Panels {
        title: format!("C2 mean of each split against all crews: {}", name(found, own)),
        description: "A line with its 95% band for each horizon, from all crews to all prevention; the dot is the split of \
                      the shortest expected C2 mean."
            .to_owned(),
        axis: "seconds of C2 mean against all crews; above 0 is slower. Band: 95% of draws. Dot: shortest on average"
            .to_owned(),
        label: LABEL.to_owned(),
        panels: own.splits.iter().map(panel).collect(),
    }
}

fn lowest(split: &Split) -> Option<(f64, f64)> {
    let rows = split.rows.iter().map(|row| (row.prevention, row.against_crews_s.mean));
    rows.min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Pounds a year for a minute, by crews and by each programme.
pub(super) fn minutes(found: &CircleRun) -> Grid {
    let mut grid = Grid::new("Pounds a year for each minute off the C2 mean of the place", "by")
        .numbers("£ a year")
        .numbers("C2 mean, s\n[95% of draws]")
        .numbers("£ a minute and year\n[95% of draws]");
    let mut add = |name: String, minute: &Minute| {
        let c2 = minute.c2_change_s;
        let told = minute.gbp_a_minute.map_or_else(|| "cannot be told".to_owned(), counts);
        grid.row(vec![
            name,
            count(minute.cost_gbp.mean),
            format!("{} {}", signed_seconds(Some(c2.mean)), signed_seconds_interval(Some((c2.low, c2.high)))),
            told,
        ]);
    };
    add("crews: 1% more hours".to_owned(), &found.crews);
    for own in &found.programmes {
        add(name(found, own), &own.minute);
    }
    grid.note(
        "Prevention: the budget held for five years, what reach cannot use not counted. Cannot be told: the interval of the \
         C2 mean holds 0, so that it is not known whether a minute is won at any price.",
    )
}
