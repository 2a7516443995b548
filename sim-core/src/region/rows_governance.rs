//! Rows of governance: the numbers of the process, forums, and what partnerships have.

use super::csv_table::{Loaded, read_table};
use super::faults::{Fault, quoted};
use super::files::Files;
use super::keys::Keys;
use super::row::{Row, SHARE};
use super::schemas;
use super::{
    Body, DatedPackage, ForumRow, GovernanceNumber, JudgedOn, Partnership, PartnershipQuantity, Ranged,
};
use crate::ids::{IcsId, ServiceId};
use std::ops::RangeInclusive;

/// Largest number of any kind.
const ANY: RangeInclusive<f64> = -1e7..=1e7;
const HOURS: RangeInclusive<f64> = 0.0..=100_000.0;

fn ranged(row: &mut Row<'_>, columns: [&str; 3], range: &RangeInclusive<f64>) -> Ranged {
    let values = columns.map(|column| row.number(column, range.clone()));
    row.ascending(columns, values);
    let [low, value, high] = values;
    Ranged { value, low, high }
}

const OWN: [&str; 3] = ["low", "value", "high"];

pub(super) fn read_governance(files: &Files) -> Loaded<GovernanceNumber> {
    let mut rows = read_table(&schemas::GOVERNANCE, files, |row| GovernanceNumber {
        name: row.code("name"),
        range: ranged(row, OWN, &ANY),
        unit: row.text("unit"),
        grade: row.grade("grade"),
        source: row.text("source"),
    });
    rows.sort_by_code(|row| &row.name);
    rows
}

const POWERS: [(&str, &str); 3] = [("decide", "decide"), ("consult", "consult"), ("challenge", "challenge")];

pub(super) fn read_forums(files: &Files) -> Loaded<ForumRow> {
    let mut rows = read_table(&schemas::FORUMS, files, |row| ForumRow {
        kind: row.code("kind"),
        power: row.word("power", &POWERS),
        days: ranged(row, ["low_days", "days", "high_days"], &(1.0..=3_660.0)),
        slots: ranged(row, ["low_slots", "slots", "high_slots"], &(1.0..=1_000.0)),
        closed: closed(row),
        grade: row.grade("grade"),
        source: row.text("source"),
    });
    rows.sort_by_code(|row| &row.kind);
    rows
}

/// Times of the year, `08-01..08-31`, apart by `;`.
fn closed(row: &mut Row<'_>) -> Vec<[(i8, i8); 2]> {
    let cell = row.text_or_empty("closed");
    let times = cell.split(';').filter(|time| !time.is_empty());
    let read: Option<Vec<_>> = times.map(time_of_year).collect();
    read.unwrap_or_else(|| {
        let rule = "times of the year as in 08-01..08-31, apart by `;`";
        row.fault("closed", || Fault::new(quoted(&cell), rule, ""));
        Vec::new()
    })
}

fn time_of_year(text: &str) -> Option<[(i8, i8); 2]> {
    let day = |text: &str| {
        let (month, day) = text.trim().split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
    };
    let (from, to) = text.split_once("..")?;
    Some([day(from)?, day(to)?])
}

const ORIGINS: [(&str, &str); 3] =
    [("instruction", "instruction"), ("national_programme", "national_programme"), ("partners", "partners")];
const PRECISIONS: [(&str, &str); 2] = [("day", "day"), ("month", "month")];

pub(super) fn read_packages(files: &Files) -> Loaded<DatedPackage> {
    let mut rows = read_table(&schemas::PACKAGES, files, |row| {
        let first_public = row.date_or_none("first_public");
        DatedPackage {
            name: row.text("name"),
            place: row.text("place"),
            origin: row.word("origin", &ORIGINS),
            first_public,
            live: row.date_from("live", first_public),
            precision: row.word("precision", &PRECISIONS),
            grade: row.grade("grade"),
            source: row.text("source"),
        }
    });
    rows.sort_by(|a, b| (&a.name, &a.place).cmp(&(&b.name, &b.place)));
    rows
}

const BODIES: [Body; 4] = [Body::AmbulanceService, Body::AcuteTrust, Body::Ics, Body::NhsRegion];

pub(super) fn read_judged_on(files: &Files) -> Loaded<JudgedOn> {
    let mut rows = read_table(&schemas::JUDGED_ON, files, |row| {
        let valid_from = row.date_or_none("valid_from");
        JudgedOn {
            body: row.word("body", &BODIES.map(|body| (body.name(), body))),
            measure: row.text("measure"),
            bound: row.number_or_none("bound", ANY),
            unit: row.text_or_empty("unit"),
            valid_from,
            valid_to: row.date_from("valid_to", valid_from),
            grade: row.grade("grade"),
            source: row.text("source"),
        }
    });
    rows.sort_by(|a, b| (a.body, &a.measure).cmp(&(b.body, &b.measure)));
    rows
}

const QUANTITIES: [(&str, PartnershipQuantity); 4] = [
    ("team_hours_per_week", PartnershipQuantity::TeamHours),
    ("engagement_hours_per_week", PartnershipQuantity::EngagementHours),
    ("maturity", PartnershipQuantity::Maturity),
    ("relationship", PartnershipQuantity::Relationship),
];

pub(super) fn read_partnerships(files: &Files, services: &Keys<'_>, icses: &Keys<'_>) -> Loaded<Partnership> {
    let mut rows = read_table(&schemas::PARTNERSHIPS, files, |row| {
        row.text("unit");
        let quantity = row.word("quantity", &QUANTITIES);
        let range = match quantity {
            PartnershipQuantity::TeamHours | PartnershipQuantity::EngagementHours => HOURS,
            PartnershipQuantity::Maturity | PartnershipQuantity::Relationship => SHARE,
        };
        let own = Partnership {
            service: row.refer_or_none("service_code", services).map(ServiceId::new),
            ics: row.refer_or_none("ics_code", icses).map(IcsId::new),
            quantity,
            range: ranged(row, OWN, &range),
            grade: row.grade("grade"),
            source: row.text("source"),
        };
        check_whose(row, &own);
        own
    });
    rows.sort_by(|a, b| (a.service, a.ics, a.quantity).cmp(&(b.service, b.ics, b.quantity)));
    rows
}

/// Team hours are a trust's, engagement hours and maturity an ICS's, a relationship is of both.
fn check_whose(row: &mut Row<'_>, own: &Partnership) {
    let wanted = match own.quantity {
        PartnershipQuantity::TeamHours => (true, false),
        PartnershipQuantity::EngagementHours | PartnershipQuantity::Maturity => (false, true),
        PartnershipQuantity::Relationship => (true, true),
    };
    let filled = ["service_code", "ics_code"].map(|column| row.cell(column).is_some_and(|c| !c.is_empty()));
    if (filled[0], filled[1]) != wanted {
        let found = || own.quantity.name().to_owned();
        let rule =
            "team hours are of a service, engagement hours and maturity of an ICS, a relationship of both";
        row.fault("quantity", || Fault::new(found(), rule, "fill in or empty service_code and ics_code"));
    }
}
