//! A region with the months of a published file laid over its own tables.

use super::{AmbSys, OrgLevel};
use crate::ids::ServiceId;
use crate::region::{
    Activity, CallTimes, ClinicalAssessment, Handover, Month, Region, ResourceCount, Response,
};
use std::fmt::Debug;

/// Whether published response times are laid over, or those of the region's own taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseTimes {
    /// They are laid over like all else.
    LaidOver,
    /// The region has none of the months, so that nothing can look at them.
    TakenOut,
}

/// The categories of response times: name, count, mean, 90th centile, vehicles allocated and arriving.
///
/// # Source
/// `scenarios/ambsys/items.csv`.
const CATEGORIES: [(&str, [&str; 5]); 5] = [
    ("C1", ["A8", "A25", "A26", "A39", "A40"]),
    ("C1T", ["A9", "A28", "A29", "A41", "A42"]),
    ("C2", ["A10", "A31", "A32", "A43", "A44"]),
    ("C3", ["A11", "A34", "A35", "A45", "A46"]),
    ("C4", ["A12", "A37", "A38", "A47", "A48"]),
];

/// The tables of a region that come from the indicators.
const TABLES: [&str; 6] = [
    "activity_month.csv",
    "response_month.csv",
    "call_month.csv",
    "resources_month.csv",
    "clinical_month.csv",
    "handover_month.csv",
];

/// The figures of one place and month.
struct Cells<'a> {
    published: &'a AmbSys,
    code: &'a str,
    month: Month,
    service: Option<ServiceId>,
}

impl Cells<'_> {
    fn of(&self, item: &str) -> Option<f64> {
        self.published.value(self.code, self.month, item).map(|value| value as f64)
    }

    fn activity(&self) -> Option<Activity> {
        self.of("A7")?;
        Some(Activity {
            month: self.month,
            service: self.service,
            days: self.month.days(),
            contacts: self.of("A0"),
            calls_answered: self.of("A1"),
            incidents: self.of("A7"),
            c1_to_c4: ["A8", "A10", "A11", "A12"].map(|item| self.of(item)),
            c1t: self.of("A9"),
            hear_and_treat: self.of("A17"),
            see_and_treat: self.of("A55"),
            conveyed_ed: self.of("A53"),
            conveyed_other: self.of("A54"),
            face_to_face: self.of("A56"),
        })
    }

    fn responses(&self) -> Vec<Response> {
        let row = |(category, [n, mean, p90, ..]): (&str, [&str; 5])| {
            let (month, service) = (self.month, self.service);
            let (n, mean_s, p90_s) = (self.of(n)?, self.of(mean)?, self.of(p90)?);
            Some(Response { month, service, category: category.to_owned(), n, mean_s, p90_s })
        };
        CATEGORIES.into_iter().filter_map(row).collect()
    }

    fn call_times(&self) -> Option<CallTimes> {
        let row = CallTimes {
            month: self.month,
            service: self.service,
            answer_mean_s: self.of("A3"),
            answer_p90_p95_p99_s: ["A114", "A5", "A6"].map(|item| self.of(item)),
            c1_identified_mean_s: self.of("A15"),
            c1_identified_p90_s: self.of("A16"),
        };
        (row.answer_mean_s.is_some() || row.c1_identified_mean_s.is_some()).then_some(row)
    }

    /// A row with more vehicles arriving than allocated, or of no incident, is none.
    fn resources(&self) -> Vec<ResourceCount> {
        let row = |(category, [n, _, _, allocated, arriving]): (&str, [&str; 5])| {
            let (month, service) = (self.month, self.service);
            let (n, allocated, arriving) = (self.of(n)?, self.of(allocated)?, self.of(arriving)?);
            let is_sound = n >= 1.0 && arriving <= allocated;
            is_sound.then(|| ResourceCount {
                month,
                service,
                category: category.to_owned(),
                n,
                allocated,
                arriving,
            })
        };
        CATEGORIES.into_iter().filter_map(row).collect()
    }

    fn clinical(&self) -> Option<ClinicalAssessment> {
        let (month, service) = (self.month, self.service);
        let (assessed_n, mean_s, p90_s) = (self.of("A132")?, self.of("A134")?, self.of("A135")?);
        Some(ClinicalAssessment { month, service, assessed_n, mean_s, p90_s })
    }

    fn handover(&self) -> Option<Handover> {
        let over = ["A144", "A145", "A146"].map(|item| self.of(item));
        let over_15_30_60_n = [over[0]?, over[1]?, over[2]?];
        let (n, mean_s, p90_s) = (self.of("A140")?, self.of("A142")?, self.of("A143")?);
        let (month, service) = (self.month, self.service);
        (n > 0.0).then_some(Handover { month, service, n, mean_s, p90_s, over_15_30_60_n })
    }
}

impl AmbSys {
    /// A region with some months of this file laid over its tables of activity, response times, calls, vehicles for an
    /// incident, clinical assessment and handover.
    ///
    /// Where the file has a figure of a month and service it stands for the region's own; where it has none, the
    /// region's own stays. The region says in its sources which months are laid over and from which file, and has a
    /// hash of its own.
    #[must_use]
    pub fn laid_over(&self, region: &Region, months: &[Month], times: ResponseTimes) -> Region {
        let mut over = region.clone();
        if times == ResponseTimes::TakenOut {
            over.responses.retain(|row| !months.contains(&row.month));
        }
        let places = self.places_of(region);
        let cells = |month: &Month| {
            let month = *month;
            places.iter().map(move |(code, service)| Cells {
                published: self,
                code,
                month,
                service: *service,
            })
        };
        for cells in months.iter().flat_map(cells) {
            let at = (cells.month, cells.service);
            lay(&mut over.activity, cells.activity(), |row| (row.month, row.service) == at);
            lay(&mut over.call_times, cells.call_times(), |row| (row.month, row.service) == at);
            lay(&mut over.clinical, cells.clinical(), |row| (row.month, row.service) == at);
            lay(&mut over.handovers, cells.handover(), |row| (row.month, row.service) == at);
            lay(&mut over.resources, cells.resources(), |row| (row.month, row.service) == at);
            if times == ResponseTimes::LaidOver {
                lay(&mut over.responses, cells.responses(), |row| (row.month, row.service) == at);
            }
        }
        sort(&mut over);
        self.sign(&mut over, months);
        over
    }

    /// The services of a region that the file has, and England where the region has rows of it.
    fn places_of(&self, region: &Region) -> Vec<(String, Option<ServiceId>)> {
        let england = region.activity.iter().any(|row| row.service.is_none());
        let whole = self.organisations().iter().find(|o| england && o.level == OrgLevel::England);
        let own = region.services.iter().enumerate();
        let own = own.filter(|(_, service)| self.find_organisation(&service.code).is_some());
        let own = own.map(|(row, service)| (service.code.clone(), Some(ServiceId::new(row))));
        whole.map(|england| (england.code.clone(), None)).into_iter().chain(own).collect()
    }

    /// Says in a region's sources what was laid over, and gives it the hash of what it holds now.
    fn sign(&self, over: &mut Region, months: &[Month]) {
        let mut hasher = blake3::Hasher::new();
        hasher.update(over.sources.hash.as_bytes());
        let mut tell = |rows: &dyn Debug| {
            hasher.update(format!("{rows:?}").as_bytes());
        };
        let within = |month: &Month| months.contains(month);
        tell(&over.activity.iter().filter(|row| within(&row.month)).collect::<Vec<_>>());
        tell(&over.responses.iter().filter(|row| within(&row.month)).collect::<Vec<_>>());
        tell(&over.call_times.iter().filter(|row| within(&row.month)).collect::<Vec<_>>());
        tell(&over.resources.iter().filter(|row| within(&row.month)).collect::<Vec<_>>());
        tell(&over.clinical.iter().filter(|row| within(&row.month)).collect::<Vec<_>>());
        tell(&over.handovers.iter().filter(|row| within(&row.month)).collect::<Vec<_>>());
        over.sources.hash = hasher.finalize().to_hex().to_string();
        let names: Vec<String> = months.iter().map(Month::to_string).collect();
        for table in over.sources.tables.iter_mut().filter(|table| TABLES.contains(&table.file.as_str())) {
            table.period = format!("{}; {} laid over from {}", table.period, names.join(" "), self.file());
        }
    }
}

/// Puts new rows in the place of those they stand for; without a new row the old ones stay.
fn lay<T>(rows: &mut Vec<T>, new: impl IntoIterator<Item = T>, is_old: impl Fn(&T) -> bool) {
    let new: Vec<T> = new.into_iter().collect();
    if !new.is_empty() {
        rows.retain(|row| !is_old(row));
        rows.extend(new);
    }
}

/// Brings the monthly tables into the order in which a region keeps them.
fn sort(region: &mut Region) {
    region.activity.sort_by_key(|row| (row.month, row.service));
    region.call_times.sort_by_key(|row| (row.month, row.service));
    region.clinical.sort_by_key(|row| (row.month, row.service));
    region.handovers.sort_by_key(|row| (row.month, row.service));
    region
        .resources
        .sort_by(|a, b| (a.month, a.service, &a.category).cmp(&(b.month, b.service, &b.category)));
    region
        .responses
        .sort_by(|a, b| (a.month, a.service, &a.category).cmp(&(b.month, b.service, &b.category)));
}
