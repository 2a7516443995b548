//! What is said of a calibration: how near each figure comes, what the figures pin down, and what they cannot separate.

use crate::document::{Block, Document, Grid, clock, count, counted, hundredths};
use ambics::experiment::{Calibrated, Statistic};
use ambics::outcome::ReportedCategory;
use ambics::scenario::Scenario;

const CATEGORIES: [ReportedCategory; 5] = [
    ReportedCategory::C1,
    ReportedCategory::C1T,
    ReportedCategory::C2,
    ReportedCategory::C3,
    ReportedCategory::C4,
];

/// From which share of its prior a parameter is said not to be pinned down.
const LOOSE: f64 = 0.5;

/// The report.
pub(crate) fn of_calibration(scenario: &Scenario, found: &Calibrated, months: &str) -> Document {
    let title = format!("Calibration: {} on {months}", scenario.name());
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label("SYNTHETIC stations, effective hours".to_owned()));
    let outside = found.targets.iter().zip(&found.best.figures_s);
    let outside = outside.filter(|(t, s)| t.miss(**s, found.months).abs() > 1.0).count();
    document.blocks.push(Block::Facts(facts(scenario, found, outside)));
    document.table(ratios(found));
    document.table(parameters(found));
    document.table(trade_off(found));
    document.blocks.push(Block::List(limits(found)));
    document
}

fn facts(scenario: &Scenario, found: &Calibrated, outside: usize) -> Vec<(String, String)> {
    let fact = |term: &str, text: String| (term.to_owned(), text);
    let run = scenario.run();
    let own = found.dials.iter().filter(|dial| dial.service.is_some()).count();
    let mut facts = vec![
        fact("Figures", format!("{} aimed at, {outside} outside their tolerance", found.targets.len())),
        fact("Free parameters", format!("{own} of services, {} shared", found.dials.len() - own)),
        fact(
            "Runs",
            format!(
                "{} of all months, {} each, seed {}",
                found.runs,
                counted(run.replications as usize, "replication"),
                run.seed
            ),
        ),
        fact("Ensemble", counted(found.ensemble.members.len(), "plausible set")),
    ];
    if let Some(screened) = &found.screened {
        let left = screened.left.iter().map(|(code, left)| format!("{code} {:.0}%", 100.0 * left));
        let text = format!(
            "{} vectors; candidates not ruled out: {}",
            screened.runs,
            left.collect::<Vec<_>>().join(", ")
        );
        facts.push(fact("Screen", text));
    }
    let hashes = (scenario.hash(), &scenario.region().sources().hash);
    let of = format!(
        "{} ({:.16}), region {} ({:.16})",
        scenario.name(),
        hashes.0,
        scenario.region().name(),
        hashes.1
    );
    facts.push(fact("Scenario", format!("{of}, ambics {}", env!("CARGO_PKG_VERSION"))));
    if !found.complete {
        facts.push(fact("Stopped", "before its end; the best set so far".to_owned()));
    }
    facts
}

/// Model against published by service.
fn ratios(found: &Calibrated) -> Grid {
    let mut grid = Grid::new("Model / published, * outside its tolerance", "service");
    for category in CATEGORIES {
        for statistic in Statistic::ALL {
            grid = grid.numbers(format!("{}\n{}", category.name(), statistic.name()));
        }
    }
    let mut services: Vec<&str> = found.targets.iter().map(|target| target.service.as_str()).collect();
    services.dedup();
    for service in services {
        let mut row = vec![service.to_owned()];
        for category in CATEGORIES {
            for statistic in Statistic::ALL {
                let at = found.targets.iter().position(|target| {
                    target.service == service && target.category == category && target.statistic == statistic
                });
                row.push(at.map_or_else(String::new, |at| {
                    let (target, s) = (&found.targets[at], found.best.figures_s[at]);
                    let mark = if target.miss(s, found.months).abs() > 1.0 { "*" } else { "" };
                    format!("{:.2}{mark}", s / target.published_s)
                }));
            }
        }
        grid.row(row);
    }
    grid.note("Each figure is the average of the months, on both sides.")
}

fn parameters(found: &Calibrated) -> Grid {
    let mut grid = Grid::new("Parameters", "key")
        .numbers("value")
        .numbers("relative sd")
        .numbers("sd beside\nits prior's")
        .words("");
    for (dial, pinned) in found.dials.iter().zip(&found.pinned) {
        let loose = if pinned.against_prior > LOOSE { "not pinned down" } else { "" };
        grid.row(vec![
            dial.key.clone(),
            plain(pinned.value),
            format!("{:.3}", pinned.sd),
            format!("{:.2}", pinned.against_prior),
            loose.to_owned(),
        ]);
    }
    grid.note(
        "Relative sd: of the logarithm, so 0.10 is about 10%. Beside its prior's: near 0 the figures decide it, near 1 they know \
         nothing of it. docs/calibration.md says what each key is.",
    )
}

/// A parameter's value: hours whole, ratios to a hundredth.
fn plain(value: f64) -> String {
    if value >= 100.0 { count(value) } else { hundredths(Some(value)) }
}

fn trade_off(found: &Calibrated) -> Grid {
    let mut grid = Grid::new("Hours against time on scene: the same C2 mean", "service")
        .numbers("time on scene")
        .numbers("hours")
        .numbers("miss of all\nfigures");
    for row in &found.trade_off {
        grid.row(vec![
            row.service.clone(),
            format!("x{:.2}", row.scene),
            format!("x{:.3}", row.hours),
            format!("{:.2}", row.miss),
        ]);
    }
    grid.note("Where the miss stays as it is, the figures cannot say which pair of the two is true.")
}

fn limits(found: &Calibrated) -> Vec<String> {
    let c2 =
        found.targets.iter().zip(&found.best.figures_s).find(|(target, _)| {
            target.category == ReportedCategory::C2 && target.statistic == Statistic::Mean
        });
    let c2 = c2.map_or_else(String::new, |(target, s)| {
        format!(
            " ({}: {} for {} published)",
            target.service,
            clock(Some(*s)),
            clock(Some(target.published_s))
        )
    });
    vec![
        format!(
            "Hours are effective hours: what this model needs for the published figures{c2}, not what was rostered."
        ),
        "A fit to these months proves nothing about others; a backtest on months it has not seen does."
            .to_owned(),
    ]
}
