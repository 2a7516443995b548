//! A search for a target: the answer first, then what was tried, then what was run.

use super::{areas, closing, header};
use crate::document::{Block, Chart, Document, Grid, Mark, clock, clock_interval, count, signed_clock};
use ambics::experiment::{Answer, ArmResult, Found, Point, Seek};
use ambics::scenario::Knob;

/// Significant digits of a value that was tried where no answer says how far to round.
const DIGITS: i32 = 4;
const MINUTE_S: f64 = 60.0;
/// The least change of a measure that is worth telling, seconds.
const LEAST_TOLD_S: f64 = 2.0;

/// The whole report.
pub(crate) fn of_seek(sought: &Seek) -> Document {
    let mut document = seek_brief(sought);
    if let Some(base) = &sought.base {
        chart(&mut document, sought);
        document.heading("What was run");
        let scenario = format!("{}. Only {} is changed.", base.arms[0].name, sought.knob.path());
        let own = std::iter::once(("Scenario".to_owned(), scenario));
        document.blocks.push(Block::Facts(own.chain(header::common_facts(base)).collect()));
        header::warnings(&mut document, base, &[]);
        closing::end(&mut document, base);
    }
    document
}

/// Question, answer and what was tried.
pub(crate) fn seek_brief(sought: &Seek) -> Document {
    let title = format!("ambics seek: {} of {}", sought.goal.measure(), clock(Some(sought.goal.target_s())));
    let mut document = Document { title, ..Document::default() };
    if let Some(arm) = base(sought) {
        document.blocks.push(Block::Label(header::synthetic(&arm.scenario)));
    }
    let mut facts = vec![("Question".to_owned(), question(sought))];
    facts.extend(match sought.answer() {
        Some(answer) => answered(sought, answer),
        None => vec![("No answer".to_owned(), unanswered(sought))],
    });
    document.blocks.push(Block::Facts(facts));
    document.table(tried_values(sought));
    document.blocks.push(Block::List(sought.sentences().into_iter().map(str::to_owned).collect()));
    document
}

/// A line about a value that was tried.
pub(crate) fn tried(knob: &Knob, point: &Point) -> String {
    let value = with_unit(knob, point.value, told(knob, point.value));
    format!("{value} gives {}", clock(Some(point.estimate.mean)))
}

fn base(sought: &Seek) -> Option<&ArmResult> {
    sought.base.as_ref().and_then(|base| base.arms.first())
}

fn question(sought: &Seek) -> String {
    let goal = &sought.goal;
    let place = base(sought).map(|arm| areas::label(arm, goal.level(), goal.code()));
    format!(
        "which {} gives a {} of {} in {}?",
        sought.knob.path(),
        goal.measure(),
        clock(Some(goal.target_s())),
        place.unwrap_or_else(|| goal.code().to_owned())
    )
}

fn answered(sought: &Seek, answer: &Answer) -> Vec<(String, String)> {
    let (knob, step) = (&sought.knob, answer.step);
    let value = with_unit(knob, answer.value, step);
    let (low, high) = (figure(knob, answer.low, step), figure(knob, answer.high, step));
    let against = knob.present().filter(|present| *present > 0.0).map_or_else(String::new, |present| {
        let change = 100.0 * (answer.value / present - 1.0);
        format!("; in force {}, so {change:+.1}%", figure(knob, present, step))
    });
    let gives = format!(
        "{} {} (95% interval {})",
        sought.goal.measure(),
        clock(Some(answer.gives.mean)),
        clock_interval(answer.gives.interval())
    );
    let by = if knob.is_whole() { 1.0 } else { nearby(answer) };
    let near = format!(
        "{} more changes it by about {}",
        with_unit(knob, by, by),
        signed_clock(Some(by * answer.slope))
    );
    let edit = sought.edit().map_or_else(String::new, |edit| edit.to_string());
    let facts = [
        ("Answer", format!("{value} (95% interval {low} to {high}){against}")),
        ("Run with it", gives),
        ("Near it", near),
        ("To use it", format!("--set \"{}\"", edit.trim_end_matches(".0"))),
    ];
    facts.map(|(term, fact)| (term.to_owned(), fact)).into()
}

/// A change whose effect can be told: a hundredth of the value, or a tenth where that does next to nothing.
fn nearby(answer: &Answer) -> f64 {
    let by = near_hundredth(answer.value);
    if (by * answer.slope).abs() < LEAST_TOLD_S { 10.0 * by } else { by }
}

/// One hundredth of a value, to one digit.
fn near_hundredth(value: f64) -> f64 {
    let part = (0.01 * value.abs()).max(1e-6);
    let power = 10f64.powf(part.log10().floor());
    (part / power).round().max(1.0) * power
}

fn unanswered(sought: &Seek) -> String {
    let (knob, goal) = (&sought.knob, &sought.goal);
    let value = |at: f64| figure(knob, at, told(knob, at));
    let with = |at: f64| with_unit(knob, at, told(knob, at));
    let gives = |at: f64| {
        let point = sought.points.iter().find(|point| point.value.to_bits() == at.to_bits());
        clock(point.map(|point| point.estimate.mean))
    };
    let (measure, target) = (goal.measure(), clock(Some(goal.target_s())));
    let widen = "Another range is tried with --between LOW HIGH.";
    match &sought.found {
        Found::OutOfReach { ends, acts: false, .. } => format!(
            "the key does not move the {measure} beyond chance: {} gives {}, {} gives {}. {widen}",
            value(ends.0),
            gives(ends.0),
            with(ends.1),
            gives(ends.1)
        ),
        Found::OutOfReach { nearest, ends, .. } => format!(
            "the target is out of reach. The {measure} does not come to {target} between {} ({}) and {} ({}); the \
             nearest is {}, at {}. {widen}",
            value(ends.0),
            gives(ends.0),
            with(ends.1),
            gives(ends.1),
            gives(*nearest),
            with(*nearest)
        ),
        Found::Turns { rises, falls } => format!(
            "the {measure} turns, by more than chance: it rises from {} to {} ({} to {}) and falls from {} to {} ({} to \
             {}), so several values could meet {target}. Choose a side with --between LOW HIGH.",
            value(rises.0),
            with(rises.1),
            gives(rises.0),
            gives(rises.1),
            value(falls.0),
            with(falls.1),
            gives(falls.0),
            gives(falls.1)
        ),
        Found::Stopped | Found::Answer(_) => match sought.bracket() {
            Some((low, high)) => {
                format!("stopped early. So far: between {} and {}.", value(low.value), with(high.value))
            }
            None => "stopped early, before the target was crossed.".to_owned(),
        },
    }
}

fn tried_values(sought: &Seek) -> Grid {
    let (knob, goal) = (&sought.knob, &sought.goal);
    let n = sought.points.first().map_or(0, |point| point.estimate.n);
    let caption = format!("What was tried: {n} replications each, on the same incidents");
    let unit = if knob.is_duration() { "min" } else { knob.unit() };
    let mut grid = Grid::new(caption, format!("{}\n{unit}", last(knob.path())))
        .numbers(format!("{}\nm:ss or h:mm:ss", goal.measure()))
        .numbers("95% interval\n(chance only)")
        .numbers("against\ntarget")
        .words("");
    for point in &sought.points {
        let step = sought
            .answer()
            .map_or_else(|| told(knob, point.value), |answer| answer.step.min(told(knob, point.value)));
        let is = |value: Option<f64>| value.is_some_and(|value| value.to_bits() == point.value.to_bits());
        let note = match (is(sought.answer().map(|answer| answer.value)), is(knob.present())) {
            (true, true) => "the answer, in force",
            (true, false) => "the answer",
            (false, true) => "in force",
            (false, false) => "",
        };
        grid.row(vec![
            bare(knob, point.value, step),
            clock(Some(point.estimate.mean)),
            clock_interval(point.estimate.interval()),
            signed_clock(Some(point.estimate.mean - goal.target_s())),
            note.to_owned(),
        ]);
    }
    grid
}

fn chart(document: &mut Document, sought: &Seek) {
    let target_s = sought.goal.target_s();
    let over = |seconds: f64| (seconds - target_s) / MINUTE_S;
    let mark = |point: &Point| Mark {
        value: over(point.estimate.mean),
        interval: point.estimate.interval().map(|(low, high)| (over(low), over(high))),
        label: clock(Some(point.estimate.mean)),
    };
    let name = |point: &Point| with_unit(&sought.knob, point.value, told(&sought.knob, point.value));
    document.blocks.push(Block::Chart(Chart {
        title: format!("{} by {}", sought.goal.measure(), sought.knob.path()),
        description: "The numbers stand in the table above.".to_owned(),
        axis: format!("minutes from the target of {}, with 95% intervals", clock(Some(target_s))),
        label: "SYNTHETIC".to_owned(),
        series: vec![sought.goal.measure()],
        rows: sought.points.iter().map(|point| (name(point), vec![Some(mark(point))])).collect(),
    }));
}

/// The last two parts of a key, which fit above a column.
fn last(path: &str) -> &str {
    path.split_once('.').map_or(path, |(_, rest)| rest)
}

/// The step to which a value that was tried is told.
fn told(knob: &Knob, value: f64) -> f64 {
    if knob.is_whole() { 1.0 } else { digits(value) }
}

/// The step that leaves a value its significant digits.
fn digits(value: f64) -> f64 {
    let size = value.abs().max(1e-9).log10().floor() as i32 + 1;
    10f64.powi((size - DIGITS).min(0))
}

/// A value with its unit: `33,400 hours a week`, `26.5 min`.
fn with_unit(knob: &Knob, value: f64, step: f64) -> String {
    let unit = if knob.is_duration() { "" } else { knob.unit() };
    format!("{} {unit}", figure(knob, value, step)).trim_end().to_owned()
}

/// A value; a duration has its unit even alone.
fn figure(knob: &Knob, value: f64, step: f64) -> String {
    let unit = if knob.is_duration() { " min" } else { "" };
    format!("{}{unit}", bare(knob, value, step))
}

/// A number as far as a step lets it be told; minutes of a duration.
fn bare(knob: &Knob, value: f64, step: f64) -> String {
    let (value, step) =
        if knob.is_duration() { (value / MINUTE_S, (step / MINUTE_S).max(0.1)) } else { (value, step) };
    let decimals = (-step.log10() - 1e-9).ceil().clamp(0.0, 6.0) as usize;
    if decimals == 0 { count(value) } else { format!("{value:.decimals$}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambics::scenario::Scenario;

    #[test]
    fn values_have_the_digits_that_are_known() {
        let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
        let hours = tiny.knob("fleet.hours_per_week.TNY").expect("a key");
        let mean = tiny.knob("handover.mean.TNY").expect("a key");
        let share = tiny.knob("demand.hear_and_treat.TNY").expect("a key");
        assert_eq!(with_unit(&hours, 33_400.0, 100.0), "33,400 hours a week");
        assert_eq!(with_unit(&mean, 1_590.0, 6.0), "26.5 min");
        assert_eq!(with_unit(&share, 0.142_3, 0.001), "0.142 share");
        assert_eq!([33_400.0, 0.142_3, 12.0].map(digits), [1.0, 1e-4, 0.01]);
        assert_eq!([33_400.0, 0.14].map(near_hundredth), [300.0, 0.001]);
    }
}
