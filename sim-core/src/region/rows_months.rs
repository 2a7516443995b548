//! Rows of the published monthly tables.

use super::csv_table::{Loaded, read_table};
use super::files::Files;
use super::keys::Keys;
use super::row::{COUNT, Row, SECONDS};
use super::schemas::{self, Schema};
use super::{Activity, CallTimes, ClinicalAssessment, Handover, Month, ResourceCount, Response};
use crate::ids::ServiceId;

/// The name under which England stands among the services.
const ENGLAND: &str = "England";

/// What every monthly row begins with: the month, and the service unless it is England's row.
type Place = (Month, Option<ServiceId>);

fn read_place(row: &mut Row<'_>, services: &Keys<'_>) -> Place {
    let month = row.month("month");
    (month, row.refer_or_all("service_code", ENGLAND, services).map(ServiceId::new))
}

/// Reads a monthly table; its rows come in order of month and service, England first.
fn read_months<T>(
    schema: &Schema,
    files: &Files,
    services: &Keys<'_>,
    row_of: impl Fn(&mut Row<'_>, Place) -> T,
) -> Loaded<T> {
    let mut table = read_table(schema, files, |row| {
        let place = read_place(row, services);
        (place, row_of(row, place))
    });
    table.sort_by(|a, b| a.0.cmp(&b.0));
    table.map(|(_, row)| row)
}

pub(super) fn read_activity(files: &Files, services: &Keys<'_>) -> Loaded<Activity> {
    read_months(&schemas::ACTIVITY_MONTH, files, services, |row, (month, service)| {
        let days = row.whole("days", 1..=31).unwrap_or(1);
        row.number_or_none("hcp_ift_l3_l4", COUNT);
        let mut count = |column| row.number_or_none(column, COUNT);
        Activity {
            month,
            service,
            days,
            contacts: count("contacts"),
            calls_answered: count("calls_answered"),
            incidents: count("incidents"),
            c1_to_c4: ["c1", "c2", "c3", "c4"].map(&mut count),
            c1t: count("c1t"),
            hear_and_treat: count("hear_and_treat"),
            see_and_treat: count("see_and_treat"),
            conveyed_ed: count("conveyed_ed"),
            conveyed_other: count("conveyed_other"),
            face_to_face: count("face_to_face"),
        }
    })
}

/// The categories of the monthly tables.
const CATEGORIES: [(&str, &str); 5] =
    [("C1", "C1"), ("C1T", "C1T"), ("C2", "C2"), ("C3", "C3"), ("C4", "C4")];

pub(super) fn read_responses(files: &Files, services: &Keys<'_>) -> Loaded<Response> {
    let mut responses =
        read_months(&schemas::RESPONSE_MONTH, files, services, |row, (month, service)| Response {
            month,
            service,
            category: row.word("category", &CATEGORIES).to_owned(),
            n: row.number("n", COUNT),
            mean_s: row.number("mean_s", SECONDS),
            p90_s: row.number("p90_s", SECONDS),
        });
    responses.sort_by(|a, b| (a.month, a.service, &a.category).cmp(&(b.month, b.service, &b.category)));
    responses
}

pub(super) fn read_call_times(files: &Files, services: &Keys<'_>) -> Loaded<CallTimes> {
    read_months(&schemas::CALL_MONTH, files, services, |row, (month, service)| {
        let answer_mean_s = row.number_or_none("call_answer_mean_s", SECONDS);
        let answer_p90_p95_p99_s = ["call_answer_p90_s", "call_answer_p95_s", "call_answer_p99_s"]
            .map(|column| row.number_or_none(column, SECONDS));
        let c1_identified_mean_s = row.number_or_none("c1_identified_mean_s", SECONDS);
        let c1_identified_p90_s = row.number_or_none("c1_identified_p90_s", SECONDS);
        CallTimes {
            month,
            service,
            answer_mean_s,
            answer_p90_p95_p99_s,
            c1_identified_mean_s,
            c1_identified_p90_s,
        }
    })
}

pub(super) fn read_resources(files: &Files, services: &Keys<'_>) -> Loaded<ResourceCount> {
    let mut resources = read_months(&schemas::RESOURCES_MONTH, files, services, |row, (month, service)| {
        let [arriving, allocated] = ["arriving", "allocated"].map(|column| row.number(column, COUNT));
        row.ascending(["arriving", "allocated"], [arriving, allocated]);
        let category = row.word("category", &CATEGORIES).to_owned();
        ResourceCount { month, service, category, n: row.number("n", 1.0..=1e9), allocated, arriving }
    });
    resources.sort_by(|a, b| (a.month, a.service, &a.category).cmp(&(b.month, b.service, &b.category)));
    resources
}

pub(super) fn read_clinical(files: &Files, services: &Keys<'_>) -> Loaded<ClinicalAssessment> {
    read_months(&schemas::CLINICAL_MONTH, files, services, |row, (month, service)| {
        let assessed_n = row.number("assessed_n", COUNT);
        let [mean_s, p90_s] = ["assessment_mean_s", "assessment_p90_s"].map(|c| row.number(c, SECONDS));
        ClinicalAssessment { month, service, assessed_n, mean_s, p90_s }
    })
}

pub(super) fn read_handovers(files: &Files, services: &Keys<'_>) -> Loaded<Handover> {
    read_months(&schemas::HANDOVER_MONTH, files, services, |row, (month, service)| {
        let n = row.number("n", COUNT);
        for (column, range) in [("unknown_n", COUNT), ("lost_over_30_s", 0.0..=1e12), ("conveyed_ed", COUNT)]
        {
            row.number_or_none(column, range);
        }
        let columns = ["over_60_n", "over_30_n", "over_15_n", "n"];
        let [over_60, over_30, over_15] =
            ["over_60_n", "over_30_n", "over_15_n"].map(|column| row.number(column, COUNT));
        row.ascending(columns, [over_60, over_30, over_15, n]);
        Handover {
            month,
            service,
            n,
            mean_s: row.number("mean_s", SECONDS),
            p90_s: row.number("p90_s", SECONDS),
            over_15_30_60_n: [over_15, over_30, over_60],
        }
    })
}
