//! A scenario month by month: the same decisions on the inputs of each calendar month.

use crate::problem::Problems;
use crate::region::Month;
use crate::scenario::{Edit, HoursInForce, Scenario};
use crate::world::{OtherInputs, Plan, load_hours_per_week};
use std::collections::BTreeMap;

/// For each calendar month the scenario whose window is that month and whose published inputs are of that month alone.
///
/// Parameters and rules are the scenario's own in all of them; the window and the inputs differ. Hours are those of the
/// scenario times (load of the month / load of the scenario's months)^`fleet.follow_load`: a service plans a busy month
/// with more. Load is as published, so nothing that a scenario changes beside it moves hours. Special days count as ordinary
/// ones: services staff them, and the constant rota of a month would leave New Year's Day as a backlog for weeks.
///
/// # Errors
/// Every month for which the region lacks what a service of the scenario needs.
pub fn monthly_sets(scenario: &Scenario, months: &[Month]) -> Result<Vec<(Month, Scenario)>, Problems> {
    let mut problems = Problems::none();
    let mut sets = Vec::with_capacity(months.len());
    for month in months {
        match scenario.with(&edits(scenario, *month)) {
            Ok(set) => sets.push((*month, set)),
            Err(faults) => problems.extend(faults),
        }
    }
    problems.into_result(|| sets)
}

/// The edits that make a scenario one of a month. Groups of inputs that follow `demand.months` go on doing so.
pub(super) fn edits(scenario: &Scenario, month: Month) -> Vec<Edit> {
    let others = scenario.world_plan().others;
    let stated = [
        ("demand.level_months", others.level_months.is_some()),
        ("demand.mix_months", others.mix_months.is_some()),
        ("demand.disposition_months", others.disposition_months.is_some()),
        ("handover.months", others.handover_months.is_some()),
        ("cycle.months", others.cycle_months.is_some()),
    ];
    let text = month.to_string();
    let keys = stated.into_iter().filter(|(_, is_stated)| *is_stated).map(|(key, _)| key);
    let months = ["demand.months"].into_iter().chain(keys).map(|key| Edit::new(key, text.as_str()));
    let window = [
        Edit::new("run.start", format!("{}", month.first_day())),
        Edit::new("run.days", i64::from(month.days())),
        Edit::new("demand.special_days", false),
    ];
    let hours = hours(scenario, month);
    let hours =
        hours.into_iter().map(|(of, own)| Edit::new(format!("fleet.hours_per_week.{}", of.code), own));
    window.into_iter().chain(months).chain(hours).collect()
}

/// By which factor the edits of a month multiply the hours of a service, by its code; services whose hours stay are left
/// out.
pub(super) fn factors(scenario: &Scenario, month: Month) -> BTreeMap<String, f64> {
    hours(scenario, month).into_iter().map(|(of, own)| (of.code, own / of.hours_per_week)).collect()
}

/// The hours of each service in a month, whole, beside those that the scenario has in force.
fn hours(scenario: &Scenario, month: Month) -> Vec<(HoursInForce, f64)> {
    let follows = scenario.follow_load();
    let region = scenario.region();
    let usual = scenario.world_plan();
    let own = Plan { months: vec![month], others: OtherInputs::default(), ..usual.clone() };
    let usual = Plan { others: OtherInputs::default(), ..usual };
    let of = |stated: HoursInForce| {
        let service = region.find_service(&stated.code)?;
        let load = |plan: &Plan| load_hours_per_week(region, plan, service);
        let ratio = libm::pow(load(&own) / load(&usual), follows);
        let hours = (stated.hours_per_week * ratio).round();
        (ratio.is_finite() && follows > 0.0 && hours >= 1.0).then_some((stated, hours))
    };
    scenario.hours_in_force().into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn a_set_is_of_its_month_alone() {
        let tiny = Scenario::embedded("tiny/tiny").expect("shipped");
        let months = [month("2023-11"), month("2023-12")];
        let own = tiny.with(&[Edit::new("cycle.months", "2023-10")]).expect("a month of tiny");
        let sets = monthly_sets(&own, &months).expect("tiny has both");
        for ((at, set), wanted) in sets.iter().zip(months) {
            let (run, plan) = (set.run(), set.world_plan());
            assert_eq!((*at, run.start, run.days), (wanted, wanted.first_day(), wanted.days()));
            assert_eq!((plan.months, plan.others.cycle_months), (vec![wanted], Some(vec![wanted])));
            assert_eq!((plan.others.level_months, run.seed), (None, tiny.run().seed));
            assert!(!plan.special_days && own.world_plan().special_days, "a month by itself has none");
        }
    }

    #[test]
    fn factors_are_those_of_the_hours_in_the_set() {
        let tiny = Scenario::embedded("tiny/tiny").expect("shipped");
        let at = month("2023-12");
        let (_, set) = monthly_sets(&tiny, &[at]).expect("tiny has it").remove(0);
        let hours = |of: &Scenario| of.hours_in_force()[0].hours_per_week;
        let factor = factors(&tiny, at)["TNY"];
        assert!((hours(&tiny) * factor - hours(&set)).abs() < 1e-9 && factor != 1.0, "{factor}");
        let still = tiny.with(&[Edit::new("fleet.follow_load", 0.0)]).expect("a possible exponent");
        assert!(factors(&still, at).is_empty());
    }

    #[test]
    fn a_month_that_is_not_published_is_a_fault() {
        let tiny = Scenario::embedded("tiny/tiny").expect("shipped");
        let problems = monthly_sets(&tiny, &[month("2031-01")]).expect_err("not published");
        assert!(problems.to_string().contains("2031-01"), "{problems}");
    }
}
