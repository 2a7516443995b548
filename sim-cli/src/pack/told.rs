//! What a pack says of itself: to whoever made it, and to whoever gets it.

use super::areas::Ground;
use super::count::Counted;
use super::read::{REASONS, Read};
use super::{LEAST, PackRequest};
use ambics::problem::Problems;
use std::path::Path;

/// From the first whole day to the last.
pub(super) fn period(counted: &Counted) -> String {
    match (counted.first, counted.last) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no whole day".to_owned(),
    }
}

/// What was read and left out, as faults: rows, never what stands in them.
pub(super) fn faults(extract: &Path, read: &Read) -> Problems {
    let mut problems = Problems::none();
    for (reason, tally) in REASONS.iter().zip(&read.seen).filter(|(_, tally)| tally.n > 0) {
        let found = format!("{} rows, first {}", tally.n, list(&tally.first));
        problems.extend(Problems::one(extract.display().to_string(), "", found, (reason, "")));
    }
    problems
}

fn list(rows: &[u64]) -> String {
    rows.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}

/// For whoever holds the extract: every row that was left out, counted.
pub(super) fn text(request: &PackRequest, (ground, read): (&Ground<'_>, &Read), counted: &Counted) -> String {
    let mut text = format!(
        "{}: {} incidents of {} ({:.0} whole days) from {} rows\n",
        request.out.display(),
        counted.incidents,
        period(counted),
        counted.days,
        read.rows
    );
    for (reason, tally) in REASONS.iter().zip(&read.seen).filter(|(_, tally)| tally.n > 0) {
        let (what, reason) = match reason.strip_prefix("kept: ") {
            Some(reason) => ("rows kept", reason),
            None => ("rows left out", *reason),
        };
        text.push_str(&format!("  {} {what}: {reason} (first rows {})\n", tally.n, list(&tally.first)));
    }
    if counted.partial > 0 {
        text.push_str(&format!("  {} incidents left out: of days that are not whole\n", counted.partial));
    }
    for own in &ground.look_ups {
        text.push_str(&format!("  looked up: {}, {} codes\n", own.columns, own.codes));
    }
    text.push_str(&format!("  {} columns are in the file and were not read\n", read.unread));
    for line in made(counted) {
        text.push_str(&format!("  {line}\n"));
    }
    text.push_str(&format!("Run it: ambics run {}\n", request.out.join("scenario.toml").display()));
    text
}

/// What was put together so that no count is small.
fn made(counted: &Counted) -> Vec<String> {
    let joined: usize =
        counted.groups.iter().filter(|own| own.areas.len() > 1).map(|own| own.areas.len()).sum();
    let groups = counted.groups.iter().filter(|own| own.areas.len() > 1).count();
    let hours = counted.handover.keys().filter(|(_, hour)| hour.is_some()).count();
    let hospitals = counted.handover.keys().filter(|(_, hour)| hour.is_none()).count();
    vec![
        format!(
            "areas: {joined} with fewer than {LEAST} incidents, or beside one, are told as {groups} groups"
        ),
        format!("hours of the week: {} of 168 are told together with their neighbours", counted.hours_merged),
        format!("handover: {hospitals} hospitals, {hours} of them by hour"),
    ]
}

/// For whoever gets the pack: the same without row numbers, and no small count.
pub(super) fn json(request: &PackRequest, (ground, read): (&Ground<'_>, &Read), counted: &Counted) -> String {
    let shown = |n: u64| match n {
        0 => serde_json::json!(0),
        1..LEAST => serde_json::json!(format!("fewer than {LEAST}")),
        n => serde_json::json!(n),
    };
    let seen: serde_json::Map<String, serde_json::Value> = REASONS
        .iter()
        .zip(&read.seen)
        .map(|(reason, tally)| ((*reason).to_owned(), shown(tally.n)))
        .collect();
    let not: Vec<&str> = super::FIELDS.iter().copied().filter(|field| !read.has.contains(field)).collect();
    let stages: Vec<serde_json::Value> = counted
        .stages
        .keys()
        .map(|(stage, disposition, category)| {
            let category = super::stages::name(*category);
            serde_json::json!({ "stage": stage, "disposition": disposition, "category": category })
        })
        .collect();
    let all = serde_json::json!({
        "made_by": format!("ambics {}", env!("CARGO_PKG_VERSION")),
        "service": request.service,
        "base": request.base,
        "period": period(counted),
        "rows": shown(read.rows),
        "incidents": shown(counted.incidents),
        "left_out_or_noted": seen,
        "fields_without_a_column": not,
        "looked_up": ground.look_ups.iter().map(|own| own.columns.as_str()).collect::<Vec<_>>(),
        "put_together": made(counted),
        "stages": stages,
        "rule": format!("no figure rests on fewer than {LEAST} incidents; smaller counts are put together, or left empty"),
        "not_in_an_extract": [
            "hours on duty: the base's fitted hours, or a rota",
            "the share of demand by hour, area and category at once: hours, areas and categories are taken as independent",
            "places within an area, conditions and ages: as in the base",
            "drives: as the base's travel law has them",
        ],
    });
    format!("{all:#}\n")
}
