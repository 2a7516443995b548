//! What a search for a target gave, as one JSON document.

use super::list;
use ambics::experiment::{Found, Seek};
use serde_json::{Value, json};

/// The question, the answer, what was tried, and the manifest of the scenario as it stands.
pub(crate) fn seek_json(sought: &Seek) -> Value {
    let (goal, knob) = (&sought.goal, &sought.knob);
    let (low, high) = knob.range();
    json!({
        "manifest": sought.base.as_ref().map(|base| base.manifest(0)),
        "question": {
            "key": knob.path(),
            "unit": knob.unit(),
            "in_force": knob.present(),
            "range": [low, high],
            "level": goal.level().name(),
            "area_code": goal.code(),
            "category": goal.category().name(),
            "statistic": goal.statistic().name(),
            "target_s": goal.target_s(),
        },
        "found": name(&sought.found),
        "answer": answer(sought),
        "no_answer": no_answer(&sought.found),
        "point": list(&sought.table()),
        "sentences": sought.sentences(),
    })
}

const fn name(found: &Found) -> &'static str {
    match found {
        Found::Answer(_) => "answer",
        Found::OutOfReach { .. } => "out_of_reach",
        Found::Turns { .. } => "turns",
        Found::Stopped => "stopped",
    }
}

fn answer(sought: &Seek) -> Value {
    let Some(answer) = sought.answer() else { return Value::Null };
    let ends = answer.gives.interval();
    json!({
        "value": answer.value,
        "low": answer.low,
        "high": answer.high,
        "rounded_to": answer.step,
        "edit": sought.edit().map(|edit| edit.to_string()),
        "gives_s": answer.gives.mean,
        "gives_low_s": ends.map(|ends| ends.0),
        "gives_high_s": ends.map(|ends| ends.1),
        "s_per_unit": answer.slope,
    })
}

fn no_answer(found: &Found) -> Value {
    match found {
        Found::OutOfReach { nearest, ends, acts } => {
            json!({ "nearest": nearest, "ends": [ends.0, ends.1], "acts": acts })
        }
        Found::Turns { rises, falls } => {
            json!({ "rises": [rises.0, rises.1], "falls": [falls.0, falls.1] })
        }
        Found::Answer(_) | Found::Stopped => Value::Null,
    }
}
