use super::by_hours::days;
use super::name;
use crate::document::{Column, Document, Grid, count, decimal, hundredths, share};
use ambics::experiment::governance::{ArmSummary, GovernanceRun, MEMBERS, QUARTER_DAYS};

/// Rows of the tornado that are shown; all of them are in the table.
const SWINGS: usize = 12;

/// What lies behind, at the middle number of team hours.
pub(super) fn tables(document: &mut Document, found: &GovernanceRun) {
    let middle = found.middle();
    let hours = count(found.study.team_hours[middle]);
    document.heading(format!("At {hours} team hours a week, the middle of the range"));
    let summaries = &found.summaries[middle];
    dates(document, found, summaries);
    effort(document, found, summaries);
    pitch(document, found, summaries);
    cost(document, found, summaries);
    by_ics(document, found, summaries);
    in_progress(document, found, summaries);
    swings(document, found);
    super::themes::table(document, found);
    break_even(document, found);
}

fn rows(
    found: &GovernanceRun,
    grid: &mut Grid,
    summaries: &[ArmSummary],
    cells: &dyn Fn(&ArmSummary) -> Vec<String>,
) {
    for (parts, summary) in found.study.arrangements.iter().zip(summaries) {
        grid.row(std::iter::once(name(parts)).chain(cells(summary)).collect());
    }
}

fn dates(document: &mut Document, found: &GovernanceRun, summaries: &[ArmSummary]) {
    let horizon = found.study.horizon_days;
    let mut grid = Grid::new("Days to go-live, fit, and how evenly", "arrangement")
        .numbers("first")
        .numbers("median")
        .numbers("P90")
        .numbers("last")
        .numbers("never")
        .numbers("fit")
        .numbers("first to\nlast ICS")
        .numbers("lead less\nothers");
    rows(found, &mut grid, summaries, &|s| {
        let mut cells: Vec<String> = s.days.iter().map(|day| days(*day, horizon)).collect();
        cells.push(share(Some(s.never)));
        cells.push(hundredths(s.fit));
        cells.push(count(s.spread_days));
        cells.push(s.lead_gain_days.map_or_else(|| "-".to_owned(), |days| format!("{days:+.0}")));
        cells
    });
    document.table(grid.note(
        "First and last of a draw are medians over draws. First to last ICS: days between the mean dates of the ICS served \
         first and the one served last. Lead less others: mean date of the lead's own ICS less that of the others; below 0 \
         the lead is sooner.",
    ));
}

fn effort(document: &mut Document, found: &GovernanceRun, summaries: &[ArmSummary]) {
    let mut grid = Grid::new("Who works, and how often it is heard", "arrangement")
        .numbers("trust, h\non packages")
        .numbers("standing,\nh a week")
        .numbers("ICSs, h\non packages")
        .numbers("all hours a\ngo-live")
        .numbers("heard")
        .numbers("not\napproved")
        .numbers("called\nin");
    rows(found, &mut grid, summaries, &|s| {
        let ics: f64 = s.icses.iter().map(|ics| ics.hours).sum();
        let mut cells = vec![count(s.trust_hours), decimal(Some(s.standing_hours_per_week)), count(ics)];
        cells.push(s.hours_per_go_live.map_or_else(|| "-".to_owned(), count));
        cells.extend(s.heard.iter().map(|n| decimal(Some(*n))));
        cells
    });
    document.table(grid.note(
        "Standing hours are what relationships take of the trust's team whatever the work. All hours a go-live hold standing \
         hours of the whole horizon. Heard counts each time that a forum hears a package, repeats as well.",
    ));
}

fn pitch(document: &mut Document, found: &GovernanceRun, summaries: &[ArmSummary]) {
    let mut grid = Grid::new("The crowded pitch: what stands on the path of one intervention", "arrangement")
        .numbers("approvals,\none ICS")
        .numbers("approvals,\nevery ICS")
        .numbers("bodies,\none ICS")
        .numbers("bodies,\nevery ICS")
        .numbers("made more\nthan once, h");
    rows(found, &mut grid, summaries, &|s| {
        let counts = s.pitch.approvals.iter().chain(&s.pitch.bodies);
        let hours = std::iter::once(count(s.pitch.duplicated_hours));
        counts.map(|n| decimal(Some(*n))).chain(hours).collect()
    });
    document.table(grid.note(
        "Approvals are those without which it is not live, each counted once. Bodies work on it, decide on it or may object: \
         teams, boards, committees. Made more than once: hours on scope and data agreements beyond those of one package for \
         all; it is what fitting each ICS costs as well, and fit stands above.",
    ));
}

fn cost(document: &mut Document, found: &GovernanceRun, summaries: &[ArmSummary]) {
    let thousand = |gbp: f64| count(gbp / 1_000.0);
    let mut grid =
        Grid::new("Cost of the hours worked, thousand pounds, and who bears its risk", "arrangement")
            .numbers("cost")
            .numbers("a\ngo-live")
            .numbers("spread,\neach alone")
            .numbers("spread,\nas paid")
            .numbers("risk-\nadjusted");
    rows(found, &mut grid, summaries, &|s| {
        let spread = s.cost.spread_gbp.map(thousand);
        let a_go_live = s.cost.gbp_per_go_live.map_or_else(|| "-".to_owned(), thousand);
        let [alone, paid] = spread;
        vec![thousand(s.cost.gbp), a_go_live, alone, paid, thousand(s.cost.risk_adjusted_gbp)]
    });
    document.table(grid.note(
        "Hours in hand and their money are the same in every arrangement; this is what was worked of them, standing hours \
         with it. Spread: standard deviation over draws of what an ICS bears, summed over ICSs; as paid is after risk sharing \
         (risk_share, 0 unless an arrangement says so). Draws share beliefs, so that pooling takes off less than chance \
         alone would. Risk-adjusted is cost and the weighted spread as paid.",
    ));
}

fn by_ics(document: &mut Document, found: &GovernanceRun, summaries: &[ArmSummary]) {
    let horizon = found.study.horizon_days;
    let mut grid = Grid::new("By ICS: median days to go-live; fit; hours of its own team", "ICS");
    for parts in &found.study.arrangements {
        grid.columns.push(Column { head: name(parts).replacen(' ', "\n", 1), right: true });
    }
    for (at, member) in found.study.ground.members.iter().enumerate() {
        let cell = |s: &ArmSummary| {
            let ics = &s.icses[at];
            format!("{}; {}; {}", days(ics.median_day, horizon), hundredths(ics.fit), count(ics.hours))
        };
        let cells = summaries.iter().map(cell);
        grid.row(std::iter::once(format!("{} {}", member.code, member.name)).chain(cells).collect());
    }
    document.table(grid.note("Not validated: nobody publishes any of these."));
}

fn in_progress(document: &mut Document, found: &GovernanceRun, summaries: &[ArmSummary]) {
    let quarters = summaries.first().map_or(0, |s| s.in_progress.len());
    let shown: Vec<usize> = (1..quarters).step_by(2).collect();
    let mut grid = Grid::new("Begun and not live, mean number over interventions and ICSs", "at year");
    for quarter in &shown {
        grid = grid.numbers(decimal(Some((quarter + 1) as f64 * QUARTER_DAYS / 365.25)));
    }
    rows(found, &mut grid, summaries, &|s| {
        shown.iter().map(|at| decimal(Some(s.in_progress[*at]))).collect()
    });
    document.table(grid);
}

fn swings(document: &mut Document, found: &GovernanceRun) {
    let first = found.study.arrangements.first().map_or_else(String::new, name);
    let caption =
        format!("One number at a time: live share less that of {first}, at its lowest and its highest");
    let mut grid = Grid::new(caption, "number");
    for parts in found.study.arrangements.iter().skip(1) {
        grid.columns.push(Column { head: name(parts).replacen(' ', "\n", 1), right: true });
    }
    if let Some(swing) = found.swings.first() {
        let cells = swing.at_value.iter().skip(1).map(|value| format!("{value:+.3}"));
        grid.row(std::iter::once("all at their values".to_owned()).chain(cells).collect());
    }
    for swing in found.swings.iter().take(SWINGS) {
        let ends = swing.at_low.iter().zip(&swing.at_high).skip(1);
        let cells = ends.map(|(low, high)| format!("{low:+.3} to {high:+.3}"));
        grid.row(std::iter::once(swing.name.replace('_', " ")).chain(cells).collect());
    }
    let more = found.swings.len().saturating_sub(SWINGS);
    document.table(grid.note(format!("The widest first; {more} narrower ones stand in the table `swing`.")));
}

fn break_even(document: &mut Document, found: &GovernanceRun) {
    let chart = &found.break_even;
    let Some((first, others)) = chart.arms.split_first() else { return };
    let first = name(&found.study.arrangements[*first]);
    document.heading(format!("Where it turns: number of ICSs and team hours, against {first}"));
    for (arm, cells) in others.iter().zip(&chart.cells) {
        let arm = name(&found.study.arrangements[*arm]);
        let mut grid = Grid::new(format!("{arm}: share of draws with more live share than {first}"), "ICSs");
        for hours in &found.study.team_hours {
            grid = grid.numbers(format!("{} h", count(*hours)));
        }
        for (members, cells) in MEMBERS.iter().zip(cells) {
            let cells = cells.iter().map(|[_, share]| format!("{:.0}%", share * 100.0));
            grid.row(std::iter::once(members.to_string()).chain(cells).collect());
        }
        document.table(grid);
    }
    document.paragraph(
        "The ICSs of each trust are drawn from the region's 42, the same for both sides. Ties count half: with one ICS there is \
         nobody to share with and all arrangements are the same; with few hours and many ICSs neither side may get anything live.",
    );
}
