//! Rows of standards, special days, job cycles, assumptions and effective hours.

use super::csv_table::{Loaded, read_table};
use super::faults::{Fault, quoted};
use super::files::Files;
use super::keys::{Keys, NOWHERE};
use super::row::{RATIO, Row, SECONDS, SHARE, nearest};
use super::schemas;
use super::{
    Assumption, Break, BreakKind, Disposition, EffectiveHours, JobCycle, NEEDED_ASSUMPTIONS,
    PracticeQuantity, ServicePractice, SpecialDay, Stage, StageQuantile, Standard, Statistic,
};
use crate::ids::ServiceId;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

pub(super) fn read_standards(files: &Files) -> Loaded<Standard> {
    const CATEGORIES: [&str; 6] = ["C1", "C1T", "C2", "C3", "C4", "Other"];
    let mut standards = read_table(&schemas::STANDARDS, files, |row| {
        let valid_from = row.date("valid_from");
        Standard {
            name: row.text("name"),
            category: row.word("category", &CATEGORIES.map(|name| (name, name))).to_owned(),
            statistic: row.word("statistic", &[("mean", Statistic::Mean), ("p90", Statistic::P90)]),
            value_s: row.number("value_s", SECONDS),
            valid_from: valid_from.unwrap_or(Date::ZERO),
            valid_to: row.date_from("valid_to", valid_from),
            source: row.text("source"),
        }
    });
    let key = |s: &Standard| (s.name.clone(), s.category.clone(), s.statistic as u8, s.valid_from);
    standards.sort_by(|a, b| key(a).cmp(&key(b)));
    standards
}

pub(super) fn read_special_days(files: &Files, services: &Keys<'_>) -> Loaded<SpecialDay> {
    let mut days = read_table(&schemas::SPECIAL_DAYS, files, |row| {
        row.grade("grade");
        SpecialDay {
            date: row.date("date").unwrap_or(Date::ZERO),
            kind: row.text("kind"),
            name: row.text("name"),
            service: row.refer_or_none("service_code", services).map(ServiceId::new),
            demand_factor: row.number_or_none("demand_factor", 0.0..=10.0),
        }
    });
    let key = |day: &SpecialDay| (day.date, day.kind.clone(), day.service);
    days.sort_by(|a, b| key(a).cmp(&key(b)));
    days
}

/// The kinds of a break.
const BREAKS: [(&str, BreakKind); 4] = [
    ("C2_segmentation", BreakKind::C2Segmentation),
    ("release_45", BreakKind::Release45),
    ("control_system", BreakKind::ControlSystem),
    ("hub", BreakKind::Hub),
];

pub(super) fn read_breaks(files: &Files, services: &Keys<'_>) -> Loaded<Break> {
    let mut breaks = read_table(&schemas::BREAKS, files, |row| Break {
        kind: row.word("kind", &BREAKS),
        service: row.refer_or_none("service_code", services).map(ServiceId::new),
        date: row.date("date").unwrap_or(Date::ZERO),
        grade: row.grade("grade"),
        source: row.text("source"),
    });
    breaks.sort_by(|a, b| (a.date, a.kind, a.service).cmp(&(b.date, b.kind, b.service)));
    breaks
}

const STAGES: [(&str, Stage); 4] = [
    ("triage", Stage::Triage),
    ("mobilise", Stage::Mobilise),
    ("on_scene", Stage::OnScene),
    ("wrap_up", Stage::WrapUp),
];
const DISPOSITIONS: [(&str, Disposition); 3] =
    [("any", Disposition::Any), ("convey", Disposition::Convey), ("see_and_treat", Disposition::SeeAndTreat)];
const CATEGORIES: [&str; 6] = ["any", "C1", "C2", "C3", "C4", "Other"];

pub(super) fn read_job_cycle(files: &Files) -> Loaded<JobCycle> {
    let mut cycle = read_table(&schemas::JOB_CYCLE, files, |row| {
        let columns = ["low_mean_s", "mean_s", "high_mean_s"];
        let means = columns.map(|column| row.number(column, SECONDS));
        row.ascending(columns, means);
        row.text("source");
        check_disposition(row);
        JobCycle {
            stage: row.word("stage", &STAGES),
            disposition: row.word("disposition", &DISPOSITIONS),
            category: row.word("category", &CATEGORIES.map(|name| (name, name))).to_owned(),
            mean_s: means[1],
            cv: row.number("cv", 0.0..=10.0),
            grade: row.grade("grade"),
        }
    });
    let key = |row: &JobCycle| (row.stage, row.disposition, row.category.clone());
    cycle.sort_by(|a, b| key(a).cmp(&key(b)));
    check_job_cycle(&mut cycle);
    cycle
}

pub(super) fn read_stage_quantiles(files: &Files) -> Loaded<StageQuantile> {
    let mut quantiles = read_table(&schemas::STAGE_QUANTILES, files, |row| {
        check_disposition(row);
        StageQuantile {
            stage: row.word("stage", &STAGES),
            disposition: row.word("disposition", &DISPOSITIONS),
            category: row.word("category", &CATEGORIES.map(|name| (name, name))).to_owned(),
            quantile: row.number("quantile", 0.001..=0.999),
            seconds: row.number("seconds", SECONDS),
        }
    });
    let key = |row: &StageQuantile| (row.stage, row.disposition, row.category.clone());
    quantiles.sort_by(|a, b| key(a).cmp(&key(b)).then(a.quantile.total_cmp(&b.quantile)));
    let Loaded { rows, faults, .. } = &mut quantiles;
    for pair in rows.windows(2) {
        let [low, high] = pair else { continue };
        if key(&low.row) == key(&high.row) && high.row.seconds < low.row.seconds {
            let found = format!("{} s after {} s", high.row.seconds, low.row.seconds);
            faults.at_cell(high.line, "seconds", || Fault::new(found, "quantiles that do not fall", ""));
        }
    }
    quantiles
}

/// Triage and mobilisation come before anyone knows how the incident will end.
fn check_disposition(row: &mut Row<'_>) {
    let cells = (row.cell("stage"), row.cell("disposition"));
    if let (Some("triage" | "mobilise"), Some(cell @ ("convey" | "see_and_treat"))) = cells {
        row.fault("disposition", || Fault::new(quoted(cell), "any, for triage and mobilise", ""));
    }
}

/// Every stage that some incident goes through has a duration.
fn check_job_cycle(cycle: &mut Loaded<JobCycle>) {
    for (name, stage) in STAGES.into_iter().filter(|_| cycle.complete) {
        let unsplit = matches!(stage, Stage::Triage | Stage::Mobilise);
        for (word, disposition) in if unsplit { &DISPOSITIONS[..1] } else { &DISPOSITIONS[1..] } {
            let missing = uncovered(cycle, stage, *disposition);
            if !missing.is_empty() {
                let found = format!("no row for {}", missing.join(", "));
                let hint = || "give one row of category any, or one for each category";
                let rule = "each stage has a duration for each category";
                cycle.faults.in_file(&format!("{name}, {word}"), || Fault::new(found, rule, hint()));
            }
        }
    }
}

/// The categories without a row; C1 has no triage of its own.
fn uncovered(cycle: &Loaded<JobCycle>, stage: Stage, disposition: Disposition) -> Vec<&'static str> {
    let fits =
        |row: &JobCycle| row.stage == stage && [disposition, Disposition::Any].contains(&row.disposition);
    let given: BTreeSet<&str> = cycle
        .rows
        .iter()
        .map(|lined| &lined.row)
        .filter(|row| fits(row))
        .map(|row| row.category.as_str())
        .collect();
    let needed = CATEGORIES[1..].iter().filter(|name| stage != Stage::Triage || **name != "C1");
    if given.contains("any") {
        Vec::new()
    } else {
        needed.copied().filter(|name| !given.contains(name)).collect()
    }
}

pub(super) fn read_assumptions(files: &Files) -> Loaded<Assumption> {
    let mut assumptions = read_table(&schemas::ASSUMPTIONS, files, |row| {
        let columns = ["low", "value", "high"];
        let unit = row.text("unit");
        let [low, value, high] = columns.map(|column| row.number(column, range_of(&unit)));
        row.ascending(columns, [low, value, high]);
        row.text_or_empty("where_used");
        Assumption {
            name: row.code("name"),
            value,
            low,
            high,
            unit,
            grade: row.grade("grade"),
            source: row.text("source"),
        }
    });
    assumptions.sort_by_code(|assumption| &assumption.name);
    check_needed(&mut assumptions);
    assumptions
}

fn range_of(unit: &str) -> RangeInclusive<f64> {
    match unit {
        "share" | "share of variance" => SHARE,
        "correlation" => -1.0..=1.0,
        "ratio" | "coefficient of variation" => RATIO,
        "s" => SECONDS,
        _ => -1e12..=1e12,
    }
}

fn check_needed(assumptions: &mut Loaded<Assumption>) {
    let names: Vec<&str> = assumptions.rows.iter().map(|lined| lined.row.name.as_str()).collect();
    let spare = || names.iter().copied().filter(|name| !NEEDED_ASSUMPTIONS.contains(name));
    let missing = NEEDED_ASSUMPTIONS.iter().filter(|name| !names.contains(name));
    for name in missing.filter(|_| assumptions.complete) {
        assumptions.faults.in_file(name, || {
            let near = nearest(name, spare());
            let hint = if near.starts_with("did you mean") {
                near.replace("did you mean", "rename")
            } else {
                String::new()
            };
            Fault::new("no such row", "an assumption that the model reads", hint)
        });
    }
}

const PRACTICES: [(&str, PracticeQuantity); 6] = [
    ("drive", PracticeQuantity::Drive),
    ("cars", PracticeQuantity::Cars),
    ("further_c1", PracticeQuantity::FurtherC1),
    ("rate_c3", PracticeQuantity::RateC3),
    ("rate_c4", PracticeQuantity::RateC4),
    ("handover_days", PracticeQuantity::HandoverDays),
];

pub(super) fn read_practice(files: &Files, services: &Keys<'_>) -> Loaded<ServicePractice> {
    let mut rows = read_table(&schemas::PRACTICE, files, |row: &mut Row<'_>| {
        row.grade("grade");
        row.text("source");
        row.number("low", RATIO);
        row.number("high", RATIO);
        ServicePractice {
            service: ServiceId::new(row.refer("service_code", services).unwrap_or(NOWHERE)),
            quantity: row.word("quantity", &PRACTICES),
            value: row.number("value", RATIO),
        }
    });
    rows.sort_by(|a, b| (a.service, a.quantity).cmp(&(b.service, b.quantity)));
    rows
}

pub(super) fn read_effective_hours(files: &Files, services: &Keys<'_>) -> Loaded<EffectiveHours> {
    let mut hours = read_table(&schemas::EFFECTIVE_HOURS, files, |row: &mut Row<'_>| {
        row.number_or_none("c2_target_s", SECONDS);
        row.number_or_none("c2_fitted_s", SECONDS);
        EffectiveHours {
            service: ServiceId::new(row.refer("service_code", services).unwrap_or(NOWHERE)),
            hours_per_week: row.number("effective_hours_per_week", 0.0..=1e7),
            assumption: row.text("assumption"),
        }
    });
    hours.sort_by(|a, b| a.service.cmp(&b.service));
    hours
}
