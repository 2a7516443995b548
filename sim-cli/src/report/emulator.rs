//! What is said of an emulator: how far it may be trusted, what it answers, and the regression beside it.

use crate::document::{
    Block, Document, Grid, Panel, Panels, Point, clock, clock_interval, count, signed_clock, signed_seconds,
    signed_seconds_interval,
};
use ambics::experiment::emulator::{
    Coefficient, Emulator, Input, NOT_AN_EFFECT, Prediction, ServiceEmulator, Slope,
};

/// What stands across every figure.
const LABEL: &str = "SYNTHETIC stations, effective hours";
const MINUTE_S: f64 = 60.0;
/// Below it an emulator foretells too little to be asked.
const POOR_Q2: f64 = 0.8;

/// What was asked of a service's emulator, and its answer.
pub(crate) type Asked<'a> = (&'a ServiceEmulator, Prediction);

/// The whole report: of what was asked if anything was, and of the emulator itself.
pub(crate) fn of_emulator(emulator: &Emulator, asked: Option<&Asked<'_>>) -> Document {
    let mut document = begin(emulator);
    if let Some(asked) = asked {
        document.blocks.push(Block::Facts(answer(asked)));
    }
    for service in emulator.services.iter().filter(|own| asked.is_none_or(|(it, _)| it.code == own.code)) {
        document.heading(format!("{} {}", service.code, service.name));
        document.blocks.push(Block::Facts(trust(emulator, service)));
        warn(&mut document, service);
        document.blocks.push(Block::Panels(by_input(emulator, service)));
        document.table(what_if(emulator, service));
        agreement(&mut document, service);
        document.blocks.push(Block::Panels(left_out(service)));
    }
    end(&mut document, emulator);
    document
}

/// The answer to a question, the regression beside it, and no more.
pub(crate) fn of_answer(emulator: &Emulator, asked: &Asked<'_>) -> Document {
    let mut document = begin(emulator);
    document.blocks.push(Block::Facts(answer(asked)));
    warn(&mut document, asked.0);
    agreement(&mut document, asked.0);
    document
}

fn begin(emulator: &Emulator) -> Document {
    let codes: Vec<&str> = emulator.services.iter().map(|service| service.code.as_str()).collect();
    let title = format!("Emulator of {}: C2 mean of {}", emulator.manifest.scenario, codes.join(", "));
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(LABEL.to_owned()));
    document
}

fn fact(term: &str, fact: String) -> (String, String) {
    (term.to_owned(), fact)
}

fn answer((service, told): &Asked<'_>) -> Vec<(String, String)> {
    let changes: Vec<String> =
        Input::ALL.into_iter().map(|input| change(service, input, &told.ratios)).collect();
    vec![
        fact("Asked", format!("{}: {}", service.code, changes.join("; "))),
        fact(
            "C2 mean",
            format!(
                "{} (95% interval {}: where a run would come out)",
                clock(Some(told.c2_mean_s)),
                clock_interval(Some(told.interval_s))
            ),
        ),
        fact(
            "Change",
            format!(
                "{} [{}, {}], from {} in the scenario itself",
                signed_clock(Some(told.change_s)),
                signed_clock(Some(told.change_interval_s.0)),
                signed_clock(Some(told.change_interval_s.1)),
                clock(Some(told.own_c2_mean_s))
            ),
        ),
        fact("Foretells", foretells(service)),
    ]
}

/// `hours +2.0% (30,000 to 30,600 a week)`.
fn change(service: &ServiceEmulator, input: Input, ratios: &[f64; 3]) -> String {
    let (own, ratio) = (service.own.value(input), ratios[input.row()]);
    let value = |value: f64| match input {
        Input::Handover => format!("{:.1}", value / MINUTE_S),
        Input::Hours | Input::Incidents => count(value),
    };
    let unit = if input == Input::Handover { "min" } else { "a week" };
    if ratio == 1.0 {
        return format!("{} unchanged ({} {unit})", input.name(), value(own));
    }
    format!("{} {} ({} to {} {unit})", input.name(), percent(ratio), value(own), value(own * ratio))
}

fn percent(ratio: f64) -> String {
    if ratio == 1.0 {
        return "as now".to_owned();
    }
    format!("{:+.1}%", 100.0 * (ratio - 1.0))
}

fn foretells(service: &ServiceEmulator) -> String {
    format!(
        "Q2 {:.3}, each run foretold by an emulator that had not seen it (1 is all of the variation, 0 none); typically {:.1}% \
         off",
        service.q2(),
        100.0 * service.typical_miss()
    )
}

fn trust(emulator: &Emulator, service: &ServiceEmulator) -> Vec<(String, String)> {
    let made = &emulator.manifest;
    let ranges: Vec<String> = Input::ALL
        .into_iter()
        .zip(emulator.ranges)
        .map(|(input, (low, high))| format!("{} {} to {}", input.name(), percent(low), percent(high)))
        .collect();
    let own = &service.own;
    let stands = format!(
        "{} effective hours and {} incidents a week; mean handover {:.1} min",
        count(own.hours_per_week),
        count(own.incidents_per_week),
        own.handover_mean_s / MINUTE_S
    );
    vec![
        fact("Foretells", foretells(service)),
        fact("Stands at", stands),
        fact("Known for", format!("{}; not known outside{}", ranges.join("; "), beyond(service))),
        fact(
            "Made from",
            format!(
                "{} points with {} replications of {} days from {}, on the same incidents; seed {}",
                emulator.points.len(),
                made.replications,
                made.days,
                made.start,
                made.seed
            ),
        ),
    ]
}

/// What is left out within the ranges.
fn beyond(service: &ServiceEmulator) -> String {
    let limit = clock(Some(service.limit_s()));
    match service.overwhelmed() {
        0 => format!(", nor beyond a C2 mean of {limit}"),
        n => format!(
            ", nor beyond a C2 mean of {limit}, three times the scenario's own: there the queue only grows, and {n} of the {} \
             points lie there and are not fitted",
            service.c2_mean_s.len()
        ),
    }
}

fn warn(document: &mut Document, service: &ServiceEmulator) {
    if service.q2() < POOR_Q2 {
        document.warning(format!(
            "the emulator of {} foretells little (Q2 {:.2}): take more replications or days before you ask it.",
            service.code,
            service.q2()
        ));
    }
}

/// Ratios from one end of a range to the other.
fn along((low, high): (f64, f64), n: u32) -> impl Iterator<Item = f64> {
    (0..=n).map(move |k| low + (high - low) * f64::from(k) / f64::from(n))
}

/// C2 mean along each input, with the others as they stand.
fn by_input(emulator: &Emulator, service: &ServiceEmulator) -> Panels {
    let panel = |input: Input| {
        let range = emulator.ranges[input.row()];
        let point = |ratio: f64| {
            let mut ratios = [1.0; 3];
            ratios[input.row()] = ratio.clamp(range.0, range.1);
            let told = service.predict(ratios).ok()?;
            let (low, high) = told.interval_s;
            let interval = Some((low / MINUTE_S, high / MINUTE_S));
            Some(Point { x: ratio, y: told.c2_mean_s / MINUTE_S, interval })
        };
        let at = |ratio: f64| match input {
            Input::Handover => (ratio, format!("{:.0}", ratio * service.own.handover_mean_s / MINUTE_S)),
            Input::Hours | Input::Incidents if ratio == 1.0 => (ratio, "as now".to_owned()),
            Input::Hours | Input::Incidents => (ratio, format!("{:+.0}%", 100.0 * (ratio - 1.0))),
        };
        let (name, axis) = match input {
            Input::Hours => ("Effective vehicle-hours", "change"),
            Input::Incidents => ("Incidents", "change"),
            Input::Handover => ("Mean handover", "minutes"),
        };
        let own = service.c2_mean_s.first().map(|s| (1.0, s / MINUTE_S));
        Panel {
            name: name.to_owned(),
            axis: axis.to_owned(),
            ticks: [range.0, 1.0, range.1].into_iter().map(at).collect(),
            line: along(range, 40).filter_map(point).collect(),
            dots: own.into_iter().collect(),
        }
    };
    Panels {
        title: format!("C2 mean of {} along each input, the others as they stand", service.code),
        description: "A line with its 95% band for hours, incidents and handover; the dot is the scenario as it was run."
            .to_owned(),
        axis: "C2 mean, minutes. Band: where a run would come out. Dot: the scenario as run"
            .to_owned(),
        label: LABEL.to_owned(),
        panels: Input::ALL.map(panel).to_vec(),
    }
}

/// C2 mean over hours and handover.
fn what_if(emulator: &Emulator, service: &ServiceEmulator) -> Grid {
    let [hours, _, handover] = emulator.ranges;
    let caption = "C2 mean (m:ss) by effective hours and mean handover, incidents as they stand";
    let mut grid = Grid::new(caption, "mean handover");
    let columns: Vec<f64> = steps(hours).collect();
    for ratio in &columns {
        grid = grid.numbers(format!("hours\n{}", percent(*ratio)));
    }
    for shorter in steps(handover) {
        let minutes = shorter * service.own.handover_mean_s / MINUTE_S;
        let mut row = vec![format!("{minutes:.1} min ({})", percent(shorter))];
        row.extend(columns.iter().map(|more| {
            let told = service.predict([*more, 1.0, shorter]).ok();
            clock(told.map(|told| told.c2_mean_s))
        }));
        grid.row(row);
    }
    grid.note("-: not known there. Any other change within the ranges: ambics emulate --ask FILE hours=+2% incidents=-1% handover=-5min.")
}

/// Both ends of a range, the middle between each and the scenario, and the scenario itself.
fn steps((low, high): (f64, f64)) -> impl Iterator<Item = f64> {
    [low, 0.5 * (1.0 + low), 1.0, 0.5 * (1.0 + high), high].into_iter()
}

const fn step(input: Input) -> &'static str {
    match input {
        Input::Hours => "+1% effective hours",
        Input::Incidents => "+1% incidents",
        Input::Handover => "+1 min mean handover",
    }
}

/// The emulator's slopes beside the regression's coefficients, and what those are not.
fn agreement(document: &mut Document, service: &ServiceEmulator) {
    let caption = "Agreement check: seconds of C2 mean [95% interval]";
    let mut grid = Grid::new(caption, "one step")
        .numbers("emulator, near\nthe scenario")
        .numbers("regression over\nmonths");
    let interval = |seconds: f64, interval: (f64, f64)| {
        format!("{} {}", signed_seconds(Some(seconds)), signed_seconds_interval(Some(interval)))
    };
    let known = |coefficient: &Coefficient| {
        let (mean, half) = (coefficient.seconds, coefficient.half_width_s);
        interval(mean, (mean - half, mean + half))
    };
    let regression = service.regression.as_ref();
    for Slope { input, seconds, interval_s } in service.slopes() {
        let beside = match input {
            Input::Hours => None,
            Input::Incidents => regression.map(|regression| known(&regression.incidents_1_percent)),
            Input::Handover => regression.map(|regression| known(&regression.handover_1_min)),
        };
        let beside = beside.unwrap_or_else(|| "-".to_owned());
        grid.row(vec![step(input).to_owned(), interval(seconds, interval_s), beside]);
    }
    let note = regression.map_or_else(
        || "No regression: too few months with incidents, handover and C2 published, or both move as one.".to_owned(),
        |regression| {
            format!(
                "The regression: published C2 mean on incidents a day and mean handover, ordinary least squares over {} months, \
                 {} to {}; R2 {:.2}, correlation of the two {:+.2} (near 1 or -1 they cannot be told apart). {} months leave {} degrees of freedom. Hours by month are \
                 not published.",
                regression.n,
                regression.months[0],
                regression.months[1],
                regression.r2,
                regression.correlation,
                regression.n,
                regression.n - 3
            )
        },
    );
    document.table(grid.note(note));
    document.warning(NOT_AN_EFFECT);
}

/// What each run gave, against what was foretold of it without it.
fn left_out(service: &ServiceEmulator) -> Panels {
    let both = service.c2_mean_s.iter().zip(service.left_out_s());
    let dots: Vec<(f64, f64)> =
        both.filter_map(|(run, told)| Some((run / MINUTE_S, told? / MINUTE_S))).collect();
    let ends = || dots.iter().flat_map(|(run, told)| [*run, *told]);
    let (low, high) = (ends().fold(f64::INFINITY, f64::min).floor(), ends().fold(0.0, f64::max).ceil());
    let line = [low, high].map(|x| Point { x, y: x, interval: None });
    let tick = |x: f64| (x, if x.fract() == 0.0 { format!("{x:.0}") } else { format!("{x:.1}") });
    let panel = Panel {
        name: format!("Q2 {:.3}", service.q2()),
        axis: "as run, minutes".to_owned(),
        ticks: [low, 0.5 * (low + high), high].into_iter().map(tick).collect(),
        line: line.to_vec(),
        dots,
    };
    Panels {
        title: format!("C2 mean of {}: each run against what was foretold of it without it", service.code),
        description: "One dot a point of the design; on the line it is foretold exactly.".to_owned(),
        axis: "foretold, minutes".to_owned(),
        label: LABEL.to_owned(),
        panels: vec![panel],
    }
}

fn end(document: &mut Document, emulator: &Emulator) {
    let made = &emulator.manifest;
    document.heading("What an answer does not say");
    document.blocks.push(Block::List(
        [
            "An emulator stands for runs of this model, on synthetic stations and a generated rota. It is as wrong as they are: \
             its intervals hold its own doubt and chance, not doubt about the model.",
            "Hours are effective hours: in the shipped scenarios those fitted to the published means and 90th centiles of \
             C1 to C4. They are no rostered or produced hours; read +1% as +1% of what you now put out.",
            "Handover is scaled at every department of the service alike; how a department would come to it is not modelled. \
             Incidents change in all categories and places alike.",
            "Nothing else moves: categories, telephone advice, times on scene, rules and borders are the scenario's. For \
             those, and for C1, C3, C4 or a place, run the scenario itself.",
        ]
        .map(str::to_owned)
        .into(),
    ));
    document.paragraph(format!(
        "Scenario {} ({}), region {} ({}), seed {}, ambics {}.",
        made.scenario,
        short(&made.scenario_hash),
        made.region,
        short(&made.data_hash),
        made.seed,
        made.ambics_version
    ));
    document.blocks.push(Block::Page(vec![Block::Paragraph(made.attribution.clone())]));
}

/// The first characters of a hash.
fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}
