//! Reading a study: its service, what is wanted, numbers in force, arrangements.

use super::super::parse::{Node, Source};
use super::super::report::{Fault, Place, Report, nearest, quoted};
use super::super::shelf::{NoRegion, SCENARIO, Shelf, name_fault};
use super::ArrangementStudy;
use super::given::Given;
use super::ground::{Ground, MemberGround};
use super::means::{Beside, Means};
use super::parts::Parts;
use crate::governance::process::{DisciplineConfig, ForumKind, Meetings, Number, Proposal};
use crate::region::{ForumRow, Ranged, Region};
use crate::rng::code64;
use jiff::civil::Date;
use std::sync::Arc;
use toml::Value;

const KEYS: [&str; 14] = [
    "kind",
    "name",
    "region",
    "service",
    "process",
    "proposal",
    "arrangement",
    "number",
    "member",
    "means",
    "partner",
    "shock",
    "workforce",
    "recruits",
];
const PROCESS: [&str; 8] = [
    "start",
    "years",
    "draws",
    "seed",
    "team_hours_per_week",
    "discipline",
    "work_in_progress",
    "override_after_refusals",
];
const PROPOSAL: [&str; 9] = [
    "name",
    "work_ratio",
    "benefit",
    "grade",
    "cost_gap",
    "partners",
    "from",
    "handover_minutes",
    "data_sharing",
];
const MEMBER: [&str; 3] = ["engagement_hours_per_week", "maturity", "relationship"];
/// Evidence in steps from the middle of A to D.
const GRADES: [(&str, f64); 4] = [("A", 1.0), ("B", 1.0 / 3.0), ("C", -1.0 / 3.0), ("D", -1.0)];
/// What stands where a study leaves it out.
const START: Date = Date::constant(2026, 4, 1);
const YEARS: f64 = 5.0;
const DRAWS: i64 = 2_000;

pub(super) fn study(
    shelf: &Shelf,
    source: &Source,
    tree: &Node,
    report: &mut Report,
) -> Option<ArrangementStudy> {
    let given = Given::of(tree, "", source);
    given.only(&KEYS, report);
    given.word("kind", &[("arrangements", ())], report);
    let region = region(&given, shelf, report)?;
    let mut ground = ground(&given, &region, report)?;
    members(&given, &mut ground.members, report);
    let empty = Node::of(Value::Table(toml::Table::new()));
    let process = given.table("process").unwrap_or_else(|| Given::of(&empty, "process", source));
    process.only(&PROCESS, report);
    let start = process.date("start", report).unwrap_or(START);
    let years = process.number("years", &(0.1..=30.0), report).unwrap_or(YEARS);
    let draws = process.whole_number("draws", 1..=1_000_000, report).unwrap_or(DRAWS);
    let seed = process.whole_number("seed", 0..=i64::MAX, report).unwrap_or(1);
    let limit = process.whole_number("work_in_progress", 0..=10_000, report).unwrap_or(0);
    let override_after = process.whole_number("override_after_refusals", 0..=1_000, report).unwrap_or(0);
    let arrangements = arrangements((shelf, &given), &ground.members, report);
    let horizon_days = (years * 365.25).round();
    let proposals = proposals(&given, start, report);
    let beside = beside_the_process(&given, report);
    Some(ArrangementStudy {
        name: given.text("name", report).unwrap_or_else(|| ground.service.1.clone()),
        start,
        horizon_days,
        draws: draws as u32,
        seed: seed as u64,
        team_hours: team_hours(&process, ground.team_hours, report),
        discipline: discipline(&process, report),
        work_in_progress: limit as usize,
        proposals,
        means: Means::read(&given, beside, report),
        numbers: numbers(&given, &region, report),
        pressure: super::pressure::pressure(region.season(), start, horizon_days),
        override_after: override_after as u32,
        workforce: super::workforce::workforce(&given, report),
        shocks: super::shocks::shocks(&given, start, &ground.members, report),
        meetings: meetings(region.forums(), start, horizon_days as usize),
        hash: hash(&source.text, &arrangements, &region),
        arrangements,
        ground,
        region: Arc::new(region),
    })
}

/// The study's text and the arrangements as read: what they are, whatever file they stand in.
fn hash(text: &str, arrangements: &[Parts], region: &Region) -> String {
    let whole = format!("{text}\n{arrangements:?}\n{}", region.sources().hash);
    blake3::hash(whole.as_bytes()).to_hex().to_string()
}

fn region(given: &Given<'_>, shelf: &Shelf, report: &mut Report) -> Option<Region> {
    let name = given.text("region", report);
    let Some(name) = name else {
        let fault = Fault::new("no region", "a study names its region", "region = \"england-2022\"");
        given.fault("region", fault, report);
        return None;
    };
    if let Some(hint) = name_fault(&name, &[]) {
        given.fault("region", Fault::new(quoted(&name), "the name of a region", hint), report);
        return None;
    }
    match shelf.region(&name) {
        Ok(region) => Some(region),
        Err(NoRegion::Name(fault)) => {
            given.fault("region", fault, report);
            None
        }
        Err(NoRegion::Tables(problems)) => {
            report.extend(problems);
            None
        }
    }
}

fn ground(given: &Given<'_>, region: &Region, report: &mut Report) -> Option<Ground> {
    let code = given.text("service", report).unwrap_or_default();
    let codes: Vec<&str> = region.services().iter().map(|service| service.code.as_str()).collect();
    let Some(service) = region.find_service(&code) else {
        let fault = Fault::new(
            quoted(&code),
            "the ODS code of an ambulance service of the region",
            nearest(&code, codes),
        );
        given.fault("service", fault, report);
        return None;
    };
    let ground = Ground::of(region, service);
    if ground.is_none() {
        let rule = "team hours of the service, hours and maturity of its ICSs, and each relationship";
        let place = Place { file: "partnerships.csv".into(), line: None };
        report.at(&place, &code, Fault::new("rows that are missing", rule, "see partnerships.csv"));
    }
    ground
}

/// A study's own numbers for an ICS.
fn members(given: &Given<'_>, members: &mut [MemberGround], report: &mut Report) {
    let Some(table) = given.table("member") else { return };
    let codes: Vec<&str> = members.iter().map(|member| member.code.as_str()).collect();
    table.only(&codes, report);
    for member in members.iter_mut() {
        let Some(own) = table.table(&member.code) else { continue };
        own.only(&MEMBER, report);
        let hours = own.ranged(MEMBER[0], &(0.0..=100_000.0), report);
        member.hours_per_week = hours.unwrap_or(member.hours_per_week);
        member.maturity = own.ranged(MEMBER[1], &(0.0..=1.0), report).unwrap_or(member.maturity);
        member.relationship = own.ranged(MEMBER[2], &(0.0..=1.0), report).unwrap_or(member.relationship);
    }
}

/// Hours that are looked at: the study's own, else the ends and the middle of what the region thinks possible.
fn team_hours(process: &Given<'_>, of_region: Ranged, report: &mut Report) -> Vec<f64> {
    const KEY: &str = "team_hours_per_week";
    let mut usual = vec![of_region.low, of_region.value, of_region.high];
    usual.dedup();
    let Some(value) = process.value(KEY) else { return usual };
    let number = |v: &Value| v.as_float().or_else(|| v.as_integer().map(|whole| whole as f64));
    let list: Option<Vec<f64>> = value.as_array().and_then(|list| list.iter().map(number).collect());
    let sound = |hours: &Vec<f64>| {
        (1..=12).contains(&hours.len())
            && hours.iter().all(|h| (1.0..=100_000.0).contains(h))
            && hours.windows(2).all(|pair| pair[0] < pair[1])
    };
    list.filter(sound).unwrap_or_else(|| {
        let rule = "1 to 12 hours a week, rising: no trust publishes its own, so that a range is looked at";
        process.fault(KEY, Fault::new("other", rule, "team_hours_per_week = [60, 250, 1000]"), report);
        usual
    })
}

fn discipline(process: &Given<'_>, report: &mut Report) -> DisciplineConfig {
    let named: Vec<(&str, usize)> =
        DisciplineConfig::NAMES.iter().enumerate().map(|(k, n)| (*n, k)).collect();
    let at = process.word("discipline", &named, report).unwrap_or(0);
    let table: toml::Table =
        [("method".to_owned(), Value::from(DisciplineConfig::NAMES[at]))].into_iter().collect();
    table.try_into().expect("a discipline has no settings but its name")
}

fn proposals(given: &Given<'_>, start: Date, report: &mut Report) -> Vec<Proposal> {
    let partners = super::partners::partners(given, report);
    let mut found: Vec<Proposal> = Vec::new();
    for own in given.tables("proposal", report) {
        own.only(&PROPOSAL, report);
        let Some(name) = own.text("name", report) else {
            own.fault("name", Fault::new("no name", "what is wanted has a name", "name = \"…\""), report);
            continue;
        };
        if found.iter().any(|other| other.name == name) {
            own.fault("name", Fault::new(quoted(&name), "a name unlike the others", ""), report);
        }
        let from = own.date("from", report);
        let days = from.and_then(|from| start.until(from).ok()).map_or(0, |span| span.get_days());
        found.push(Proposal {
            identity: code64(&name),
            name,
            work_ratio: own.number("work_ratio", &(0.01..=100.0), report).unwrap_or(1.0),
            benefit: own.number("benefit", &(0.01..=1e6), report).unwrap_or(1.0),
            grade: own.word("grade", &GRADES, report).unwrap_or(0.0),
            cost_gap: own.number("cost_gap", &(0.0..=1.0), report).unwrap_or(0.0),
            partners: super::partners::of_proposal(&own, &partners, report),
            from_day: f64::from(days.max(0)),
        });
    }
    if found.is_empty() {
        let fault = Fault::new("no [[proposal]]", "at least one intervention that is wanted", "[[proposal]]");
        given.fault("proposal", fault, report);
    }
    found
}

/// By proposal: the minutes that it takes off handover, where it acts on that; the data that its agreement shares.
fn beside_the_process(given: &Given<'_>, report: &mut Report) -> Vec<Beside> {
    let tables = given.tables("proposal", &mut Report::default());
    let named = tables.iter().filter(|own| own.node.get("name").is_some());
    let sharing = ["none", "nhs", "council"].map(|word| (word, word));
    named
        .map(|own| Beside {
            handover_minutes: own.ranged("handover_minutes", &(0.0..=240.0), report),
            data_sharing: own.word("data_sharing", &sharing, report).unwrap_or("none"),
        })
        .collect()
}

/// Every number with its range: the study's own, else the region's.
fn numbers(given: &Given<'_>, region: &Region, report: &mut Report) -> Vec<(Number, Ranged)> {
    let names: Vec<&str> = Number::ALL.iter().map(|number| number.name()).collect();
    let own = given.table("number");
    if let Some(own) = &own {
        own.only(&names, report);
    }
    let forum = |kind: ForumKind| region.forums().iter().find(|row| row.kind == kind.name());
    let mut found = Vec::new();
    for number in Number::ALL {
        let (low, high) = number.bounds();
        let of_region = match number {
            Number::BoardDays => forum(ForumKind::Board).map(|f| f.days),
            Number::BoardSlots => forum(ForumKind::Board).map(|f| f.slots),
            Number::CommitteeDays => forum(ForumKind::Committee).map(|f| f.days),
            Number::CommitteeSlots => forum(ForumKind::Committee).map(|f| f.slots),
            Number::PlaceDays => forum(ForumKind::Place).map(|f| f.days),
            Number::PlaceSlots => forum(ForumKind::Place).map(|f| f.slots),
            Number::PartnershipDays => forum(ForumKind::Partnership).map(|f| f.days),
            Number::PartnershipSlots => forum(ForumKind::Partnership).map(|f| f.slots),
            other => region.governance().iter().find(|row| row.name == other.name()).map(|row| row.range),
        };
        let stated = own.as_ref().and_then(|own| own.ranged(number.name(), &(low..=high), report));
        let Some(range) = stated.or(of_region) else {
            let place = Place { file: "governance.csv".into(), line: None };
            let rule = "every number of the process is in governance.csv or forums.csv, or in the study";
            report.at(&place, number.name(), Fault::new("no such row", rule, ""));
            continue;
        };
        if range.low < low || range.high > high {
            let place = Place { file: "governance.csv".into(), line: None };
            let rule = format!("a range within {low} to {high}");
            let stated = format!("{} to {}", range.low, range.high);
            report.at(&place, number.name(), Fault::new(stated, rule, ""));
        }
        found.push((*number, range));
    }
    found
}

/// The days without meetings, by kind of forum.
fn meetings(forums: &[ForumRow], start: Date, days: usize) -> Meetings {
    let is_closed = |row: &ForumRow, date: Date| {
        let day = (date.month(), date.day());
        row.closed.iter().any(|[from, to]| {
            if from <= to { (*from..=*to).contains(&day) } else { day >= *from || day <= *to }
        })
    };
    let of = |kind: ForumKind| {
        let Some(row) = forums.iter().find(|row| row.kind == kind.name()) else { return Vec::new() };
        start.series(jiff::Span::new().days(1)).take(days + 1).map(|date| is_closed(row, date)).collect()
    };
    Meetings { closed: ForumKind::ALL.map(of) }
}

fn arrangements(
    (shelf, given): (&Shelf, &Given<'_>),
    members: &[MemberGround],
    report: &mut Report,
) -> Vec<Parts> {
    let mut found: Vec<Parts> = Vec::new();
    for own in given.tables("arrangement", report) {
        let below = below(shelf, &own, members, report);
        let parts = Parts::read(&own, below, members, report);
        if parts.name.is_empty() {
            own.fault("name", Fault::new("no name", "an arrangement has a name", "name = \"…\""), report);
        }
        if found.iter().any(|other| other.name == parts.name) {
            own.fault("name", Fault::new(quoted(&parts.name), "a name unlike the others", ""), report);
        }
        found.push(parts);
    }
    if found.is_empty() {
        let hint = format!(
            "[[arrangement]] like = \"today\"; shipped: {}",
            super::shipped_arrangements().join(", ")
        );
        given.fault(
            "arrangement",
            Fault::new("no [[arrangement]]", "at least one arrangement", hint),
            report,
        );
    }
    found
}

/// The arrangement that one is like: shipped, or a file of the study's folder.
fn below(shelf: &Shelf, own: &Given<'_>, members: &[MemberGround], report: &mut Report) -> Option<Parts> {
    if let Some(file) = own.text("file", report) {
        if let Some(hint) = name_fault(&file, SCENARIO) {
            let rule = "the name of a file in the same folder";
            own.fault("file", Fault::new(quoted(&file), rule, hint), report);
            return None;
        }
        return match shelf.text(&file) {
            Err(fault) => {
                own.fault("file", fault, report);
                None
            }
            Ok(text) => Some(whole(Source { file: shelf.shown(&file), text }, members, report)),
        };
    }
    let like = own.text("like", report)?;
    let Some(text) = ambics_scenarios::arrangement(&like) else {
        let hint = nearest(&like, super::shipped_arrangements());
        own.fault("like", Fault::new(quoted(&like), "an arrangement that ambics ships", hint), report);
        return None;
    };
    let file = format!("arrangements/{like}.toml").into();
    Some(whole(Source { file, text: text.to_owned() }, members, report))
}

fn whole(source: Source, members: &[MemberGround], report: &mut Report) -> Parts {
    let tree = source.tree(report);
    Parts::read(&Given::of(&tree, "", &source), None, members, report)
}
