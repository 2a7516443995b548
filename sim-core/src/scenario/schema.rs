//! The JSON Schema of a scenario file, from the key table and the comments of `defaults.toml`.

use super::chain::defaults;
use super::keys::{Codes, KEYS, Key, Kind, families};
use super::report::Report;
use crate::units::Quantity;
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of a scenario file.
///
/// ```
/// let schema = ambics::scenario::schema();
/// assert_eq!(schema["properties"]["run"]["properties"]["days"]["maximum"], 3660);
/// ```
#[must_use]
pub fn schema() -> Value {
    let mut properties = Map::new();
    for key in KEYS {
        place(&mut properties, key.path, described(key));
    }
    for (path, setting) in settings() {
        place(&mut properties, &path, setting);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ambics scenario",
        "description": "What is decided: selection, window, fleet, arrangement, borders and rules of operation.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "anyOf": [{ "required": ["region"] }, { "required": ["extends"] }],
    })
}

/// Puts a key's schema at its path; a table with a method takes further settings.
fn place(properties: &mut Map<String, Value>, path: &str, schema: Value) {
    let Some((table, rest)) = path.split_once('.') else {
        properties.insert(path.to_owned(), schema);
        return;
    };
    let empty = || json!({ "type": "object", "properties": {}, "additionalProperties": false });
    let group = properties.entry(table).or_insert_with(empty);
    if rest == "method" {
        group["additionalProperties"] = json!(true);
    }
    let below = group["properties"].as_object_mut().expect("a group is made with properties");
    place(below, rest, schema);
}

fn described(key: &Key) -> Value {
    let mut schema = of(&key.kind);
    schema["description"] = json!(key.doc);
    if !key.unit.is_empty() {
        schema["unit"] = json!(key.unit);
    }
    if let Some(value) = defaults(&mut Report::default()).value(key.path) {
        schema["default"] = plain(value);
    }
    schema
}

fn of(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
        Kind::FileName => json!({ "type": "string", "pattern": "^[^/\\\\:]+\\.toml$" }),
        Kind::DataFile => json!({ "type": "string", "pattern": "^[^/\\\\:]+\\.(csv|parquet)$" }),
        Kind::OneOf(words) => json!({ "type": "string", "enum": words }),
        Kind::RegionName => json!({ "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]*$" }),
        Kind::Name(codes) => json!({ "type": "string", "examples": examples(*codes) }),
        Kind::Integer(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Number(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
        Kind::Ratio => json!({ "anyOf": [
            { "type": "number", "exclusiveMinimum": 0, "maximum": 100 },
            { "type": "string", "pattern": "^([+-][0-9.]+ *%|[x×] *[0-9.]+)$" },
        ]}),
        Kind::Quantity(quantity, ..) => quantity_schema(*quantity),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Months => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}( *\\.\\. *[0-9]{4}-[0-9]{2})?$" })
        }
        Kind::Codes(codes) => {
            json!({ "type": "array", "items": { "type": "string" }, "examples": [examples(*codes)] })
        }
        Kind::Map(_, kind) => json!({ "type": "object", "additionalProperties": of(kind) }),
        Kind::Lines => json!({ "type": "string", "examples": ["2 dca daily 07:00-19:00"] }),
        Kind::Interventions => json!({
            "type": "array",
            "items": { "type": "object", "required": ["name"], "properties": { "name": {
                "type": "string", "examples": ["falls_community"],
            }}},
        }),
        Kind::Method(family) => json!({ "type": "string", "enum": family.names }),
    }
}

fn quantity_schema(quantity: Quantity) -> Value {
    let units = match quantity {
        Quantity::Duration => "(ms|s|sec|seconds?|min|minutes?|h|hours?|days?|weeks?)",
        Quantity::Speed => "(km/h|kmh|mph|m/s)",
        Quantity::Money => "(k|m)?",
    };
    let sign = if quantity == Quantity::Money { "£ *" } else { "" };
    json!({
        "type": "string",
        "pattern": format!("^{sign}[0-9][0-9.,_]* *{units}$"),
        "examples": [quantity.example().trim_matches('"')],
    })
}

const fn examples(codes: Codes) -> &'static [&'static str] {
    match codes {
        Codes::Service => &["RYF"],
        Codes::Ics => &["QVV"],
        Codes::District => &["E06000058"],
        Codes::Patch => &["RYF-QVV"],
        Codes::ServiceOrPatch => &["RYF", "RYF-QVV"],
        Codes::Profile => &["rota"],
        Codes::Assumption => &["day_effect_cv"],
        Codes::Hospital => &["RK950"],
        Codes::Station => &["RYF-S001"],
        Codes::ServiceOrHospital => &["RYF", "RK950"],
        Codes::Hour => &["17"],
        Codes::SoloKind => &["rrv"],
    }
}

/// A kept value as a scenario file would write it.
fn plain(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(datetime) => json!(datetime.to_string()),
        other => json!(other),
    }
}

/// The settings of the default methods: what `defaults.toml` gives them, and what its comment says.
fn settings() -> Vec<(String, Value)> {
    let document: toml_edit::DocumentMut =
        ambics_scenarios::defaults().parse().expect("defaults.toml is sound TOML");
    let settings = defaults(&mut Report::default());
    let mut found = Vec::new();
    for table in families().map(|(key, _)| key.path.trim_end_matches(".method")) {
        let own = settings
            .below(table)
            .filter(|(name, _)| !KEYS.iter().any(|key| key.path == format!("{table}.{name}")));
        for (name, setting) in own {
            let mut schema = like(&setting.value);
            schema["description"] = json!(comment(&document, table, name));
            schema["default"] = plain(&setting.value);
            found.push((format!("{table}.{name}"), schema));
        }
    }
    found
}

/// The schema of values like this one.
fn like(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) if Quantity::Duration.parse(text).is_some() => {
            let mut schema = quantity_schema(Quantity::Duration);
            schema["unit"] = json!("duration");
            schema
        }
        toml::Value::Integer(_) | toml::Value::Float(_) => json!({ "type": "number" }),
        toml::Value::Boolean(_) => json!({ "type": "boolean" }),
        _ => json!({ "type": "string" }),
    }
}

/// The comment behind a value of `defaults.toml`.
fn comment(document: &toml_edit::DocumentMut, table: &str, name: &str) -> String {
    let item = table.split('.').chain([name]).try_fold(document.as_item(), |item, part| item.get(part));
    let behind = item
        .and_then(|item| item.as_value())
        .and_then(|value| value.decor().suffix())
        .and_then(|raw| raw.as_str());
    behind.unwrap_or_default().trim().trim_start_matches('#').trim().to_owned()
}
