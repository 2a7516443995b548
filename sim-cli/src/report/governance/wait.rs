//! What is said of arrangements in the ambulances. No sentence names a winner.

use super::by_place::maps;
use super::evenly::{evenly, released};
use super::reach::{channels, differences, measures, place, services, whole, whole_name};
use super::{GOVERNANCE_SENTENCES, LABEL, hypothetical, name, of_governance};
use crate::document::{
    Block, Chart, Document, Grid, Mark, clock, count, counted, hundredths, share, signed_seconds,
    signed_seconds_interval,
};
use crate::report::{header, required::required_brief};
use ambics::experiment::governance::{GovernanceRun, MIDDLE, PreventedRow, WaitRow, WaitRun};
use ambics::experiment::required::Required;
use ambics::experiment::{SENTENCES, Statistic};
use ambics::outcome::{Level, ReportedCategory};
use ambics::stats::Estimate;

/// What a study through the ambulances found, with what stands before and behind it.
pub(crate) struct WaitFound {
    pub wait: WaitRun,
    /// What would have to be true; `None` if it was left out.
    pub required: Option<Required>,
    /// The process alone over the range of team hours.
    pub dates: Option<GovernanceRun>,
}

/// What is written across every picture.
pub(super) const LABEL_OF_MAP: &str = "SYNTHETIC; dates are ASSUMPTIONS";

/// What an interval holds here.
const INTERVALS: &str = "Intervals are 95% over draws. A draw has its own belief about the process, its own belief about \
    the effects of interventions, and its own incidents, so an interval holds belief and chance together; the rest of the \
    ambulances' parameters is held fixed.";

/// What every output of a study through the ambulances carries.
pub(crate) fn wait_sentences() -> Vec<&'static str> {
    let of_runs = [SENTENCES[1], SENTENCES[2], INTERVALS, SENTENCES[4]];
    GOVERNANCE_SENTENCES.into_iter().chain(of_runs).collect()
}

/// The report; on the page, what lies behind the dates stands below.
pub(crate) fn of_wait(found: &WaitFound, with_dates: bool) -> Document {
    let run = &found.wait;
    let whose = if run.studies.len() > 1 { "every service" } else { &run.study().name };
    let title = format!("Who holds the relationship, and what patients wait: {whose}");
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(&run.experiment.arms[0].scenario)));
    document.blocks.push(Block::Label(LABEL.to_owned()));
    let unreal: Vec<&str> = hypothetical(run.study()).map(|parts| parts.name.as_str()).collect();
    if !unreal.is_empty() {
        document
            .blocks
            .push(Block::Label(format!("Hypothetical, nothing like it exists: {}", unreal.join(", "))));
    }
    if let Some(required) = &found.required {
        document.heading("First: what would have to be true");
        document.paragraph(format!(
            "Asked at the end of year {}, with the packages of {} on their median days: some are live, some to come. Hours, \
             handover and hubs are the base's.",
            MIDDLE.min(run.question.years),
            first(run)
        ));
        let brief = required_brief(required).blocks.into_iter();
        document.blocks.extend(brief.filter(|block| !matches!(block, Block::Label(_))));
    }
    document.heading("Then: what each arrangement does to the wait");
    document.paragraph(differences(run));
    document.blocks.push(Block::Facts(facts(run)));
    let (rows, prevented) = (run.rows(), run.prevented());
    whole_service(&mut document, run, &rows);
    by_ics(&mut document, run, &rows);
    statistics(&mut document, run, &rows);
    live(&mut document, run, &prevented);
    released(&mut document, run, &prevented);
    evenly(&mut document, run);
    channels(&mut document, run);
    measures(&mut document, run, &rows);
    services(&mut document, run);
    document.paragraph(told_apart(run, &rows));
    document.blocks.push(Block::Page(vec![Block::Chart(chart(run, &rows))]));
    document.blocks.push(Block::Page(maps(run)));
    document.heading("Read with this");
    document.blocks.push(Block::List(wait_sentences().into_iter().map(str::to_owned).collect()));
    if let Some(dates) = found.dates.as_ref().filter(|_| with_dates) {
        let behind = of_governance(dates);
        document.heading(format!("What lies behind: {}", behind.title));
        document.blocks.extend(behind.blocks.into_iter().filter(|block| !matches!(block, Block::Label(_))));
    }
    document
}

fn facts(run: &WaitRun) -> Vec<(String, String)> {
    let (study, base) = (run.study(), &run.experiment.arms[0].scenario);
    let window = base.run();
    let wanted: Vec<&str> = study.proposals.iter().map(|proposal| proposal.name.as_str()).collect();
    let months = base.world_plan().months;
    let load = months.first().zip(months.last()).map(|(first, last)| format!(", load of {first} to {last}"));
    vec![
        ("Wanted in each ICS".to_owned(), wanted.join(", ")),
        (
            "Base".to_owned(),
            format!(
                "{}{}: {} from {}, the same days and incidents for the end of each year, so that only the time since \
                 go-live differs",
                base.name(),
                load.unwrap_or_default(),
                counted(window.days as usize, "day"),
                window.start.strftime("%-d %B %Y"),
            ),
        ),
        (
            "Process".to_owned(),
            format!(
                "year 1 begins on {}, {} team hours a week",
                study.start.strftime("%-d %B %Y"),
                count(run.question.team_hours)
            ),
        ),
        (
            "Draws".to_owned(),
            format!(
                "{}, each with one belief and one luck for all arrangements; seeds {} and {}",
                run.courses.len(),
                study.seed,
                window.seed
            ),
        ),
    ]
}

const C2_MEAN: (ReportedCategory, Statistic) = (ReportedCategory::C2, Statistic::Mean);

/// Rows of a place, a category and a statistic, year after year and arrangement after arrangement.
fn of<'a>(
    rows: &'a [WaitRow],
    (level, code): (Level, &'a str),
    (category, statistic): (ReportedCategory, Statistic),
) -> impl Iterator<Item = &'a WaitRow> {
    rows.iter().filter(move |row| {
        (row.level, row.code.as_str(), row.category, row.statistic) == (level, code, category, statistic)
    })
}

/// Seconds with their interval; where it reaches beyond 100 s its tenths say nothing.
pub(super) fn signed(estimate: Option<Estimate>) -> String {
    let Some(estimate) = estimate else { return "-".to_owned() };
    match estimate.interval() {
        Some((low, high)) if low.abs().max(high.abs()) >= 100.0 => {
            format!("{:+.0} [{low:+.0}, {high:+.0}]", estimate.mean)
        }
        interval => {
            let interval = signed_seconds_interval(interval);
            format!("{} {interval}", signed_seconds(Some(estimate.mean))).trim_end().to_owned()
        }
    }
}

/// A table with an arrangement a row and a year a column.
pub(super) fn by_year<T>(
    run: &WaitRun,
    (caption, note): (String, &str),
    rows: &[&T],
    (skip, cell): (usize, &dyn Fn(&T) -> String),
) -> Grid {
    let mut grid = Grid::new(caption, "arrangement");
    for year in 1..=run.question.years {
        grid = grid.numbers(format!("end of year {year}"));
    }
    let arrangements = run.study().arrangements.len();
    for (at, parts) in run.study().arrangements.iter().enumerate().skip(skip) {
        let cells = rows.iter().skip(at).step_by(arrangements).map(|row| cell(row));
        grid.row(std::iter::once(name(parts)).chain(cells).collect());
    }
    grid.note(note)
}

pub(super) fn first(run: &WaitRun) -> String {
    name(&run.study().arrangements[0])
}

fn whole_service(document: &mut Document, run: &WaitRun, rows: &[WaitRow]) {
    let (level, code) = whole(run);
    let service = (level, code.as_str());
    let own: Vec<&WaitRow> = of(rows, service, C2_MEAN).collect();
    let none = own.first().and_then(|row| Some(row.value?.mean - row.against_none?.mean));
    document.table(by_year(
        run,
        (
            format!(
                "C2 mean of {}, seconds against no package at all, which gives {} [95%]",
                whole_name(run),
                clock(none)
            ),
            "Below 0 is faster. What the interventions themselves are believed to do is in it, as are growth hours and \
             clinicians, which all arrangements have alike.",
        ),
        &own,
        (0, &|row: &WaitRow| signed(row.against_none)),
    ));
    document.table(by_year(
        run,
        (
            format!("C2 mean of {}, seconds against {}, paired by draw [95%]", whole_name(run), first(run)),
            "Below 0 is faster.",
        ),
        &own,
        (1, &|row: &WaitRow| signed(row.against_first)),
    ));
    document.table(by_year(
        run,
        (
            "C2 mean: probability of being best; expected regret in seconds".to_owned(),
            "Over the draws that were run; ties are shared. Regret is the mean excess over the shortest C2 mean of each draw.",
        ),
        &own,
        (0, &|row: &WaitRow| format!("{:.2}; {:.1}", row.best, row.regret_s)),
    ));
}

/// Rows of a place at the end of the last year, arrangement after arrangement.
fn last<'a>(
    run: &WaitRun,
    rows: &'a [WaitRow],
    place: (Level, &'a str),
    what: (ReportedCategory, Statistic),
) -> impl Iterator<Item = &'a WaitRow> {
    let year = run.question.years;
    of(rows, place, what).filter(move |row| row.year == year)
}

fn by_ics(document: &mut Document, run: &WaitRun, rows: &[WaitRow]) {
    let caption = |what: &str| {
        format!(
            "C2 mean by {what} of the patient at the end of year {}: {}, and seconds against it [95%]",
            run.question.years,
            first(run)
        )
    };
    let table = |what: &str, places: &[(Level, String)]| {
        let mut grid = Grid::new(caption(what), what).numbers(first(run));
        for parts in run.study().arrangements.iter().skip(1) {
            grid = grid.numbers(name(parts).replacen(' ', "\n", 1));
        }
        for (level, code) in places {
            let mut own = last(run, rows, (*level, code), C2_MEAN);
            let present =
                own.next().map_or_else(|| clock(None), |row| clock(row.value.map(|value| value.mean)));
            let cells = own.map(|row| signed(row.against_first));
            grid.row([place(run, *level, code), present].into_iter().chain(cells).collect());
        }
        grid
    };
    let note = "Not validated. ICSs whose intervals overlap are not ranked.";
    let (wholes, parts): (Vec<_>, Vec<_>) =
        run.places().into_iter().partition(|(level, _)| *level != Level::Patch);
    if parts.is_empty() {
        document.table(table("ICS", &wholes).note(note));
        return;
    }
    document.table(
        table("service", &wholes)
            .note("Each service's parts of ICSs are on the page and in governance_wait."),
    );
    document.blocks.push(Block::Page(vec![Block::Table(table("ICS", &parts).note(note))]));
}

fn statistics(document: &mut Document, run: &WaitRun, rows: &[WaitRow]) {
    let (level, code) = whole(run);
    let service = (level, code.as_str());
    let caption = format!(
        "{} at the end of year {}: {}, and seconds against it [95%]",
        place(run, level, &code),
        run.question.years,
        first(run)
    );
    let mut grid = Grid::new(caption, "response").numbers(first(run));
    for parts in run.study().arrangements.iter().skip(1) {
        grid = grid.numbers(name(parts).replacen(' ', "\n", 1));
    }
    let (c1, c2) = (ReportedCategory::C1, ReportedCategory::C2);
    let what = [
        ("C1 mean", (c1, Statistic::Mean)),
        ("C1 90th centile", (c1, Statistic::P90)),
        ("C2 mean", (c2, Statistic::Mean)),
        ("C2 90th centile", (c2, Statistic::P90)),
    ];
    for (label, what) in what {
        let mut own = last(run, rows, service, what);
        let present = own.next().map_or_else(|| clock(None), |row| clock(row.value.map(|value| value.mean)));
        let cells = own.map(|row| signed(row.against_first));
        grid.row([label.to_owned(), present].into_iter().chain(cells).collect());
    }
    document.table(grid);
}

fn live(document: &mut Document, run: &WaitRun, prevented: &[PreventedRow]) {
    let (level, code) = whole(run);
    let own: Vec<&PreventedRow> =
        prevented.iter().filter(|row| row.level == level && row.code == code).collect();
    document.table(by_year(
        run,
        (
            "Live by then, of all interventions in all ICSs; mean fit; incidents prevented a day".to_owned(),
            "Prevented by what is live, over draws of what is believed of its effects; below 0 it adds incidents.",
        ),
        &own,
        (0, &|row: &PreventedRow| {
            // No minus before nothing.
            let tenths = |value: f64| (10.0 * value).round() / 10.0 + 0.0;
            let per_day = row.per_day.map_or_else(|| "-".to_owned(), |own| format!("{:.1}", tenths(own.mean)));
            format!("{}; {}; {per_day}", share(Some(row.live)), hundredths(row.fit))
        }),
    ));
}

/// How much of what is shown these draws can tell from nothing.
fn told_apart(run: &WaitRun, rows: &[WaitRow]) -> String {
    let c2 = |row: &&WaitRow| {
        (row.category, row.statistic) == C2_MEAN && row.arrangement > 0 && row.year == run.question.years
    };
    let differences: Vec<Estimate> = rows.iter().filter(c2).filter_map(|row| row.against_first).collect();
    let apart = differences.iter().filter(|difference| difference.excludes_zero()).count();
    format!(
        "Of {} differences of the C2 mean from {} at the end of year {}, {apart} have an interval that leaves out zero; \
         about one in twenty would by chance where nothing differs.",
        differences.len(),
        first(run),
        run.question.years
    )
}

fn chart(run: &WaitRun, rows: &[WaitRow]) -> Chart {
    let mark = |difference: Estimate| Mark {
        value: difference.mean,
        interval: difference.interval(),
        label: signed_seconds(Some(difference.mean)),
    };
    let row = |(level, code): (Level, String)| {
        let own = last(run, rows, (level, &code), C2_MEAN).skip(1);
        let marks = own.map(|row| row.against_first.map(mark)).collect();
        (place(run, level, &code), marks)
    };
    Chart {
        title: format!(
            "C2 mean at the end of year {}: difference from {}, with 95% intervals",
            run.question.years,
            first(run)
        ),
        description:
            "One row a place of the patient, one dot an arrangement; all values stand in the table above."
                .to_owned(),
        axis: format!("seconds; left of zero is faster than {}", first(run)),
        label: LABEL_OF_MAP.to_owned(),
        series: run.study().arrangements.iter().skip(1).map(name).collect(),
        rows: run.places().into_iter().filter(|(level, _)| *level != Level::Patch).map(row).collect(),
    }
}
