use crate::ids::{AreaId, ServiceId};
use jiff::civil::Date;

/// How good the evidence for a number is. A: published; B: proxy; C: back-calculated; D: opinion or default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Grade {
    A,
    B,
    C,
    D,
}

impl Grade {
    /// The letter used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// A stage of a job whose duration is given as a prior.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Call connect to dispatch code (all but C1).
    Triage,
    /// Assignment to moving off.
    Mobilise,
    /// Arrival at scene to leaving it, or to the end of treatment.
    OnScene,
    /// Handover, or the end of treatment, to clear.
    WrapUp,
}

/// What a stage's duration depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disposition {
    /// Every incident.
    Any,
    /// The patient is conveyed.
    Convey,
    /// The patient is treated where they are.
    SeeAndTreat,
}

/// A prior for a stage's duration: log-normal of this mean and coefficient of variation.
#[derive(Debug, Clone, PartialEq)]
pub struct JobCycle {
    /// The stage.
    pub stage: Stage,
    /// The disposition it applies to.
    pub disposition: Disposition,
    /// `any`, or one category; a category's own row goes before `any`.
    pub category: String,
    /// Mean, seconds.
    pub mean_s: f64,
    /// Coefficient of variation; 0 is fixed.
    pub cv: f64,
    /// Evidence.
    pub grade: Grade,
}

/// A quantile of a stage whose shape was measured; its mean stands in the row of [`JobCycle`] of the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct StageQuantile {
    /// The stage.
    pub stage: Stage,
    /// The disposition it applies to.
    pub disposition: Disposition,
    /// `any`, or one category.
    pub category: String,
    /// The share that takes at most so long, above 0 and below 1.
    pub quantile: f64,
    /// Seconds.
    pub seconds: f64,
}

/// Incidents of an ordinary week that were counted in an area, hear and treat included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaDemandRow {
    /// The area.
    pub area: AreaId,
    /// Incidents in a week.
    pub incidents_per_week: f64,
    /// Areas over which a count was spread by residents, since each alone was too small to tell; 1 is itself alone.
    pub merged_n: u32,
}

/// A profile over the local hours of the week, from Monday 00:00.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Share of the week in each hour; sums to 1.
    pub share: Vec<f64>,
}

/// Mean or 90th centile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Statistic {
    Mean,
    P90,
}

/// A response-time standard with its dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Name.
    pub name: String,
    /// Category it is for.
    pub category: String,
    /// Which statistic it binds.
    pub statistic: Statistic,
    /// The bound, seconds.
    pub value_s: f64,
    /// First day it holds.
    pub valid_from: Date,
    /// Last day it holds, if it has ended.
    pub valid_to: Option<Date>,
    /// Where it is from.
    pub source: String,
}

/// A day unlike its neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecialDay {
    /// The day.
    pub date: Date,
    /// `bank_holiday`, `new_year`, `christmas`, `strike` …
    pub kind: String,
    /// Name.
    pub name: String,
    /// The service it is known for; `None` is all.
    pub service: Option<ServiceId>,
    /// Demand against an ordinary day; `None`: not known, taken as 1.
    pub demand_factor: Option<f64>,
}

/// What changed at a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// Some C2 incidents are called back by a clinician first.
    C2Segmentation,
    /// Crews leave patients at the emergency department after 45 minutes.
    Release45,
    /// Another control system, and with it other counting.
    ControlSystem,
    /// A hub, from which alternatives to conveyance are given.
    Hub,
}

impl BreakKind {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::C2Segmentation => "C2_segmentation",
            Self::Release45 => "release_45",
            Self::ControlSystem => "control_system",
            Self::Hub => "hub",
        }
    }
}

/// A dated change after which what was fitted before need not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// What changed.
    pub kind: BreakKind,
    /// The service that it is known for; `None` is all.
    pub service: Option<ServiceId>,
    /// From which day.
    pub date: Date,
    /// How well that is known.
    pub grade: Grade,
    /// Whence.
    pub source: String,
}

/// C2 in a month of the year, as earlier years had it for reasons that no input holds.
#[derive(Debug, Clone, PartialEq)]
pub struct SeasonMonth {
    /// Month of the year, from 1.
    pub month_of_year: u8,
    /// C2 mean against that of the whole year at the same load.
    pub c2_ratio: f64,
    /// The lowest and highest of the years.
    pub c2_ratio_range: [f64; 2],
    /// How many years are behind it.
    pub years: u32,
    /// Evidence.
    pub grade: Grade,
    /// Whence.
    pub source: String,
}

/// A knot of the travel law: ordinary driving time at a straight-line distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TravelKnot {
    /// Whether it is for rural areas.
    pub rural: bool,
    /// Straight-line distance, km.
    pub km: f64,
    /// Driving time, seconds.
    pub seconds: f64,
}

/// Two neighbouring areas between which a road is taken to lead, both ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaLink {
    /// One end.
    pub from: AreaId,
    /// The other end.
    pub to: AreaId,
    /// Residents per square kilometre along the straight line.
    pub people_per_km2: f64,
}

/// What kind of trunk road a point lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrunkKind {
    /// A motorway.
    Motorway,
    /// A dual carriageway.
    Dual,
    /// A bridge or tunnel over water, driven like a dual carriageway.
    Crossing,
}

/// A point of a trunk road; the next of the same chain is the next along the road.
#[derive(Debug, Clone, PartialEq)]
pub struct TrunkPoint {
    /// The stretch of road it lies on.
    pub chain: String,
    /// Its number along the stretch, from 1.
    pub position: u32,
    /// Kind of road.
    pub kind: TrunkKind,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Residents per square kilometre around it.
    pub people_per_km2: f64,
    /// The areas from which it is reached.
    pub areas: [Option<AreaId>; 3],
}

/// What a number of the network law is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkQuantity {
    /// Speed off the trunk roads where so many people live, km/h.
    Local,
    /// Speed on a motorway, km/h.
    Motorway,
    /// Speed on a dual carriageway, km/h.
    Dual,
    /// Exponent by which trunk roads slow above 1,000 residents per square kilometre.
    Crowding,
    /// Driven over straight distance between a trunk road and an area.
    AccessDetour,
    /// Seconds lost in joining or leaving a trunk road.
    RampS,
    /// Seconds that the routing engine adds to every drive: for checks only.
    EngineS,
}

/// A number of the network law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetworkNumber {
    /// What it is.
    pub quantity: NetworkQuantity,
    /// The residents per square kilometre at which it holds, for local speeds.
    pub people_per_km2: Option<f64>,
    /// Its value.
    pub value: f64,
}

/// What a drive is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TravelPurpose {
    /// To an incident with lights and sirens.
    Lights,
    /// To an incident at ordinary speed.
    Ordinary,
    /// To a hospital with a patient.
    Convey,
    /// Back to base.
    Return,
}

/// Which travel factor holds at an hour of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum HourBand {
    Night,
    Day,
    Peak,
}

/// Multiplier of the driving time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TravelFactor {
    /// What the drive is for.
    pub purpose: TravelPurpose,
    /// When.
    pub band: HourBand,
    /// Whether the incident's end is rural.
    pub rural: bool,
    /// Multiplier of the travel law's time.
    pub factor: f64,
}

/// A number that nobody has published, with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Name.
    pub name: String,
    /// The value used.
    pub value: f64,
    /// Lowest value thought possible.
    pub low: f64,
    /// Highest value thought possible.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// Evidence.
    pub grade: Grade,
    /// Where it is from.
    pub source: String,
}

/// The hours that make this model reproduce a service's published C2 mean. Not rostered or produced hours.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectiveHours {
    /// The service.
    pub service: ServiceId,
    /// Vehicle-hours a week.
    pub hours_per_week: f64,
    /// How they were found.
    pub assumption: String,
}

/// What a service does in its own way, against what all share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PracticeQuantity {
    /// Driving times against the travel law.
    Drive,
    /// Hours of cars and first responders for an ambulance hour.
    Cars,
    /// Vehicles wanted beyond the first for a C1.
    FurtherC1,
    /// Priority that a waiting C3 gains.
    RateC3,
    /// Priority that a waiting C4 gains.
    RateC4,
    /// How much days differ at its departments.
    HandoverDays,
}

/// A ratio of a service's practice to what all share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServicePractice {
    /// The service.
    pub service: ServiceId,
    /// What it is a ratio of.
    pub quantity: PracticeQuantity,
    /// The ratio.
    pub value: f64,
}
