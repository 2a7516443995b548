//! What is said of a backtest.

use crate::document::{Block, Chart, Document, Grid, Mark, clock, clock_interval};
use ambics::experiment::backtest::{Backtest, C2_MEAN, Measure, Score, Scored, TrustMeasure};
use ambics::region::Month;
use std::collections::BTreeMap;
use std::path::Path;

/// What stands across every figure.
const LABEL: &str = "SYNTHETIC stations, effective hours";

/// The report of a backtest.
pub(crate) fn of_backtest(backtest: &Backtest) -> Document {
    let title = format!(
        "Backtest: {}, {} predicted from {}",
        backtest.scenario.name(),
        range(&backtest.questions.months),
        Path::new(&backtest.file).file_name().unwrap_or_default().to_string_lossy()
    );
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(LABEL.to_owned()));
    document.blocks.push(Block::Facts(facts(backtest)));
    warnings(&mut document, backtest);
    document.heading("Three scores of the C2 mean, and what they have to beat");
    document.table(c2(backtest));
    document.table(by_measure(backtest));
    document.heading("Bias by trust, told as hours");
    document.table(hours(backtest));
    document.table(england(backtest));
    document.table(ratios(backtest));
    document.blocks.push(Block::Chart(chart(backtest)));
    document.blocks.push(Block::Page(vec![Block::Table(trust_months(backtest))]));
    document.heading("How it is made");
    document.blocks.push(Block::List(method(backtest)));
    document
}

fn range(months: &[Month]) -> String {
    match months {
        [] => "no month".to_owned(),
        [only] => only.to_string(),
        [first, .., last] => format!("{first}..{last}"),
    }
}

fn facts(backtest: &Backtest) -> Vec<(String, String)> {
    let (scenario, region) = (&backtest.scenario, backtest.scenario.region());
    let level = if backtest.level_is_found_here {
        "one level of effective hours a trust, found here from the months of the fit"
    } else {
        "as the fit states it"
    };
    let facts = [
        ("Fitted to", range(&backtest.questions.fit_months)),
        ("Hours", level.to_owned()),
        ("Season", season(backtest)),
        ("Members", format!("{} plausible sets of parameters", backtest.members)),
        ("Replications", format!("{} of each month, seed {}", backtest.replications, scenario.run().seed)),
        (
            "Region",
            format!("{} with the file's months laid over; {:.16}", region.name(), region.sources().hash),
        ),
        ("Scenario", format!("{:.16}", scenario.hash())),
    ];
    facts.into_iter().map(|(term, fact)| (term.to_owned(), fact)).collect()
}

/// Which season the predictions hold, and how far to trust it.
fn season(backtest: &Backtest) -> String {
    if backtest.scenario.region().season().is_empty() {
        return "none: the region has no season.csv".to_owned();
    }
    let moved: BTreeMap<Month, f64> =
        c2_rows(backtest, Score::Frozen).map(|row| (row.month, row.season.exp() - 1.0)).collect();
    let moved: Vec<String> = moved.iter().map(|(month, by)| format!("{month} {}", signed(*by))).collect();
    format!(
        "C2 mean of {} for its season against the months of the fit, from earlier years whose handover is not published",
        few(&moved)
    )
}

fn warnings(document: &mut Document, backtest: &Backtest) {
    let mut left_out: BTreeMap<(Option<Score>, &str), Vec<String>> = BTreeMap::new();
    for skipped in &backtest.skipped {
        let names = left_out.entry((skipped.score, skipped.reason)).or_default();
        names.push(format!("{} {}", skipped.service, skipped.month));
    }
    for ((score, reason), names) in left_out {
        let of =
            score.map_or_else(|| "every score".to_owned(), |score| format!("the {} score", score.name()));
        document.warning(format!(
            "{} trust-months are not in {of}: {reason} ({}).",
            names.len(),
            few(&names)
        ));
    }
    let gaps = backtest.rows.iter().filter(|row| row.score == Score::Rolling && row.measure == C2_MEAN);
    let gapped = gaps.clone().filter(|row| row.gaps > 0).count();
    if gapped > 0 {
        document.warning(format!(
            "{gapped} of {} rolling levels lack one or more of the three months right before: earlier months and the fit \
             stand in, and the table counts the gaps.",
            gaps.count()
        ));
    }
    for at in &backtest.breaks {
        let region = backtest.scenario.region();
        let whose =
            at.service.map_or("all services", |service| region.services()[service.index()].code.as_str());
        let done = if backtest.questions.update_at_breaks {
            "nothing before it counts for the level after it"
        } else {
            "the level stays; --update-at-breaks lets nothing before it count after it"
        };
        document.warning(format!(
            "The months span a break: {} of {whose} on {} (grade {:?}: {}); {done}.",
            at.kind.name(),
            at.date,
            at.grade,
            at.source
        ));
    }
    if backtest.questions.fit_months.len() < 2 {
        document.warning(
            "With fewer than two months of a fit the model's own error is not known from it: the drift of earlier years \
             stands in.",
        );
    }
}

/// The first names of a list.
fn few(names: &[String]) -> String {
    let more = if names.len() > 6 { format!(" and {} more", names.len() - 6) } else { String::new() };
    format!("{}{more}", names[..names.len().min(6)].join(", "))
}

fn share(value: f64) -> String {
    format!("{:.1}%", 100.0 * value)
}

fn signed(value: f64) -> String {
    format!("{:+.1}%", 100.0 * value)
}

const NAMES: [(&str, &str); 7] = [
    ("frozen", "(a) frozen: hours of the fit"),
    ("rolling", "(b) rolling: hours updated by the months before"),
    ("conditional", "(c) conditional: hours of your file"),
    ("last_month", "rival: last month"),
    ("last_year", "rival: last year's same month"),
    ("regression", "rival: regression, frozen"),
    ("regression_updated", "rival: regression, level updated"),
];

fn c2(backtest: &Backtest) -> Grid {
    let caption = "C2 mean over trust-months";
    let mut grid = Grid::new(caption, "prediction")
        .numbers("trust-months")
        .numbers("mean abs. error")
        .numbers("bias")
        .numbers("in 90% interval");
    for (name, said) in NAMES {
        let mut row = vec![said.to_owned()];
        row.extend(cells(backtest.score_of(name, C2_MEAN).as_ref()));
        grid.row(row);
    }
    let none = backtest.questions.hours.is_none();
    let hours = if none { " No trust publishes its hours: --hours FILE gives the score (c)." } else { "" };
    grid.note(format!(
        "Errors are relative to the published figure; a bias above 0 predicts too long.{hours}"
    ))
}

fn cells(scored: Option<&Scored>) -> Vec<String> {
    let Some(scored) = scored else { return vec!["0".to_owned(), "-".into(), "-".into(), "-".into()] };
    let coverage = scored.coverage.map_or_else(|| "-".to_owned(), share);
    vec![scored.n.to_string(), share(scored.mape), signed(scored.bias), coverage]
}

fn by_measure(backtest: &Backtest) -> Grid {
    let mut grid = Grid::new("Mean absolute error by measure, and share inside the 90% interval", "measure");
    for score in Score::ALL {
        grid = grid.numbers(format!("{},\nerror", score.name())).numbers("in 90%\ninterval");
    }
    grid = grid.numbers("last\nmonth").numbers("last\nyear").numbers("model's own\nerror (sd)");
    for measure in Measure::all() {
        let mut row = vec![format!("{} {}", measure.category.name(), measure.statistic.name())];
        for score in Score::ALL {
            let scored = backtest.score_of(score.name(), measure);
            row.push(scored.as_ref().map_or_else(|| "-".into(), |s| share(s.mape)));
            row.push(scored.and_then(|s| s.coverage).map_or_else(|| "-".into(), share));
        }
        for rival in ["last_month", "last_year"] {
            row.push(backtest.score_of(rival, measure).map_or_else(|| "-".into(), |s| share(s.mape)));
        }
        let own = backtest.rows.iter().filter(|row| row.score == Score::Frozen && row.measure == measure);
        let (n, sum) = own.fold((0.0, 0.0), |(n, sum), row| (n + 1.0, sum + row.predicted.own_sd));
        row.push(if n > 0.0 { share(sum / n) } else { "-".to_owned() });
        grid.row(row);
    }
    let fit = share(backtest.discrepancy[C2_MEAN.row()]);
    grid.note(format!(
        "The model's own error is that of the frozen score, the mean over trust-months. The months of the fit alone would \
         say {fit} of the C2 mean; the drift of earlier years is its least."
    ))
}

fn hours(backtest: &Backtest) -> Grid {
    let mut grid =
        Grid::new("By how much the frozen hours would have to change for the published C2 means", "trust")
            .numbers("months")
            .numbers("fitted,\nof scenario's")
            .numbers("change\nof hours")
            .numbers("lowest")
            .numbers("highest")
            .numbers("bias of\nC2 mean");
    for bias in backtest.bias() {
        let fitted = backtest.fitted.get(&bias.service).map_or_else(|| "-".to_owned(), |f| format!("{f:.3}"));
        grid.row(vec![
            bias.service.clone(),
            bias.n.to_string(),
            fitted,
            signed(bias.hours_change),
            signed(bias.range.0),
            signed(bias.range.1),
            signed(bias.c2_bias),
        ]);
    }
    grid.note("Effective hours, which are no hours of a rota: hours growth that nobody publishes shows here as a bias.")
}

fn england(backtest: &Backtest) -> Grid {
    let mut grid = Grid::new("C2 mean of all trusts together, by published C2 incidents", "month")
        .words("score")
        .numbers("trusts")
        .numbers("predicted")
        .numbers("published")
        .numbers("error");
    for row in backtest.england() {
        grid.row(vec![
            row.month.to_string(),
            row.score.name().to_owned(),
            row.trusts.to_string(),
            clock(Some(row.predicted_s)),
            clock(Some(row.observed_s)),
            signed(row.predicted_s / row.observed_s - 1.0),
        ]);
    }
    grid
}

fn ratios(backtest: &Backtest) -> Grid {
    let mut grid = Grid::new("90th centile over mean, the average of trust-months", "category")
        .numbers("predicted")
        .numbers("published");
    for (category, predicted, observed) in backtest.ratios() {
        grid.row(vec![category.name().to_owned(), format!("{predicted:.2}"), format!("{observed:.2}")]);
    }
    grid
}

fn c2_rows(backtest: &Backtest, score: Score) -> impl Iterator<Item = &TrustMeasure> {
    backtest.rows.iter().filter(move |row| row.score == score && row.measure == C2_MEAN)
}

fn chart(backtest: &Backtest) -> Chart {
    let mark = |row: &TrustMeasure| {
        let observed = row.observed_s?;
        let error = |seconds: f64| 100.0 * (seconds / observed - 1.0);
        let (low, high) = row.predicted.interval_s;
        let value = error(row.predicted.mean_s);
        Some(Mark { value, interval: Some((error(low), error(high))), label: format!("{value:+.0}%") })
    };
    let rows = c2_rows(backtest, Score::Frozen).map(|frozen| {
        let rolling = c2_rows(backtest, Score::Rolling)
            .find(|row| row.service == frozen.service && row.month == frozen.month);
        (format!("{} {}", frozen.service, frozen.month), vec![mark(frozen), rolling.and_then(mark)])
    });
    Chart {
        title: "C2 mean: predicted against published, with 90% intervals".to_owned(),
        description: "One row a trust-month. All values stand in the table below.".to_owned(),
        axis: "per cent of the published figure; above zero is predicted too long".to_owned(),
        label: LABEL.to_owned(),
        series: vec!["frozen".to_owned(), "rolling".to_owned()],
        rows: rows.collect(),
    }
}

fn trust_months(backtest: &Backtest) -> Grid {
    let mut grid = Grid::new("C2 mean by trust-month", "trust")
        .words("month")
        .words("score")
        .numbers("predicted")
        .numbers("90% interval")
        .numbers("published")
        .numbers("last month")
        .numbers("last year")
        .numbers("regression")
        .numbers("updated");
    for row in Score::ALL.into_iter().flat_map(|score| c2_rows(backtest, score)) {
        grid.row(vec![
            row.service.clone(),
            row.month.to_string(),
            row.score.name().to_owned(),
            clock(Some(row.predicted.mean_s)),
            clock_interval(Some(row.predicted.interval_s)),
            clock(row.observed_s),
            clock(row.rivals.last_month_s),
            clock(row.rivals.last_year_s),
            clock(row.rivals.regression_s),
            clock(row.rivals.regression_updated_s),
        ]);
    }
    grid
}

fn method(backtest: &Backtest) -> Vec<String> {
    let mut said = vec![
        "A prediction sees the month's incidents by category, dispositions, handover, vehicles for an incident and time to \
         identify C1. The place that is run has no response times of these months."
            .to_owned(),
        "Rolling level: half of what the month before implies, a quarter of the one before that, an eighth of the third, \
         and the rest the fit. The rule was chosen before it was scored."
            .to_owned(),
        "Interval: spread of the members, chance between replications, and the model's own error, which is what is left \
         of the residuals of the fit's months when each is predicted at the level of the others."
            .to_owned(),
        floor(backtest),
    ];
    if !backtest.scenario.region().season().is_empty() {
        said.push(
            "Season: C2 differs by month of the year for reasons that no published input holds (leave, sickness, \
             goodwill). season.csv says by how much in earlier years, net of load. Handover of those years is not \
             published: what it did to winters is in the season, and a month's own handover counts beside it. The \
             prediction is read at the hours that stand for the season; hours of your file hold their own."
                .to_owned(),
        );
    }
    if let Some(regression) = &backtest.regression {
        said.push(format!(
            "Regression over {} trust-months of the fit: C2 mean = level of the trust {:+.0} s x ln(incidents a day) {:+.2} \
             s x mean handover in s. Its handover coefficient is not the effect of shorter handover: both rise when the \
             system is full.",
            regression.n, regression.per_log_incidents_s, regression.per_handover_s
        ));
    }
    said
}

/// What the model's own error is at least.
fn floor(backtest: &Backtest) -> String {
    let settings = backtest.scenario.world_plan().settings;
    let (start, month) = (settings.get("drift_start_sd"), settings.get("drift_month_sd"));
    format!(
        "It is at least what levels drifted by in earlier years: of the C2 mean a variance of {start}\u{b2} + {month}\u{b2} for \
         each month since the last that is known, on the logarithm, less the chance of a month, which that holds too; of \
         other measures the same change of hours, and no more than C2."
    )
}
