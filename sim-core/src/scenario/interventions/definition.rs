//! An intervention's own file: whom it is for, what it does, how it comes, what it costs, and where that stands.

use super::super::report::{Fault, nearest, quoted, shown};
use super::team::TeamTable;
use crate::prevention::{Acts, Cohort, Cost, Evidence, Intervention, Kernel, PARTS, Ranged, transfer};
use crate::region::Grade;
use serde::Deserialize;
use toml::Value;

/// Most that an effect may be in minutes.
const MOST_MIN: f64 = 600.0;
/// Longest time of a kernel, days.
const MOST_DAYS: f64 = 36_525.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    grade: String,
    source: String,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    cohort: Who,
    effect: What,
    reach: Number,
    team: Option<TeamTable>,
    #[serde(default)]
    timing: Timing,
    cost: Costs,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Who {
    categories: Option<Vec<String>>,
    conditions: Option<Vec<String>>,
    ages: Option<Vec<String>>,
    origins: Option<Vec<String>>,
    settings: Option<Vec<String>>,
    frequent_callers: bool,
    eligible: Option<Number>,
}

/// A value and its ends.
#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(super) struct Number {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct What {
    incidents: Option<Number>,
    pub answered: Option<Number>,
    pub attended: Option<Number>,
    pub conveyed: Option<Number>,
    pub on_scene_min: Option<Number>,
    pub handover_min: Option<Number>,
    transfer: Option<Number>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Timing {
    lag_days: f64,
    ramp_days: f64,
    half_life_days: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Costs {
    value: f64,
    low: f64,
    high: f64,
    unit: String,
    #[serde(default = "one")]
    units_per_incident: f64,
}

const fn one() -> f64 {
    1.0
}

/// A fault, and the key or the line at which it stands.
#[derive(Debug)]
pub(super) struct Faulty {
    pub path: String,
    pub line: Option<usize>,
    pub fault: Fault,
}

/// Reads the text of an intervention's file; every fault with its key.
pub(super) fn read(name: &str, text: &str) -> Result<Intervention, Vec<Faulty>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
        vec![Faulty { path: String::new(), line, fault: unreadable(error.message().trim()) }]
    })?;
    let mut checks = Checks { faults: Vec::new() };
    let grade = checks.grade(&file.grade);
    let carries = file
        .effect
        .transfer
        .map_or_else(|| transfer(grade), |own| checks.number("effect.transfer", own, (0.0, 1.0)));
    let evidence = |checks: &mut Checks, path: &str, number: Option<Number>, most: f64| {
        let least = if most > 1.0 { 1e-3 } else { 0.0 };
        number.map(|own| Evidence {
            ratio: checks.number(path, own, (least, most)),
            grade,
            transfer: carries,
        })
    };
    let minutes = |checks: &mut Checks, path: &str, number: Option<Number>| {
        number.map(|own| checks.number(path, own, (-MOST_MIN, MOST_MIN)))
    };
    let acts = Acts {
        incidents: evidence(&mut checks, "effect.incidents", file.effect.incidents, 10.0),
        answered: evidence(&mut checks, "effect.answered", file.effect.answered, 1.0),
        attended: evidence(&mut checks, "effect.attended", file.effect.attended, 1.0),
        conveyed: evidence(&mut checks, "effect.conveyed", file.effect.conveyed, 10.0),
        on_scene_min: minutes(&mut checks, "effect.on_scene_min", file.effect.on_scene_min),
        handover_min: minutes(&mut checks, "effect.handover_min", file.effect.handover_min),
    };
    checks.team_or_not(&file.effect, file.team.is_some());
    let team = file.team.map(|own| own.read(&mut checks));
    let whole = Number { value: 1.0, low: 1.0, high: 1.0 };
    let eligible = file.cohort.eligible.unwrap_or(whole);
    let pounds = Number { value: file.cost.value, low: file.cost.low, high: file.cost.high };
    let own = Intervention {
        name: name.to_owned(),
        title: checks.text("title", &file.title),
        cohort: checks.cohort(&file.cohort),
        eligible: checks.number("cohort.eligible", eligible, (0.0, 1.0)),
        acts,
        team,
        reach: checks.number("reach", file.reach, (0.0, 1.0)),
        kernel: checks.kernel(&file.timing),
        cost: Cost {
            pounds: checks.number("cost", pounds, (0.0, 1e6)),
            unit: checks.text("cost.unit", &file.cost.unit),
            units_per_incident: checks.within("cost.units_per_incident", file.cost.units_per_incident, 1e4),
        },
        grade,
        source: checks.text("source", &file.source),
        notes: file.notes,
    };
    if checks.faults.is_empty() { Ok(own) } else { Err(checks.faults) }
}

/// What is wrong with a text that does not have the shape of an intervention.
fn unreadable(message: &str) -> Fault {
    let mut words = message.split('`').skip(1).step_by(2);
    let unknown = words.next().filter(|_| message.starts_with("unknown field"));
    let (found, near) = match unknown {
        Some(key) => (format!("the key {}", quoted(key)), nearest(key, words)),
        None => (message.to_owned(), String::new()),
    };
    let example = "`ambics interventions NAME` prints an example";
    let hint = if near.is_empty() { example.to_owned() } else { near };
    Fault::new(found, "the keys of an intervention's file", hint)
}

pub(super) struct Checks {
    faults: Vec<Faulty>,
}

impl Checks {
    pub(super) fn fault(&mut self, path: &str, found: impl Into<String>, rule: impl Into<String>) {
        self.hinted(path, Fault::new(found, rule, ""));
    }

    pub(super) fn hinted(&mut self, path: &str, fault: Fault) {
        self.faults.push(Faulty { path: path.to_owned(), line: None, fault });
    }

    fn text(&mut self, path: &str, text: &str) -> String {
        if text.trim().is_empty() {
            self.fault(path, "nothing", "a text");
        }
        text.trim().to_owned()
    }

    fn grade(&mut self, text: &str) -> Grade {
        match text {
            "A" => Grade::A,
            "B" => Grade::B,
            "C" => Grade::C,
            "D" => Grade::D,
            other => {
                let hint = "A: randomised, ambulance calls counted; B: something else counted; C: before and after; D: opinion";
                self.hinted("grade", Fault::new(quoted(other), "A, B, C or D", hint));
                Grade::D
            }
        }
    }

    pub(super) fn number(&mut self, path: &str, own: Number, (least, most): (f64, f64)) -> Ranged {
        let in_range = |number: &f64| (least..=most).contains(number);
        if ![own.low, own.value, own.high].iter().all(in_range) || own.low > own.value || own.value > own.high
        {
            let found = format!("{} between {} and {}", own.value, own.low, own.high);
            let rule = format!("low, value and high in order, from {least} to {most}");
            let hint = if own.low > own.high { "low and high are the wrong way round" } else { "" };
            self.hinted(path, Fault::new(found, rule, hint));
        }
        Ranged { value: own.value, low: own.low, high: own.high }
    }

    pub(super) fn within(&mut self, path: &str, number: f64, most: f64) -> f64 {
        if !(0.0..=most).contains(&number) {
            self.fault(path, shown(&Value::Float(number)), format!("a number from 0 to {most}"));
        }
        number
    }

    fn kernel(&mut self, timing: &Timing) -> Kernel {
        let half_life_days = timing.half_life_days.map_or(f64::INFINITY, |days| {
            if days <= 0.0 {
                self.fault(
                    "timing.half_life_days",
                    days.to_string(),
                    "days above 0; leave it out if it lasts",
                );
            }
            self.within("timing.half_life_days", days, MOST_DAYS)
        });
        Kernel {
            lag_days: self.within("timing.lag_days", timing.lag_days, MOST_DAYS),
            ramp_days: self.within("timing.ramp_days", timing.ramp_days, MOST_DAYS),
            half_life_days,
        }
    }

    fn cohort(&mut self, who: &Who) -> Cohort {
        let parts = [&who.categories, &who.conditions, &who.ages, &who.origins, &who.settings];
        let mut sets = [u16::MAX; PARTS.len()];
        for ((set, given), (part, known)) in sets.iter_mut().zip(parts).zip(PARTS) {
            let Some(words) = given else { continue };
            *set = 0;
            for word in words {
                match known.iter().position(|known| known == word) {
                    Some(row) => *set |= 1 << row,
                    None => {
                        let hint = nearest(word, known.iter().copied());
                        self.hinted(
                            &format!("cohort.{part}"),
                            Fault::new(quoted(word), known.join(", "), hint),
                        );
                    }
                }
            }
        }
        let [categories, conditions, ages, origins, settings] = sets;
        Cohort { categories, conditions, ages, origins, settings, frequent_callers: who.frequent_callers }
    }
}
