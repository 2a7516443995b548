//! The canonical text: every setting that is in force, one a line, in the order of the key table.

use super::chain::method_table;
use super::family::{Family, configured};
use super::files::DataFile;
use super::keys::{KEYS, Key, Kind};
use super::layer::Layer;
use super::value::duration;
use crate::category::Category;
use crate::governance::ArrangementConfig;
use crate::policy::{DeskConfig, PolicyConfig, ShiftEnd, Span};
use std::fmt::Write as _;
use toml::Value;

/// The canonical text of checked settings, a scenario file itself.
///
/// Behind the name of a data file stands the hash of its bytes, so that another content is another text.
pub(super) fn text(settings: &Layer, files: &[DataFile]) -> String {
    let mut text = String::new();
    for key in KEYS {
        match &key.kind {
            Kind::Method(family) => method(settings, key, family, &mut text),
            Kind::DataFile => {
                for file in files.iter().filter(|file| file.key == key.path) {
                    let name = Value::from(file.name.as_str());
                    writeln!(text, "{} = {name} # blake3 {}", key.path, file.blake3)
                        .expect("a string takes every text");
                }
            }
            Kind::Interventions => {
                interventions(settings, files, &mut text);
            }
            Kind::Map(..) if key.only.is_some() => {}
            Kind::Map(..) => {
                for (code, setting) in settings.below(key.path) {
                    line(&format!("{}.{}", key.path, quoted_key(code)), &setting.value, &mut text);
                }
            }
            _ => settings
                .value(key.path)
                .into_iter()
                .for_each(|value| line(key.path, &in_order(value), &mut text)),
        }
    }
    text
}

/// The list of interventions on one line, and behind it the hashes of the files that it names.
fn interventions(settings: &Layer, files: &[DataFile], text: &mut String) {
    let list = settings
        .value(super::interventions::KEY)
        .filter(|list| list.as_array().is_some_and(|l| !l.is_empty()));
    let Some(list) = list else { return };
    write!(text, "{} = {list}", super::interventions::KEY).expect("a string takes every text");
    for file in files.iter().filter(|file| file.key == super::interventions::KEY) {
        write!(text, " # {} blake3 {}", file.name, file.blake3).expect("a string takes every text");
    }
    text.push('\n');
}

fn line(path: &str, value: &Value, text: &mut String) {
    let is_empty = value.as_array().is_some_and(Vec::is_empty);
    if !is_empty {
        writeln!(text, "{path} = {value}").expect("a string takes every text");
    }
}

/// A list of codes is a set.
fn in_order(value: &Value) -> Value {
    let Some(items) = value.as_array() else { return value.clone() };
    let mut codes: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    codes.sort_unstable();
    codes.dedup();
    Value::Array(codes.into_iter().map(Value::from).collect())
}

/// A method's name and its settings as the method itself writes them.
fn method(settings: &Layer, key: &Key, family: &Family, text: &mut String) {
    let table = key.path.trim_end_matches(".method");
    let written = (family.read)(method_table(settings, key)).expect("loading has read this method");
    written.get("method").into_iter().for_each(|name| line(key.path, name, text));
    for (name, value) in written.iter().filter(|(name, _)| *name != "method") {
        match value {
            Value::Table(entries) => {
                for (code, value) in entries {
                    line(&format!("{table}.{name}.{}", quoted_key(code)), value, text);
                }
            }
            value => line(&format!("{table}.{name}"), value, text),
        }
    }
}

/// The rules of operation of checked settings.
pub(super) fn policy(settings: &Layer) -> PolicyConfig {
    PolicyConfig {
        dispatch: read(settings, "policy.dispatch.method"),
        diversion: read(settings, "policy.diversion.method"),
        queue: read(settings, "policy.queue.method"),
        hospital: read(settings, "policy.hospital.method"),
        relocation: read(settings, "policy.relocation.method"),
        handover: read(settings, "policy.handover.method"),
        breaks: read(settings, "policy.breaks.method"),
        shift_end: shift_end(settings),
        desks: DeskConfig {
            calls: read(settings, "policy.calls.method"),
            clinical: read(settings, "policy.clinical.method"),
            patience: read(settings, "policy.patience.method"),
            reserve: read(settings, "policy.reserve.method"),
            safety_plan: read(settings, "policy.safety_plan.method"),
        },
    }
}

/// The rule of the end of a shift.
fn shift_end(settings: &Layer) -> ShiftEnd {
    let span = |path| settings.text(path).map_or(Span::minutes(0), |text| Span(duration(text)));
    let last = settings.text("policy.shift_end.restricted_to");
    let category = Category::ALL.into_iter().find(|category| Some(category.name()) == last);
    ShiftEnd {
        restricted: span("policy.shift_end.restricted"),
        restricted_to: category.expect("loading has checked the category"),
        protected: span("policy.shift_end.protected"),
    }
}

/// The arrangement of checked settings.
pub(super) fn arrangement(settings: &Layer) -> ArrangementConfig {
    read(settings, "arrangement.method")
}

fn read<C: serde::de::DeserializeOwned>(settings: &Layer, path: &str) -> C {
    let key = KEYS.iter().find(|key| key.path == path).expect("the key table holds each family");
    configured(method_table(settings, key)).expect("loading has read this method")
}

/// A code as a key of TOML.
fn quoted_key(code: &str) -> String {
    let is_bare =
        !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare { code.to_owned() } else { Value::from(code).to_string() }
}
