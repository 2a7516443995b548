//! Settings of methods that are an assumption of the region where a scenario leaves them out.

use super::layer::{Layer, Setting};
use super::report::{Fault, Report};
use crate::region::Region;
use toml::Value;

/// A setting of a method, the assumption that stands in for it, and the unit in which that is given; empty for a number.
struct Assumed {
    family: &'static str,
    method: &'static str,
    setting: &'static str,
    assumption: &'static str,
    unit: &'static str,
}

const fn assumed(
    [family, method, setting]: [&'static str; 3],
    assumption: &'static str,
    unit: &'static str,
) -> Assumed {
    Assumed { family, method, setting, assumption, unit }
}

const ASSUMED: [Assumed; 11] = [
    assumed(["calls", "desk", "handling"], "call_handling_s", "s"),
    assumed(["calls", "desk", "patience"], "call_patience_s", "s"),
    assumed(["clinical", "desk", "assessment"], "assessment_min", "min"),
    assumed(["clinical", "desk", "upgrade_share"], "upgrade_share", ""),
    assumed(["clinical", "desk", "downgrade_share"], "downgrade_share", ""),
    assumed(["patience", "by_category", "median_c2"], "patience_median_h_c2", "h"),
    assumed(["patience", "by_category", "median_c3"], "patience_median_h_c3", "h"),
    assumed(["patience", "by_category", "median_c4"], "patience_median_h_c4", "h"),
    assumed(["patience", "by_category", "median_other"], "patience_median_h_other", "h"),
    assumed(["patience", "by_category", "self_presents_share"], "self_presents_share", ""),
    assumed(["patience", "by_category", "welfare_call_every"], "welfare_call_interval_min", "min"),
];

impl Assumed {
    fn path(&self) -> String {
        format!("policy.{}.{}", self.family, self.setting)
    }

    /// The assumption in force, as a scenario would write it.
    fn value(&self, region: &Region, settings: &Layer) -> Option<Value> {
        let own = settings.number(&format!("assumption.{}", self.assumption));
        let given = region.assumptions.iter().find(|given| given.name == self.assumption);
        let value = own.or(given.map(|given| given.value))?;
        Some(if self.unit.is_empty() {
            Value::Float(value)
        } else {
            Value::String(format!("{value} {}", self.unit))
        })
    }
}

/// The settings with every assumption that stands in for a setting left out.
pub(super) fn with_assumed(region: &Region, settings: &Layer) -> Layer {
    let mut whole = settings.clone();
    for row in &ASSUMED {
        let Some(method) = settings.get(&format!("policy.{}.method", row.family)) else { continue };
        let is_chosen = method.value.as_str() == Some(row.method);
        if !is_chosen || settings.get(&row.path()).is_some() {
            continue;
        }
        if let Some(value) = row.value(region, settings) {
            let place = method.place.clone();
            whole.set(&row.path(), Setting { value, place, lines: Vec::new() });
        }
    }
    whole
}

/// No assessment both raises and lowers a category, where a scenario states both shares.
pub(super) fn check_assessment(settings: &Layer, report: &mut Report) {
    let path = "policy.clinical.downgrade_share";
    let (Some(down), Some(up)) = (settings.get(path), settings.number("policy.clinical.upgrade_share"))
    else {
        return;
    };
    let both = down.value.as_float().unwrap_or(0.0) + up;
    if both > 1.0 {
        let rule = "upgrade_share and downgrade_share are at most 1 together";
        report.at(&down.place, path, Fault::new(format!("{both} together"), rule, "lower one of them"));
    }
}
