//! Families of methods: a name, and settings that the method itself reads.

use super::report::{Fault, nearest, quoted, shown};
use crate::governance::ArrangementConfig;
use crate::policy::bounds;
use crate::policy::calls::CallConfig;
use crate::policy::clinical::ClinicalConfig;
use crate::policy::patience::PatienceConfig;
use crate::policy::reserve::ReserveConfig;
use crate::policy::safety_plan::SafetyPlanConfig;
use crate::policy::{
    BreaksConfig, DispatchConfig, DiversionConfig, HandoverConfig, HospitalConfig, QueueConfig,
    RelocationConfig,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// A family of methods that a scenario chooses from.
#[derive(Debug)]
pub(super) struct Family {
    /// The names of its methods.
    pub names: &'static [&'static str],
    /// Reads a method's name and settings, and writes them in the one form in which they are kept.
    pub read: fn(Table) -> Result<Table, toml::de::Error>,
}

pub(super) static ARRANGEMENT: Family =
    Family { names: ArrangementConfig::NAMES, read: rewritten::<ArrangementConfig> };
pub(super) static DISPATCH: Family =
    Family { names: DispatchConfig::NAMES, read: rewritten::<DispatchConfig> };
pub(super) static DIVERSION: Family =
    Family { names: DiversionConfig::NAMES, read: rewritten::<DiversionConfig> };
pub(super) static QUEUE: Family = Family { names: QueueConfig::NAMES, read: rewritten::<QueueConfig> };
pub(super) static HOSPITAL: Family =
    Family { names: HospitalConfig::NAMES, read: rewritten::<HospitalConfig> };

pub(super) static RELOCATION: Family =
    Family { names: RelocationConfig::NAMES, read: rewritten::<RelocationConfig> };
pub(super) static HANDOVER: Family =
    Family { names: HandoverConfig::NAMES, read: rewritten::<HandoverConfig> };

pub(super) static BREAKS: Family = Family { names: BreaksConfig::NAMES, read: rewritten::<BreaksConfig> };
pub(super) static CALLS: Family = Family { names: CallConfig::NAMES, read: rewritten::<CallConfig> };
pub(super) static CLINICAL: Family =
    Family { names: ClinicalConfig::NAMES, read: rewritten::<ClinicalConfig> };
pub(super) static PATIENCE: Family =
    Family { names: PatienceConfig::NAMES, read: rewritten::<PatienceConfig> };
pub(super) static RESERVE: Family = Family { names: ReserveConfig::NAMES, read: rewritten::<ReserveConfig> };
pub(super) static SAFETY_PLAN: Family =
    Family { names: SafetyPlanConfig::NAMES, read: rewritten::<SafetyPlanConfig> };

fn rewritten<C: DeserializeOwned + Serialize>(table: Table) -> Result<Table, toml::de::Error> {
    configured::<C>(table)
        .map(|config| Table::try_from(config).expect("a configuration is a table of plain values"))
}

/// The configuration that a table of a method's name and settings states.
pub(super) fn configured<C: DeserializeOwned>(table: Table) -> Result<C, toml::de::Error> {
    Value::Table(table).try_into()
}

/// No setting has this name.
const NO_SETTING: &str = "?";

impl Family {
    /// The names of a method's settings, as the method itself states them.
    pub fn settings(&self, method: &str) -> Vec<String> {
        let mut table = table(method);
        table.insert(NO_SETTING.to_owned(), Value::Boolean(true));
        let message = (self.read)(table).err().map(|error| error.message().to_owned()).unwrap_or_default();
        // `unknown field `?`, expected one of `a`, `b``: every second part is a name.
        message.split('`').skip(1).step_by(2).filter(|name| *name != NO_SETTING).map(str::to_owned).collect()
    }

    /// The faults of a method's settings, each under the setting's name.
    pub fn faults(&self, method: &str, settings: &Table, beside: &[&str]) -> Vec<(String, Fault)> {
        let known = self.settings(method);
        let mut faults = Vec::new();
        for (name, value) in settings.iter().take(MOST_SETTINGS) {
            if !known.contains(name) {
                let allowed = known.iter().map(String::as_str).chain(beside.iter().copied());
                let rule = format!("a setting of {}", quoted(method));
                faults.push((name.clone(), Fault::new(format!("`{name}`"), rule, nearest(name, allowed))));
                continue;
            }
            let mut alone = table(method);
            alone.insert(name.clone(), value.clone());
            if let Err(error) = (self.read)(alone).or_else(forgive_missing) {
                let rule = rule(error.message());
                faults.push((name.clone(), Fault::new(shown(value), rule, hint(rule, value))));
            }
        }
        faults
    }

    /// The fault of settings that are not given, if the method needs them.
    pub fn missing(&self, method: &str, settings: &Table) -> Option<Fault> {
        let known = self.settings(method);
        let mut given = table(method);
        let fitting = settings.iter().filter(|(name, _)| known.contains(name));
        given.extend(fitting.map(|(name, value)| (name.clone(), value.clone())));
        let error = (self.read)(given).err()?;
        let absent = known.iter().filter(|name| !settings.contains_key(*name));
        let absent = absent.map(String::as_str).collect::<Vec<_>>().join(", ");
        let rule = format!("{} states each of its settings", quoted(method));
        error.message().starts_with(MISSING).then(|| Fault::new(format!("no {absent}"), rule, ""))
    }
}

/// Most settings that are looked at; no method takes as many.
const MOST_SETTINGS: usize = 200;
const MISSING: &str = "missing field";

fn forgive_missing(error: toml::de::Error) -> Result<Table, toml::de::Error> {
    if error.message().starts_with(MISSING) { Ok(Table::new()) } else { Err(error) }
}

fn table(method: &str) -> Table {
    Table::from_iter([("method".to_owned(), Value::String(method.to_owned()))])
}

/// What a reader's message asks for, without what it says it found.
fn rule(message: &str) -> &str {
    let rule = message.trim();
    if rule.starts_with("found ") { rule.split_once("; ").map_or(rule, |(_, rest)| rest) } else { rule }
}

/// What may have been meant: a percentage for a share, and most often a duration without its unit.
fn hint(rule: &str, value: &Value) -> String {
    let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
    match number {
        Some(percent) if rule == bounds::SHARE && (1.0..=100.0).contains(&percent) => {
            format!("if it is a percentage, write {}", percent / 100.0)
        }
        Some(_) if rule == bounds::SHARE => "0 is none, 1 is all".to_owned(),
        Some(_) if bounds::FROM_ZERO.contains(&rule) => "0 is none".to_owned(),
        Some(number) => format!("if it is a duration, write \"{number} min\""),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_states_its_settings() {
        assert_eq!(DISPATCH.settings("closest_available"), ["reach", "responder_reach"]);
        assert_eq!(HOSPITAL.settings("nearest_open"), [""; 0]);
        assert_eq!(ARRANGEMENT.settings("table"), ["hours_per_week"]);
    }

    #[test]
    fn every_fault_of_a_methods_settings_is_found() {
        let settings: Table = "responder_reach = 2\nraech = \"45 min\"".parse().expect("sound TOML");
        let faults = DISPATCH.faults("closest_available", &settings, &[]);
        let names: Vec<&str> = faults.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["raech", "responder_reach"]);
        assert_eq!(faults[0].1.hint, "did you mean `reach`?");
        assert_eq!(faults[1].1.rule, "a duration states its unit, for example \"22 min\"");
        assert_eq!(faults[1].1.hint, "if it is a duration, write \"2 min\"");
    }

    #[test]
    fn a_missing_setting_is_named() {
        let settings: Table = "reach = \"45 min\"".parse().expect("sound TOML");
        assert_eq!(DISPATCH.faults("closest_available", &settings, &[]), []);
        let missing = DISPATCH.missing("closest_available", &settings);
        assert_eq!(missing.map(|fault| fault.found).as_deref(), Some("no responder_reach"));
    }
}
