//! A run's own results in the codes of the Ambulance Systems Indicators: by calendar month, service and ICS.
//!
//! What the model does not have is left out. A month begins at 04:00 on its first day, as a window does.

use super::run::ArmResult;
use super::tally::{CODES, Tally, desk_figures, rounded};
use crate::ambsys::{AmbSys, Figure, Item, ItemKind, OrgLevel, Organisation, items};
use crate::ids::{IcsId, PatchId, ServiceId};
use crate::outcome::{IncidentRecord, Records};
use crate::problem::{Problem, Problems};
use crate::region::{Month, Region};
use crate::scenario::Scenario;
use crate::units::SimTime;
use crate::world::Clock;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The calendar months that a scenario measures, if it measures whole ones.
///
/// # Errors
/// If the window does not go from the first of a month to the end of a month.
pub fn whole_months(scenario: &Scenario) -> Result<Vec<Month>, Problems> {
    let run = scenario.run();
    let (firsts, end) = firsts(run.start, run.days);
    if run.start.day() == 1 && end.day() == 1 {
        let month = |first: &Date| Month { year: first.year(), month: first.month() };
        return Ok(firsts.iter().map(month).collect());
    }
    let first = run.start.first_of_month();
    let mut problems = Problems::none();
    problems.push(Problem {
        file: scenario.name().to_owned(),
        path: "run.start, run.days".to_owned(),
        line: None,
        found: format!("{} days from {}", run.days, run.start),
        rule: "whole calendar months, from the first day of one, for results by month".to_owned(),
        hint: format!("run.start={first} with run.days={}, say", first.days_in_month()),
    });
    Err(problems)
}

/// The first days of the months of a window, and the day after it.
fn firsts(start: Date, days: u32) -> (Vec<Date>, Date) {
    let end = start.checked_add(i64::from(days).days()).expect("a window lies within the calendar's range");
    let mut firsts = Vec::new();
    let mut first = start.first_of_month();
    while first < end {
        firsts.push(first);
        first = first.checked_add(1.month()).expect("a window lies within the calendar's range");
    }
    (firsts, end)
}

/// The organisations that a run simulates whole, and what each of them gave by month.
struct Tallies<'r> {
    organisations: Vec<Organisation>,
    /// Rows of the organisations of each patch.
    of_patch: BTreeMap<PatchId, Vec<usize>>,
    services: BTreeMap<ServiceId, usize>,
    /// Start of each month, and the end of the last.
    bounds: Vec<SimTime>,
    months: &'r [Month],
    /// By organisation and month.
    tallies: Vec<Vec<Tally>>,
}

/// One replication's incidents in the codes of the indicators; `records` hold the incidents.
pub(super) fn by_month(records: &Records, scenario: &Scenario, clock: &Clock) -> AmbSys {
    let months = whole_months(scenario).unwrap_or_default();
    let mut tallies = Tallies::new(scenario, clock, &months);
    records.incidents.iter().flat_map(|table| &table.rows).for_each(|incident| tallies.add(incident));
    let rows: BTreeMap<&str, u16> = CODES.iter().copied().zip(0..).collect();
    let mut figures = Vec::new();
    let mut push = |organisation: usize, month: Month, (code, value): (&'static str, i64)| {
        figures.push(Figure { organisation: organisation as u16, month, item: rows[code], value });
    };
    for (organisation, by_month) in tallies.tallies.iter().enumerate() {
        for (tally, month) in by_month.iter().zip(&months) {
            tally.figures().into_iter().for_each(|figure| push(organisation, *month, figure));
        }
    }
    // Calls are known for the window only.
    if let [month] = months[..] {
        for (organisation, figure) in desk_figures(&records.desks, &tallies.services, tallies.england()) {
            push(organisation, month, figure);
        }
    }
    AmbSys::new("results", tallies.organisations, own_items(), figures)
}

/// The items that a run can have, in the order of [`CODES`].
fn own_items() -> Vec<Item> {
    let known = items();
    let item = |code: &&str| known.iter().find(|item| item.code == **code).cloned();
    CODES.iter().map(|code| item(code).expect("every code of a result is in the table of items")).collect()
}

impl<'r> Tallies<'r> {
    fn new(scenario: &Scenario, clock: &Clock, months: &'r [Month]) -> Self {
        let region = scenario.region();
        let whole = Whole::of(region, scenario.areas());
        let mut organisations = Vec::new();
        let england = whole.all.then(|| Organisation {
            level: OrgLevel::England,
            code: "Eng".to_owned(),
            name: "England".to_owned(),
            region: None,
        });
        organisations.extend(england);
        let mut services = BTreeMap::new();
        for service in whole.services {
            services.insert(service, organisations.len());
            organisations.push(trust(region, service));
        }
        let mut icses = BTreeMap::new();
        for ics in whole.icses {
            icses.insert(ics, organisations.len());
            organisations.push(board(region, ics));
        }
        let of_patch = region.patches().iter().enumerate().map(|(row, patch)| {
            let england = whole.all.then_some(0);
            let own = [services.get(&patch.service).copied(), icses.get(&patch.ics).copied()];
            (PatchId::new(row), england.into_iter().chain(own.into_iter().flatten()).collect())
        });
        let run = scenario.run();
        let (firsts, end) = firsts(run.start, run.days);
        let bounds = firsts.into_iter().chain([end]).filter_map(|day| clock.at(day.at(4, 0, 0, 0))).collect();
        let tallies = vec![vec![Tally::default(); months.len()]; organisations.len()];
        Self { of_patch: of_patch.collect(), organisations, services, bounds, months, tallies }
    }

    fn england(&self) -> Option<usize> {
        self.organisations.iter().position(|organisation| organisation.level == OrgLevel::England)
    }

    /// The row of the month in which an instant lies.
    fn month(&self, at: SimTime) -> Option<usize> {
        let row = self.bounds.partition_point(|bound| *bound <= at).checked_sub(1)?;
        (row < self.months.len()).then_some(row)
    }

    fn add(&mut self, incident: &IncidentRecord) {
        let rows = self.of_patch.get(&incident.patch).cloned().unwrap_or_default();
        let (own, arrival) =
            (self.month(incident.clock_start), incident.at_hospital.and_then(|at| self.month(at)));
        for row in rows {
            if let Some(month) = own {
                self.tallies[row][month].add(incident);
            }
            if let Some(month) = arrival {
                self.tallies[row][month].add_handover(incident);
            }
        }
    }
}

/// The services and ICSs of which every area is simulated.
struct Whole {
    services: Vec<ServiceId>,
    icses: Vec<IcsId>,
    all: bool,
}

impl Whole {
    fn of(region: &Region, simulated: &[bool]) -> Self {
        let mut services = vec![true; region.services().len()];
        let mut icses = vec![true; region.icses().len()];
        for (area, _) in region.areas().iter().zip(simulated).filter(|(_, simulated)| !**simulated) {
            let patch = &region.patches()[area.patch.index()];
            services[patch.service.index()] = false;
            icses[patch.ics.index()] = false;
        }
        let rows =
            |whole: Vec<bool>| whole.into_iter().enumerate().filter(|(_, whole)| *whole).map(|(row, _)| row);
        let has = |of: &dyn Fn(&crate::region::Patch) -> bool| region.patches().iter().any(of);
        Self {
            services: rows(services)
                .map(ServiceId::new)
                .filter(|id| has(&|patch| patch.service == *id))
                .collect(),
            icses: rows(icses).map(IcsId::new).filter(|id| has(&|patch| patch.ics == *id)).collect(),
            all: simulated.iter().all(|simulated| *simulated),
        }
    }
}

/// Code of the NHS region in which most residents of a service live; the indicators publish it there.
#[must_use]
pub fn nhs_region_of(region: &Region, service: ServiceId) -> Option<String> {
    let mut residents: BTreeMap<&str, f64> = BTreeMap::new();
    for patch in region.patches().iter().filter(|patch| patch.service == service) {
        *residents.entry(&region.icses()[patch.ics.index()].nhs_region_code).or_default() += patch.residents;
    }
    residents.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(code, _)| code.to_owned())
}

fn trust(region: &Region, service: ServiceId) -> Organisation {
    let known = &region.services()[service.index()];
    let (code, name) = (known.code.clone(), known.name.clone());
    Organisation { level: OrgLevel::Trust, code, name, region: nhs_region_of(region, service) }
}

fn board(region: &Region, ics: IcsId) -> Organisation {
    let known = &region.icses()[ics.index()];
    let (code, name) = (known.code.clone(), known.name.clone());
    Organisation { level: OrgLevel::Icb, code, name, region: Some(known.nhs_region_code.clone()) }
}

impl ArmResult {
    /// This arm's results by month in the codes of the indicators, averaged over its replications: services and
    /// England, or boards. Empty if results by month were not asked for.
    ///
    /// Counts and totals are means over replications, rounded for each service or board; England is their sum, a mean
    /// is total over count, and a centile is the mean of the replications' own.
    #[must_use]
    pub fn ambsys(&self, level: OrgLevel) -> Option<AmbSys> {
        let first = self.by_month.first()?;
        let kept: Vec<usize> = (0..first.organisations().len())
            .filter(|row| {
                let own = first.organisations()[*row].level;
                own == level || (own == OrgLevel::England && level == OrgLevel::Trust)
            })
            .collect();
        let averages = Averages { runs: &self.by_month, kept: &kept };
        let figures = first.months().into_iter().flat_map(|month| averages.of_month(month)).collect();
        let organisations = kept.iter().map(|row| first.organisations()[*row].clone()).collect();
        Some(AmbSys::new("results", organisations, first.items().to_vec(), figures))
    }
}

/// Averages over replications of the organisations kept, England first if it is among them.
struct Averages<'a> {
    runs: &'a [AmbSys],
    kept: &'a [usize],
}

impl Averages<'_> {
    fn of_month(&self, month: Month) -> Vec<Figure> {
        let organisations = self.runs[0].organisations();
        let items = self.runs[0].items();
        let is_england = |at: usize| organisations[self.kept[at]].level == OrgLevel::England;
        let mut sums: Vec<Vec<Option<i64>>> =
            (0..self.kept.len()).map(|at| self.sums(&organisations[self.kept[at]].code, month)).collect();
        for england in (0..self.kept.len()).filter(|at| is_england(*at)) {
            let whole = |item: usize| {
                let parts =
                    (0..self.kept.len()).filter(|at| !is_england(*at)).filter_map(|at| sums[at][item]);
                parts.reduce(|a, b| a + b)
            };
            sums[england] = (0..items.len()).map(whole).collect();
        }
        let mut figures = Vec::new();
        for (at, sums) in sums.iter().enumerate() {
            let code = &organisations[self.kept[at]].code;
            for (item, known) in items.iter().enumerate() {
                let sum = |code: &Option<String>| sums[self.runs[0].find_item(code.as_ref()?)?];
                let value = match known.kind {
                    ItemKind::Mean => {
                        sum(&known.total).zip(sum(&known.base)).and_then(|(t, n)| rounded(t, n))
                    }
                    ItemKind::Centile if sum(&known.base).is_none_or(|n| n == 0) => None,
                    ItemKind::Centile => self.average(code, month, &known.code, false),
                    ItemKind::Count | ItemKind::Total | ItemKind::Unknown => sums[item],
                };
                let (organisation, item) = (at as u16, item as u16);
                figures.extend(value.map(|value| Figure { organisation, month, item, value }));
            }
        }
        figures
    }

    /// The averages of all counts and totals of an organisation; wholes are made of their parts.
    fn sums(&self, code: &str, month: Month) -> Vec<Option<i64>> {
        let items = self.runs[0].items();
        let mut sums: Vec<Option<i64>> = items
            .iter()
            .map(|item| if item.kind.adds_up() { self.average(code, month, &item.code, true) } else { None })
            .collect();
        for (whole, parts) in [("A56", &["A53", "A54", "A55"][..]), ("A7", &["A17", "A56"])] {
            let find =
                |code: &str| self.runs[0].find_item(code).expect("a result has its wholes and their parts");
            sums[find(whole)] = parts.iter().map(|part| sums[find(part)]).sum();
        }
        sums
    }

    /// The average of a figure; a replication without it counts as 0 if `all` do, and is left out else.
    fn average(&self, code: &str, month: Month, item: &str, all: bool) -> Option<i64> {
        let values: Vec<i64> = self.runs.iter().filter_map(|run| run.value(code, month, item)).collect();
        let n = if all { self.runs.len() } else { values.len() };
        if values.is_empty() { None } else { rounded(values.iter().sum(), n as i64) }
    }
}
