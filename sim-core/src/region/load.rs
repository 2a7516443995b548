//! Loading a region: all its tables are read and checked together, and every fault is reported.

use super::check::{Means, check_services};
use super::csv_table::Loaded;
use super::files::Files;
use super::keys::{Keys, Systems, ics_keys, service_keys};
use super::rows_governance::{
    read_forums, read_governance, read_judged_on, read_packages, read_partnerships,
};
use super::rows_months::{
    read_activity, read_call_times, read_clinical, read_handovers, read_resources, read_responses,
};
use super::rows_network::{read_area_demand, read_area_links, read_network_speed, read_trunk_points};
use super::rows_operations::{read_abstraction, read_conditions, read_season, read_vehicle_kinds};
use super::rows_patients::read_patients;
use super::rows_places::{
    AreaKeys, area_keys, district_keys, land_mass_keys, read_areas, read_districts, read_icses,
    read_neighbourhoods, read_patches, read_services,
};
use super::rows_rules::{
    read_assumptions, read_breaks, read_effective_hours, read_job_cycle, read_practice, read_special_days,
    read_stage_quantiles, read_standards,
};
use super::rows_sites::{check_land_masses, read_hospitals, read_land_masses, read_stations};
use super::rows_source::read_sources;
use super::rows_week::{read_hour_bands, read_profiles, read_travel_factors, read_travel_law};
use super::{
    Activity, Area, AreaDemandRow, AreaLink, CallTimes, ClinicalAssessment, District, EffectiveHours,
    Handover, Hospital, Ics, LandMass, Neighbourhood, Patch, Region, ResourceCount, Response, Service,
    Station, TrunkPoint,
};
use crate::problem::Problems;
use std::path::Path;

impl Region {
    /// Loads the region of a folder: its CSV tables and its `SOURCE.toml`.
    ///
    /// The region is called what the folder is called; ids do not depend on the order of a table's rows.
    ///
    /// # Errors
    /// Every fault of every table, at most 200 of each file.
    pub fn load(folder: &Path) -> Result<Self, Problems> {
        Files::of_folder(folder).and_then(|files| read(&files))
    }

    /// Loads a region that ambics ships.
    ///
    /// ```
    /// let tiny = ambics::region::Region::embedded("tiny").expect("tiny is shipped and sound");
    /// assert_eq!(tiny.services().len(), 1);
    /// ```
    ///
    /// # Errors
    /// One fault with a hint if no region of that name is shipped.
    pub fn embedded(name: &str) -> Result<Self, Problems> {
        Files::shipped(name).and_then(|files| read(&files))
    }

    /// The names of the regions that ambics ships.
    #[must_use]
    pub fn shipped() -> &'static [&'static str] {
        ambics_scenarios::regions()
    }
}

/// The tables that refer to one another.
struct Places {
    services: Loaded<Service>,
    icses: Loaded<Ics>,
    patches: Loaded<Patch>,
    districts: Loaded<District>,
    neighbourhoods: Loaded<Neighbourhood>,
    areas: Loaded<Area>,
    land_masses: Loaded<LandMass>,
    hospitals: Loaded<Hospital>,
    stations: Loaded<Station>,
}

impl Places {
    fn read(files: &Files) -> Self {
        let icses = read_icses(files);
        let services = read_services(files, &ics_keys(&icses));
        let patches = read_patches(files, &service_keys(&services), &ics_keys(&icses));
        let systems = Systems::of(&services, &icses, &patches);
        let districts = read_districts(files, &systems);
        let neighbourhoods = read_neighbourhoods(files, &district_keys(&districts), &systems);
        let mut land_masses = read_land_masses(files);
        let areas = read_areas(files, &AreaKeys::of(&systems, &districts, &neighbourhoods, &land_masses));
        let hospitals = read_hospitals(files, &systems, &land_mass_keys(&land_masses));
        let stations = read_stations(files, &systems, &area_keys(&areas));
        check_land_masses(&mut land_masses, &hospitals, &areas);
        Self { services, icses, patches, districts, neighbourhoods, areas, land_masses, hospitals, stations }
    }

    fn check_services(&mut self, hours: &Loaded<EffectiveHours>) {
        let means = Means { patches: &self.patches, areas: &self.areas, stations: &self.stations, hours };
        check_services(&mut self.services, &means);
    }
}

/// The tables that services publish by the month.
struct Months {
    activity: Loaded<Activity>,
    responses: Loaded<Response>,
    call_times: Loaded<CallTimes>,
    handovers: Loaded<Handover>,
    resources: Loaded<ResourceCount>,
    clinical: Loaded<ClinicalAssessment>,
}

impl Months {
    fn read(files: &Files, services: &Keys<'_>) -> Self {
        Self {
            activity: read_activity(files, services),
            responses: read_responses(files, services),
            call_times: read_call_times(files, services),
            handovers: read_handovers(files, services),
            resources: read_resources(files, services),
            clinical: read_clinical(files, services),
        }
    }
}

/// Reads and checks every table; the region is made of the rows if there is no fault.
fn read(files: &Files) -> Result<Region, Problems> {
    let mut places = Places::read(files);
    let services = service_keys(&places.services);
    let months = Months::read(files, &services);
    let partnerships = read_partnerships(files, &services, &ics_keys(&places.icses));
    let (special_days, breaks) = (read_special_days(files, &services), read_breaks(files, &services));
    let (hours, practice) = (read_effective_hours(files, &services), read_practice(files, &services));
    places.check_services(&hours);
    let (links, points, area_demand) = by_area(files, &area_keys(&places.areas));
    let (sources, source_faults) = read_sources(files);
    let mut problems = Problems::none();
    let all = &mut problems;
    let region = Region {
        name: files.name.clone(),
        services: rows(places.services, all),
        icses: rows(places.icses, all),
        patches: rows(places.patches, all),
        districts: rows(places.districts, all),
        neighbourhoods: rows(places.neighbourhoods, all),
        areas: rows(places.areas, all),
        land_masses: rows(places.land_masses, all),
        hospitals: rows(places.hospitals, all),
        stations: rows(places.stations, all),
        activity: rows(months.activity, all),
        responses: rows(months.responses, all),
        call_times: rows(months.call_times, all),
        handovers: rows(months.handovers, all),
        resources: rows(months.resources, all),
        clinical: rows(months.clinical, all),
        conditions: rows(read_conditions(files), all),
        vehicle_kinds: rows(read_vehicle_kinds(files), all),
        abstraction: rows(read_abstraction(files), all),
        job_cycle: rows(read_job_cycle(files), all),
        stage_quantiles: rows(read_stage_quantiles(files), all),
        area_demand: rows(area_demand, all),
        profiles: rows(read_profiles(files), all),
        standards: rows(read_standards(files), all),
        special_days: rows(special_days, all),
        breaks: rows(breaks, all),
        season: rows(read_season(files), all),
        travel_knots: rows(read_travel_law(files), all),
        travel_factors: rows(read_travel_factors(files), all),
        area_links: rows(links, all),
        trunk_points: rows(points, all),
        network_numbers: rows(read_network_speed(files), all),
        hour_bands: rows(read_hour_bands(files), all),
        assumptions: rows(read_assumptions(files), all),
        effective_hours: rows(hours, all),
        practice: rows(practice, all),
        patients: rows(read_patients(files), all),
        governance: rows(read_governance(files), all),
        forums: rows(read_forums(files), all),
        packages: rows(read_packages(files), all),
        partnerships: rows(partnerships, all),
        judged_on: rows(read_judged_on(files), all),
        sources,
    };
    problems.extend(source_faults.into_problems());
    problems.into_result(|| with_residents(region))
}

/// The tables that go by area.
fn by_area(files: &Files, areas: &Keys<'_>) -> (Loaded<AreaLink>, Loaded<TrunkPoint>, Loaded<AreaDemandRow>) {
    (read_area_links(files, areas), read_trunk_points(files, areas), read_area_demand(files, areas))
}

/// Takes the rows of a table apart from its faults.
fn rows<T>(table: Loaded<T>, problems: &mut Problems) -> Vec<T> {
    problems.extend(table.faults.into_problems());
    table.rows.into_iter().map(|lined| lined.row).collect()
}

/// Sums the residents of each patch over its areas.
fn with_residents(mut region: Region) -> Region {
    for area in &region.areas {
        region.patches[area.patch.index()].residents += area.residents;
    }
    region
}
