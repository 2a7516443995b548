//! A rota from a data file: which vehicles stand where, and on which shifts.

use super::days::{Days, clock_time, days_of};
use super::files::Opened;
use super::report::{Fault, Place, Report, nearest};
use super::rows::{self, Columns, Row};
use super::selection::Selection;
use crate::category::{Categories, Category};
use crate::governance::{Provider, answers};
use crate::ids::StationId;
use crate::region::Region;
use crate::units::{DAY_MS, Quantity, SECOND_MS};
use crate::vehicle_kind::VehicleKind;
use jiff::ToSpan;
use jiff::civil::Date;

/// The key of the rota that replaces the generated pattern.
pub(super) const ROTA: &str = "fleet.rota";
/// The key of the blocks on top.
pub(super) const EXTRA: &str = "fleet.extra_rota";

const COLUMNS: Columns = Columns {
    of: "a rota",
    needed: &["station_code", "kind", "days", "start", "finish", "vehicles"],
    optional: &["answers", "provider", "price", "ordered", "notice", "from", "to"],
};
/// Most vehicles of a row.
const MOST_VEHICLES: u16 = 1_000;
/// Highest price of an hour, pounds.
const HIGHEST_PRICE: f64 = 10_000.0;
/// Longest notice, days.
const LONGEST_NOTICE: f64 = 3_660.0;

/// A row of a rota, checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RotaRow {
    pub station: StationId,
    pub kind: VehicleKind,
    pub days: Days,
    /// Minute of the day.
    pub start: u16,
    pub minutes: u16,
    pub vehicles: u16,
    pub answers: Categories,
    pub provider: Provider,
    pub pence_per_hour: u32,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Reads a rota; every fault goes to the report.
pub(super) fn read(opened: &Opened, region: &Region, report: &mut Report) -> Vec<RotaRow> {
    let rows = rows::read(opened, &COLUMNS, report, |row| row.rota_row(region));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Each service simulated has an ambulance in the rota that replaces its pattern.
pub(super) fn check_services(
    opened: &Opened,
    rows: &[RotaRow],
    region: &Region,
    selection: &Selection,
    report: &mut Report,
) {
    let place = Place { file: opened.shown.clone(), line: None };
    for service in selection.services(region) {
        let is_own = |row: &&RotaRow| {
            row.kind == VehicleKind::Dca && region.stations[row.station.index()].service.index() == service
        };
        if !rows.iter().any(|row| is_own(&row)) {
            let found = format!("no ambulance (dca) of {}", region.services[service].code);
            let fault =
                Fault::new(found, "an ambulance for each service simulated", "add a row, or narrow `select`");
            report.at(&place, "station_code", fault);
        }
    }
}

impl Row<'_> {
    fn rota_row(&mut self, region: &Region) -> Option<RotaRow> {
        let station = self.station(region);
        let kind = self.kind();
        let days = self.with("days", days_of, "days such as \"Mon-Fri\", \"Sat Sun\" or \"daily\"");
        let times = ["start", "finish"].map(|column| self.with(column, clock_time, "a time such as 07:30"));
        let vehicles = self.with("vehicles", count, "a whole number from 1 to 1000");
        let answered = self.answers();
        let provider = self.provider();
        let pence_per_hour = self.price();
        let (from, to) = self.dates();
        let (start, finish) = (times[0]?, times[1]?);
        let start = if start < 1_440 { start } else { self.fault("start", "a time before 24:00", "")? };
        let kind = kind?;
        let known = answers(&region.vehicle_kinds[kind.row()]);
        Some(RotaRow {
            station: station?,
            kind,
            days: days?,
            start,
            minutes: if finish > start { finish - start } else { finish + 1_440 - start },
            vehicles: vehicles?,
            answers: answered.map_or(known, |answered| answered.and(known)),
            provider: provider?,
            pence_per_hour: pence_per_hour?,
            from,
            to,
        })
    }

    fn station(&mut self, region: &Region) -> Option<StationId> {
        let code = self.cell("station_code");
        let found = region.stations.iter().position(|station| station.code == code);
        found.map(StationId::new).or_else(|| {
            let hint = nearest(code, region.stations.iter().map(|station| station.code.as_str()));
            self.fault("station_code", "the code of a station of the region", hint)
        })
    }

    fn kind(&mut self) -> Option<VehicleKind> {
        let name = self.cell("kind");
        let found = VehicleKind::ALL.into_iter().find(|kind| kind.name() == name);
        found.or_else(|| {
            let names = VehicleKind::ALL.map(VehicleKind::name);
            self.fault("kind", "a kind of vehicle", format!("one of {}", names.join(", ")))
        })
    }

    /// The categories of a crew; those of its kind where nothing stands.
    fn answers(&mut self) -> Option<Categories> {
        let text = self.cell("answers");
        if text.is_empty() {
            return None;
        }
        let of = |name: &str| Category::ALL.into_iter().find(|category| category.name() == name);
        let found: Option<Vec<Category>> = text.split_whitespace().map(of).collect();
        match found {
            Some(categories) => Some(Categories::of(&categories)),
            None => self.fault("answers", "categories with a blank between: C1 C2 C3 C4 Other", ""),
        }
    }

    fn provider(&mut self) -> Option<Provider> {
        let name = self.cell("provider");
        if name.is_empty() {
            return Some(Provider::Trust);
        }
        let found = Provider::ALL.into_iter().find(|provider| provider.name() == name);
        found.or_else(|| {
            let names = Provider::ALL.map(Provider::name);
            self.fault("provider", "a provider of crews", format!("one of {}", names.join(", ")))
        })
    }

    fn price(&mut self) -> Option<u32> {
        let text = self.cell("price");
        if text.is_empty() {
            return Some(0);
        }
        let pounds = Quantity::Money.parse(text).filter(|pounds| (0.0..=HIGHEST_PRICE).contains(pounds));
        match pounds {
            Some(pounds) => Some((pounds * 100.0).round() as u32),
            None => self.fault("price", "pounds for an hour, to £10,000", "for example £140"),
        }
    }

    fn date(&mut self, column: &str) -> Option<Date> {
        let text = self.cell(column);
        if text.is_empty() {
            None
        } else {
            text.parse().ok().or_else(|| self.fault(column, "a day such as 2024-01-15", ""))
        }
    }

    /// The first and the last day of a block, which cannot begin before it is ordered and the notice is over.
    fn dates(&mut self) -> (Option<Date>, Option<Date>) {
        let [ordered, from, to] = ["ordered", "from", "to"].map(|column| self.date(column));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let _: Option<()> = self.fault("to", "a day not before `from`", "");
        }
        let notice = self.notice();
        match (ordered, notice) {
            (Some(ordered), Some(days)) => self.check_notice(ordered, days, from),
            (Some(_), None) if self.cell("notice").is_empty() => {
                let _: Option<()> =
                    self.fault("notice", "a notice, since the block is ordered", "for example 14 days");
            }
            (None, Some(_)) if self.cell("ordered").is_empty() => {
                let _: Option<()> =
                    self.fault("ordered", "the day on which the block is ordered, since it has a notice", "");
            }
            _ => {}
        }
        (from, to)
    }

    fn notice(&mut self) -> Option<i64> {
        let text = self.cell("notice");
        if text.is_empty() {
            return None;
        }
        let days = Quantity::Duration.parse(text).map(|seconds| seconds / (DAY_MS / SECOND_MS) as f64);
        match days.filter(|days| (0.0..=LONGEST_NOTICE).contains(days)) {
            Some(days) => Some(days.ceil() as i64),
            None => self.fault("notice", "a duration with its unit", "for example 14 days"),
        }
    }

    fn check_notice(&mut self, ordered: Date, days: i64, from: Option<Date>) {
        let Ok(earliest) = ordered.checked_add(days.days()) else { return };
        if from.is_none_or(|from| from < earliest) && self.is_sound {
            let rule = format!("a day from {earliest} on: ordered plus notice");
            let _: Option<()> = self.fault("from", &rule, "");
        }
    }
}

fn count(text: &str) -> Option<u16> {
    text.parse().ok().filter(|vehicles| (1..=MOST_VEHICLES).contains(vehicles))
}
