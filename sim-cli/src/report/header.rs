//! What stands above every result: what was run, on what, and what to doubt.

use super::areas;
use crate::document::{Block, Document, count, counted};
use ambics::experiment::{ArmResult, Experiment};
use ambics::outcome::Level;
use ambics::scenario::{Scenario, TODAY};

/// Share of incidents without a response above which a result is doubtful.
const OPEN_SHARE: f64 = 0.005;
/// Replications below which an interval is rough.
const FEW_REPLICATIONS: usize = 10;
/// Services up to which hours are listed one by one.
const LISTED: usize = 3;

pub(super) fn begin(document: &mut Document, experiment: &Experiment, overruled: &[String]) {
    let base = &experiment.arms[0];
    document.blocks.push(Block::Label(synthetic(&base.scenario)));
    let mut facts = Vec::new();
    for (row, arm) in experiment.arms.iter().enumerate() {
        let term = match (row, experiment.arms.len()) {
            (0, 1) => "Scenario",
            (0, _) => "Baseline",
            _ => "Arm",
        };
        let own = if row == 0 { None } else { Some(own_keys(&arm.scenario, &base.scenario)) };
        let words = arrangement(&arm.scenario, row == 0);
        facts.push((term.to_owned(), format!("{}. {words}{}", arm.name, own.unwrap_or_default())));
    }
    facts.extend(common_facts(experiment));
    document.blocks.push(Block::Facts(facts));
    warnings(document, experiment, overruled);
}

/// What is made up, in one line.
pub(super) fn synthetic(scenario: &Scenario) -> String {
    let region = scenario.region();
    let services = scenario.services();
    let own = || region.stations().iter().filter(|station| services.contains(&station.service));
    let (made_up, all) = (own().filter(|station| station.synthetic).count(), own().count());
    let stations = match made_up {
        0 => format!("{} as supplied", counted(all, "station")),
        n if n == all => format!("all {all} stations stand at synthetic places"),
        n => format!("{n} of {all} stations stand at synthetic places"),
    };
    let pattern = match scenario.has_own_rota() {
        true => "the rota is the scenario's own",
        false => "the rota pattern is generated",
    };
    let label = if made_up == 0 && scenario.has_own_rota() { "OWN DATA" } else { "SYNTHETIC" };
    format!("{label}: {stations}; {pattern}")
}

/// Keys in which an arm differs from the baseline that are named.
const KEYS: usize = 6;

/// The settings that an arm has and the baseline has not.
fn own_keys(arm: &Scenario, base: &Scenario) -> String {
    let (own, its) = (arm.canonical(), base.canonical());
    let known: Vec<&str> = its.lines().collect();
    let differs = |line: &&str| !known.contains(line) && !line.starts_with("name = ");
    let lines: Vec<&str> = own.lines().filter(differs).collect();
    let more = if lines.len() > KEYS { format!("; {} more", lines.len() - KEYS) } else { String::new() };
    match lines.len() {
        0 => " It sets no key otherwise than the baseline.".to_owned(),
        n => format!(" It sets {}{more}.", lines[..n.min(KEYS)].join("; ")),
    }
}

/// What an arrangement is, in its own words; those of today are said once.
fn arrangement(scenario: &Scenario, is_first: bool) -> String {
    let hours = count(scenario.uplift_hours_per_week());
    let method = scenario.arrangement().name();
    let fence = scenario.border().ring_fence;
    let words = match method {
        "today" if is_first => today(scenario),
        "today" => "Arranged as today.".to_owned(),
        "lead" => format!(
            "One contract for the whole service{}: {hours} vehicle-hours a week more, standing by workload over all \
             its stations.",
            lead(scenario)
        ),
        "bilateral" => format!(
            "Each ICS has its own agreement: it rosters its population share of {hours} vehicle-hours a week more \
             inside its own patch."
        ),
        "table" => format!("{hours} vehicle-hours a week more, by patch as the scenario lists them."),
        other => format!("Arrangement {other}, {hours} vehicle-hours a week more."),
    };
    match (fence > 0.0, method) {
        (true, _) => format!(
            "{words} Ring fence {fence}. Hypothetical: no English ambulance trust dispatches inside ICS borders."
        ),
        (false, "today") => words,
        (false, _) => format!("{words} Dispatch is trust-wide, as today."),
    }
}

/// What the definition of today says of the South West.
const SOUTH_WEST: &str = " (South West: NHS Dorset, contract of April 2025 to March 2027)";

/// What today means, with who holds the contract where one service is simulated.
fn today(scenario: &Scenario) -> String {
    let region = scenario.region();
    let [service] = scenario.services()[..] else { return TODAY.replace(SOUTH_WEST, "") };
    let service = &region.services()[service.index()];
    let holder = service.lead_ics.map(|ics| region.icses()[ics.index()].short_name.as_str());
    let here = match (holder, service.lead_basis.as_str()) {
        _ if service.code == "RYF" => return TODAY.to_owned(),
        (Some(ics), "published") => format!(" (here: {ics})"),
        (Some(ics), _) => format!(" (here: {ics}, not from a published source)"),
        (None, _) => " (whose, no open source says for this service)".to_owned(),
    };
    TODAY.replace(SOUTH_WEST, &here)
}

/// The lead ICS, where there is one service and its lead is known.
fn lead(scenario: &Scenario) -> String {
    match scenario.leads().as_slice() {
        [(_, Some(ics))] => format!(", held by {}", scenario.region().icses()[ics.index()].short_name),
        _ => ", held by its lead ICS".to_owned(),
    }
}

pub(super) fn common_facts(experiment: &Experiment) -> Vec<(String, String)> {
    let base = &experiment.arms[0];
    let run = base.scenario.run();
    let months = base.scenario.world_plan().months;
    let months = match (months.first(), months.last()) {
        (Some(first), Some(last)) if first != last => format!("published months {first} to {last}"),
        (Some(only), _) => format!("published month {only}"),
        _ => "no published month".to_owned(),
    };
    let same = if experiment.arms.len() > 1 { "; every arm meets the same incidents" } else { "" };
    let facts = [
        ("Place", place(base)),
        (
            "Window",
            format!(
                "{} days from {}, 04:00; lead-in not counted",
                run.days,
                run.start.strftime("%a %-d %B %Y")
            ),
        ),
        ("Replications", format!("{}, seed {}{same}", experiment.replications.len(), run.seed)),
        ("Demand", months + &growth(&base.scenario)),
        ("Hours", hours(base)),
    ];
    facts.map(|(term, fact)| (term.to_owned(), fact)).into()
}

/// Where demand differs from the published level.
fn growth(scenario: &Scenario) -> String {
    let grown = scenario.world_plan().growth;
    let one = |(ics, factor): (&ambics::ids::IcsId, &f64)| {
        format!("; {} at {factor} of the published level", scenario.region().icses()[ics.index()].code)
    };
    grown.iter().filter(|(_, factor)| **factor != 1.0).map(one).collect()
}

/// The part of the hours that stands in a selection, where it cuts a service.
fn selected_hours(arm: &ArmResult) -> String {
    match areas::cut(arm).is_empty() {
        true => String::new(),
        false => {
            let rostered: u32 = arm.rostered_per_week.values().sum();
            format!("; {} of them rostered in this selection", count(f64::from(rostered)))
        }
    }
}

fn place(arm: &ArmResult) -> String {
    let region = arm.scenario.region();
    let groups = |level: Level| arm.levels.get(level).map_or(0, |grouping| grouping.codes.len());
    let simulated = region.areas().iter().zip(arm.scenario.areas()).filter(|(_, simulated)| **simulated);
    let people: f64 = simulated.map(|(area, _)| area.residents).sum();
    let service = match arm.scenario.services().as_slice() {
        [only] => region.services()[only.index()].name.clone(),
        several => format!("{} ambulance services", several.len()),
    };
    let icses = groups(Level::Ics);
    let plural = if icses == 1 { "ICS" } else { "ICSs" };
    format!("{service}, {icses} {plural}, {} residents", count(people))
}

/// The hours that stand today, and how they are known.
fn hours(arm: &ArmResult) -> String {
    let rostered: u32 = arm.rostered_per_week.values().sum();
    if arm.scenario.has_own_rota() {
        return format!(
            "{} ambulance hours a week by the scenario's own rota, as they are rostered: not the fitted effective hours",
            count(f64::from(rostered))
        );
    }
    in_force(&arm.scenario) + &selected_hours(arm)
}

/// Effective hours by service.
fn in_force(scenario: &Scenario) -> String {
    let in_force = scenario.hours_in_force();
    let known = |assumption: &Option<String>| match assumption {
        Some(assumption) => format!("assumption: {}", assumption.trim_start_matches("assumption: ")),
        None => "set by the scenario".to_owned(),
    };
    if in_force.len() <= LISTED {
        let one = |h: &ambics::scenario::HoursInForce| {
            format!(
                "{} {} effective hours a week ({})",
                h.code,
                count(h.hours_per_week),
                known(&h.assumption)
            )
        };
        return in_force.iter().map(one).collect::<Vec<_>>().join("; ");
    }
    let mut how: Vec<String> = in_force.iter().map(|h| known(&h.assumption)).collect();
    how.sort_unstable();
    how.dedup();
    let services = scenario.services().len();
    let whole: f64 = in_force.iter().take(services).map(|h| h.hours_per_week).sum();
    format!("{} effective hours a week of {services} services ({})", count(whole), how.join("; "))
}

pub(super) fn warnings(document: &mut Document, experiment: &Experiment, overruled: &[String]) {
    let asked = experiment.arms[0].scenario.run().replications;
    let n = experiment.replications.len();
    if !experiment.complete {
        document.warning(format!("stopped early: {n} of {asked} replications are here."));
    }
    if n == 1 {
        document.warning("one replication has no intervals: another draw of luck would give other figures.");
    } else if n < FEW_REPLICATIONS {
        document.warning(format!("{n} replications give rough intervals; 30 or more are better."));
    }
    super::fit::warn(document, &experiment.arms[0]);
    for code in areas::cut(&experiment.arms[0]) {
        document.warning(format!(
            "only a part of {code} is simulated. Its vehicles are dispatched trust-wide in life; here the part stands \
             alone with its share of hours that were fitted for the whole. Prefer the whole service, and read the part."
        ));
    }
    for arm in &experiment.arms {
        let open = super::mean_count(arm, ambics::outcome::Measures::open_share);
        if open > OPEN_SHARE {
            let share = crate::document::share(Some(open));
            document
                .warning(format!("{}: {share} of incidents had no response when the run stopped.", arm.name));
        }
        for warning in arm.scenario.warnings() {
            document.warning(format!("{}: {warning}", arm.name));
        }
    }
    overruled.iter().for_each(|text| document.warning(text.as_str()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_of_the_south_west_is_told_of_no_other_service() {
        assert!(TODAY.contains(SOUTH_WEST));
        let told = |code: &str| today(&Scenario::demo(code).expect("a service of England"));
        assert!(told("RYF").contains("NHS Dorset"));
        for (code, here) in
            [("RX8", "(here: "), ("R1F", "not from a published source"), ("RRU", "no open source")]
        {
            let said = told(code);
            assert!(said.contains(here) && !said.contains("Dorset"), "{said}");
        }
    }
}
