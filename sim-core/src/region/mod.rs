//! The region: the place as given. Valid by construction, with names; knows no method and no decision.
//!
//! Tables are read from a folder (or from the bytes that this crate ships) and checked together: every
//! fault is reported, none is passed on.

mod activity;
mod check;
mod csv_table;
pub(crate) mod faults;
mod files;
mod governance;
mod identity;
mod keys;
mod load;
mod operations;
mod patients;
mod places;
mod row;
mod rows_governance;
mod rows_months;
mod rows_network;
mod rows_operations;
mod rows_patients;
mod rows_places;
mod rows_rules;
mod rows_sites;
mod rows_source;
mod rows_week;
mod schemas;
mod source;
mod tables;

pub use activity::{Activity, CallTimes, ClinicalAssessment, Handover, Month, ResourceCount, Response};
pub use governance::{
    Body, DatedPackage, ForumRow, GovernanceNumber, JudgedOn, Partnership, PartnershipQuantity, Ranged,
};
pub use operations::{Abstraction, ConditionShare, VehicleKindRow};
pub use patients::{Given, PatientNumber};
pub use places::{
    Accepts, Area, Centres, District, Hospital, Ics, LandMass, Neighbourhood, OpenHours, Patch, Service,
    Station,
};
pub use source::{SourceTable, Sources};
pub use tables::{
    AreaDemandRow, AreaLink, Assumption, Break, BreakKind, Disposition, EffectiveHours, Grade, HourBand,
    JobCycle, NetworkNumber, NetworkQuantity, PracticeQuantity, Profile, SeasonMonth, ServicePractice,
    SpecialDay, Stage, StageQuantile, Standard, Statistic, TravelFactor, TravelKnot, TravelPurpose,
    TrunkKind, TrunkPoint,
};

use crate::ids::{AreaId, DistrictId, HospitalId, IcsId, PatchId, ServiceId, StationId};

/// A place as given: every code resolves, every share lies in [0, 1], every required row is there.
///
/// Ids are rows of these vectors; rows are in order of their codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    pub(crate) name: String,
    pub(crate) services: Vec<Service>,
    pub(crate) icses: Vec<Ics>,
    pub(crate) patches: Vec<Patch>,
    pub(crate) districts: Vec<District>,
    pub(crate) neighbourhoods: Vec<Neighbourhood>,
    pub(crate) areas: Vec<Area>,
    pub(crate) land_masses: Vec<LandMass>,
    pub(crate) hospitals: Vec<Hospital>,
    pub(crate) stations: Vec<Station>,
    pub(crate) activity: Vec<Activity>,
    pub(crate) responses: Vec<Response>,
    pub(crate) call_times: Vec<CallTimes>,
    pub(crate) handovers: Vec<Handover>,
    pub(crate) resources: Vec<ResourceCount>,
    pub(crate) clinical: Vec<ClinicalAssessment>,
    pub(crate) conditions: Vec<ConditionShare>,
    pub(crate) vehicle_kinds: Vec<VehicleKindRow>,
    pub(crate) abstraction: Vec<Abstraction>,
    pub(crate) job_cycle: Vec<JobCycle>,
    pub(crate) stage_quantiles: Vec<StageQuantile>,
    pub(crate) area_demand: Vec<AreaDemandRow>,
    pub(crate) profiles: Vec<Profile>,
    pub(crate) standards: Vec<Standard>,
    pub(crate) special_days: Vec<SpecialDay>,
    pub(crate) breaks: Vec<Break>,
    pub(crate) season: Vec<SeasonMonth>,
    pub(crate) travel_knots: Vec<TravelKnot>,
    pub(crate) travel_factors: Vec<TravelFactor>,
    pub(crate) area_links: Vec<AreaLink>,
    pub(crate) trunk_points: Vec<TrunkPoint>,
    pub(crate) network_numbers: Vec<NetworkNumber>,
    pub(crate) hour_bands: Vec<HourBand>,
    pub(crate) assumptions: Vec<Assumption>,
    pub(crate) effective_hours: Vec<EffectiveHours>,
    pub(crate) practice: Vec<ServicePractice>,
    pub(crate) patients: Vec<PatientNumber>,
    pub(crate) governance: Vec<GovernanceNumber>,
    pub(crate) forums: Vec<ForumRow>,
    pub(crate) packages: Vec<DatedPackage>,
    pub(crate) partnerships: Vec<Partnership>,
    pub(crate) judged_on: Vec<JudgedOn>,
    pub(crate) sources: Sources,
}

/// The assumptions that the model reads by name: `assumptions.csv` holds each of them.
pub const NEEDED_ASSUMPTIONS: [&str; 74] = [
    "ambulance_hour_gbp",
    "assessed_closed_most",
    "assessment_min",
    "breakdowns_per_hour",
    "c1_identified_cv",
    "c1_identified_mean_s",
    "c2_navigated_share",
    "call_handling_s",
    "call_patience_s",
    "cashable_share",
    "cfr_schemes_per_10000_rural_residents",
    "closable_share_c2",
    "closable_share_c3",
    "closable_share_c4",
    "closable_share_other",
    "convey_tilt_c2",
    "convey_tilt_c3",
    "convey_tilt_c4",
    "convey_tilt_other",
    "crowding_out",
    "day_effect_correlation_between_services",
    "day_effect_correlation_within_service",
    "day_effect_cv",
    "day_effect_lag1",
    "discount_rate",
    "downgrade_share",
    "drift_month_sd",
    "drift_start_sd",
    "extra_contacts_per_incident",
    "handover_day_correlation",
    "handover_day_lag1",
    "handover_mean_s",
    "handover_other_cv",
    "handover_other_mean_s",
    "handover_site_sd",
    "hear_and_treat_share_c1",
    "hear_and_treat_share_c2",
    "hear_and_treat_share_c3",
    "hear_and_treat_share_c4",
    "hear_and_treat_share_other",
    "induced_share",
    "intra_area_detour",
    "load_time_s",
    "need_ratio_quintile_1",
    "need_ratio_quintile_2",
    "need_ratio_quintile_3",
    "need_ratio_quintile_4",
    "need_ratio_quintile_5",
    "off_road_cv",
    "off_road_mean_h",
    "patience_median_h_c2",
    "patience_median_h_c3",
    "patience_median_h_c4",
    "patience_median_h_other",
    "prevention_fading",
    "reach_slope_passive",
    "reach_slope_proactive",
    "reinvested_share",
    "resources_allocated_other",
    "resources_arriving_other",
    "self_presents_share",
    "spare_sends_c1",
    "spare_sends_c2",
    "spare_sends_c3",
    "spare_sends_c4",
    "spread_age_per_point",
    "spread_daytime_share",
    "spread_deprivation_per_sd",
    "spread_visitor_share_august",
    "targeting_auc_council",
    "targeting_auc_nhs",
    "targeting_auc_none",
    "upgrade_share",
    "welfare_call_interval_min",
];

macro_rules! rows {
    ($($(#[$doc:meta])* $table:ident: $row:ty;)*) => {
        impl Region {$(
            $(#[$doc])*
            #[must_use]
            pub fn $table(&self) -> &[$row] {
                &self.$table
            }
        )*}
    };
}

rows! {
    /// The ambulance services.
    services: Service;
    /// The ICSs.
    icses: Ics;
    /// The patches: each service within each of its ICSs.
    patches: Patch;
    /// The local authority districts.
    districts: District;
    /// The neighbourhoods.
    neighbourhoods: Neighbourhood;
    /// The areas.
    areas: Area;
    /// The land masses.
    land_masses: LandMass;
    /// The sites with an emergency department.
    hospitals: Hospital;
    /// The ambulance stations.
    stations: Station;
    /// Published activity, in order of month and service.
    activity: Activity;
    /// Published response times, in order of month, service and category.
    responses: Response;
    /// Published call-stage times, in order of month and service.
    call_times: CallTimes;
    /// Published handovers, in order of month and service.
    handovers: Handover;
    /// Published resources, in order of month, service and category.
    resources: ResourceCount;
    /// Published clinical assessments, in order of month and service.
    clinical: ClinicalAssessment;
    /// The share of each condition in each category: 5 categories of 10 conditions, in order.
    conditions: ConditionShare;
    /// The kinds of vehicle, one row each, in the order of [`crate::vehicle_kind::VehicleKind::ALL`].
    vehicle_kinds: VehicleKindRow;
    /// Shifts lost, one row for each month of the year from January.
    abstraction: Abstraction;
    /// Priors of the stages of a job.
    job_cycle: JobCycle;
    /// Quantiles that give the shape of a stage, in order of it; none where shapes are log-normal.
    stage_quantiles: StageQuantile;
    /// Incidents that were counted by area, in order of it; none where they are spread by people, age and deprivation.
    area_demand: AreaDemandRow;
    /// Profiles over the week, of 168 shares each.
    profiles: Profile;
    /// Response-time standards.
    standards: Standard;
    /// Days unlike their neighbours, in order of date.
    special_days: SpecialDay;
    /// Dated changes after which a fit need not hold, in order of date; none where the region lists none.
    breaks: Break;
    /// The season of C2, one row for each month of the year from January; none where the region lists none.
    season: SeasonMonth;
    /// The travel law: urban before rural, each from 0 km with km and seconds increasing.
    travel_knots: TravelKnot;
    /// Links of the road network, in order of their areas; none where the region has no network.
    area_links: AreaLink;
    /// Points of trunk roads, in order along each.
    trunk_points: TrunkPoint;
    /// The numbers of the network law: every quantity has one, or there is no network.
    network_numbers: NetworkNumber;
    /// Travel factors: one for each purpose, hour band and rurality.
    travel_factors: TravelFactor;
    /// The hour band of each of the 168 local hours of the week.
    hour_bands: HourBand;
    /// The assumptions.
    assumptions: Assumption;
    /// The effective hours of the services.
    effective_hours: EffectiveHours;
    /// What services do in their own way; a ratio that has no row is 1.
    practice: ServicePractice;
    /// Who calls, in order: every share and number, or none where the region says nothing of it.
    patients: PatientNumber;
    /// The numbers of the process of governance; none where the region says nothing of it.
    governance: GovernanceNumber;
    /// The kinds of forum, in order of their names; none where the region says nothing of them.
    forums: ForumRow;
    /// Real packages and their days, in order of name and place; none where the region lists none.
    packages: DatedPackage;
    /// What partnerships have: hours, maturity, relationships; none where the region says nothing of it.
    partnerships: Partnership;
    /// What each kind of body is judged on; none where the region says nothing of it.
    judged_on: JudgedOn;
}

macro_rules! codes {
    ($($(#[$doc:meta])* $find:ident: $table:ident => $id:ident;)*) => {
        impl Region {$(
            $(#[$doc])*
            #[must_use]
            pub fn $find(&self, code: &str) -> Option<$id> {
                self.$table.binary_search_by(|row| row.code.as_str().cmp(code)).ok().map($id::new)
            }
        )*}
    };
}

codes! {
    /// The service of a code.
    find_service: services => ServiceId;
    /// The ICS of a code.
    find_ics: icses => IcsId;
    /// The patch of a code such as `RYF-QVV`.
    find_patch: patches => PatchId;
    /// The district of a code.
    find_district: districts => DistrictId;
    /// The area of a code.
    find_area: areas => AreaId;
    /// The hospital of a code.
    find_hospital: hospitals => HospitalId;
    /// The station of a code.
    find_station: stations => StationId;
}

impl Region {
    /// The region's name: that of its folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the tables come from.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The profile of a name: 168 shares from Monday 00:00, of sum 1.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&[f64]> {
        self.profiles.iter().find(|profile| profile.name == name).map(|profile| profile.share.as_slice())
    }

    /// The value of an assumption that the model reads.
    ///
    /// # Panics
    /// If the name is none of [`NEEDED_ASSUMPTIONS`]: no loading has made sure of it.
    #[must_use]
    pub fn assumption(&self, name: &str) -> f64 {
        assert!(
            NEEDED_ASSUMPTIONS.contains(&name),
            "{name} is read by the model and not needed by the loader"
        );
        let found = self.assumptions.iter().find(|assumption| assumption.name == name);
        found.expect("the loader refuses a region without a needed assumption").value
    }
}
