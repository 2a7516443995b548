//! What an emulator answers, as one JSON document.

use crate::report::Asked;
use ambics::experiment::emulator::{Coefficient, Emulator, Input, NOT_AN_EFFECT, Slope};
use serde_json::{Map, Value, json};

/// The question, the answer, how well the emulator foretells, the regression beside it, and the emulator's manifest.
pub(crate) fn answer_json(emulator: &Emulator, (service, told): &Asked<'_>) -> Value {
    let each = |of: &dyn Fn(Input) -> Value| -> Value {
        let pairs = Input::ALL.into_iter().map(|input| (input.name().to_owned(), of(input)));
        Value::Object(pairs.collect::<Map<String, Value>>())
    };
    let slope = |slope: &Slope| json!({ "s": slope.seconds, "low_s": slope.interval_s.0, "high_s": slope.interval_s.1 });
    let slopes = service.slopes();
    let coefficient = |c: &Coefficient| json!({ "s": c.seconds, "low_s": c.seconds - c.half_width_s, "high_s": c.seconds + c.half_width_s });
    let regression = service.regression.as_ref().map(|regression| {
        json!({
            "months": regression.months,
            "n": regression.n,
            "incidents_1_percent": coefficient(&regression.incidents_1_percent),
            "handover_1_min": coefficient(&regression.handover_1_min),
            "r2": regression.r2,
            "correlation": regression.correlation,
        })
    });
    json!({
        "manifest": emulator.manifest,
        "service_code": service.code,
        "ratios": each(&|input| told.ratios[input.row()].into()),
        "ranges": each(&|input| json!([emulator.ranges[input.row()].0, emulator.ranges[input.row()].1])),
        "c2_mean_s": told.c2_mean_s,
        "low_s": told.interval_s.0,
        "high_s": told.interval_s.1,
        "own_c2_mean_s": told.own_c2_mean_s,
        "change_s": told.change_s,
        "change_low_s": told.change_interval_s.0,
        "change_high_s": told.change_interval_s.1,
        "q2": service.q2(),
        "typical_miss_share": service.typical_miss(),
        "slopes": {
            "hours_1_percent": slope(&slopes[0]),
            "incidents_1_percent": slope(&slopes[1]),
            "handover_1_min": slope(&slopes[2]),
        },
        "regression": regression,
        "sentence": NOT_AN_EFFECT,
    })
}
