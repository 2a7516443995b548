use super::aid::{self, AidRow};
use super::board::{self, BoardRow};
use super::crews::{self, AvailabilityRow, CrewRow};
use super::desks::{self, DeskRow};
use super::handover::{self, HandoverRow};
use super::levels::{Level, Levels};
use super::prevention::{self, PreventionRow};
use super::records::Records;
use super::resources::{self, ResourceRow};
use super::response::{self, EndingRow, ReportedCategory, ResponseRow, StandardRow};
use super::teams::{self, TeamRow};
use super::vehicles::{self, FlowRow, ServedRow, VehicleRow};
use crate::category::Ending;
use crate::region::Region;
use jiff::civil::Date;
use rayon::prelude::*;

/// What one arm gave in one replication, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// Response times by level, group and category; the same rows in the same order in every replication.
    pub responses: Vec<ResponseRow>,
    /// How incidents ended.
    pub endings: Vec<EndingRow>,
    /// Handover by level and by hospital.
    pub handovers: Vec<HandoverRow>,
    /// Vehicle-hours by status.
    pub vehicles: Vec<VehicleRow>,
    /// What crews did.
    pub crews: Vec<CrewRow>,
    /// Vehicle-hours by local hour of the week.
    pub availability: Vec<AvailabilityRow>,
    /// Vehicles for an incident.
    pub resources: Vec<ResourceRow>,
    /// Hours on jobs from patch to patch.
    pub flows: Vec<FlowRow>,
    /// Hours rostered in and served to each ICS.
    pub served: Vec<ServedRow>,
    /// The call and clinical stage by service, where a rule of it is on.
    pub desks: Vec<DeskRow>,
    /// What interventions did, where there are any.
    pub prevention: Vec<PreventionRow>,
    /// What teams did that attend in an ambulance's place, where there are any.
    pub teams: Vec<TeamRow>,
    /// What services gave each other, where any did.
    pub aid: Vec<AidRow>,
    /// What boards watch beside means and centiles.
    pub board: Vec<BoardRow>,
    /// Standards and whether they were met.
    pub standards: Vec<StandardRow>,
}

/// Measures the records of one replication of so many days. `date` is the first day of the window: standards are those in force
/// then.
#[must_use]
pub fn measure(
    records: &Records,
    region: &Region,
    levels: &Levels,
    simulated: &[bool],
    (date, days): (Date, u32),
) -> Measures {
    let groupings = levels.groupings.par_iter();
    let responses: Vec<ResponseRow> =
        groupings.flat_map_iter(|grouping| response::responses(records, grouping)).collect();
    let groups = handover::LEVELS.iter().filter_map(|level| levels.get(*level));
    let mut handovers: Vec<HandoverRow> = groups.flat_map(|g| handover::by_group(records, g)).collect();
    handovers.extend(handover::by_hospital(records, region));
    let known = board::Known { responses: &responses, handovers: &handovers, days: f64::from(days.max(1)) };
    Measures {
        board: board::board(records, region, levels, known),
        standards: response::standards(region, date, &responses),
        responses,
        endings: levels.groupings.iter().flat_map(|g| response::endings(records, g)).collect(),
        handovers,
        vehicles: vehicles::vehicles(records, region),
        crews: crews::crews(records, region),
        availability: crews::availability(records, region),
        resources: resources::resources(records, region),
        desks: desks::desks(&records.desks, region),
        prevention: prevention::prevention(records, region),
        teams: teams::teams(&records.teams, region),
        aid: aid::aid(records, region),
        flows: vehicles::flows(records, region),
        served: vehicles::served(records, region, simulated),
    }
}

impl Measures {
    /// The row of a level, group and category.
    #[must_use]
    pub fn response(&self, level: Level, group: u16, category: ReportedCategory) -> Option<&ResponseRow> {
        self.responses.iter().find(|r| r.level == level && r.group == group && r.category == category)
    }

    /// The mean response to C2 of everything simulated, seconds: England's, or where only a part of it was simulated its services
    /// together, by those with a response.
    #[must_use]
    pub fn c2_mean_s(&self) -> Option<f64> {
        let c2 = |level: Level| {
            self.responses.iter().filter(move |r| r.level == level && r.category == ReportedCategory::C2)
        };
        if let Some(england) = c2(Level::England).next() {
            return england.mean_s;
        }
        let (n, seconds) = c2(Level::Trust)
            .fold((0, 0.0), |(n, seconds), r| (n + r.n, seconds + r.mean_s.unwrap_or(0.0) * r.n as f64));
        (n > 0).then(|| seconds / n as f64)
    }

    /// Share of all incidents that were still open when the run stopped.
    #[must_use]
    pub fn open_share(&self) -> f64 {
        let all =
            self.endings.iter().filter(|r| r.level == Level::Trust && r.category == ReportedCategory::All);
        let (open, n) =
            all.fold((0, 0), |(open, n), r| (open + r.n[Ending::Open as usize], n + r.n.iter().sum::<u64>()));
        if n > 0 { open as f64 / n as f64 } else { 0.0 }
    }
}
