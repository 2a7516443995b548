use crate::condition::Condition;
use crate::ids::{AreaId, DistrictId, IcsId, NeighbourhoodId, PatchId, ServiceId};
use jiff::civil::Date;

/// An ambulance service.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// ODS code, for example `RYF`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name, for example `SWASFT`.
    pub short_name: String,
    /// The ICS that co-ordinates the 999 contract, where published or inferred.
    pub lead_ics: Option<IcsId>,
    /// How the lead is known; empty if it is not.
    pub lead_basis: String,
    /// First day of the service; `None`: not known.
    pub valid_from: Option<Date>,
    /// Last day of the service, if it has ended.
    pub valid_to: Option<Date>,
}

/// An Integrated Care System.
#[derive(Debug, Clone, PartialEq)]
pub struct Ics {
    /// ODS code, for example `QVV`.
    pub code: String,
    /// ONS code, for example `E54000041`.
    pub ons_code: String,
    /// Full name of its board.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Code of the NHS England region.
    pub nhs_region_code: String,
    /// Name of the NHS England region.
    pub nhs_region_name: String,
    /// First day of the system; `None`: not known.
    pub valid_from: Option<Date>,
    /// Last day of the system, if it has ended.
    pub valid_to: Option<Date>,
}

/// A patch: one service within one ICS. Every area belongs to exactly one.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// `<service>-<ICS>`, for example `RYF-QVV`.
    pub code: String,
    /// Its service.
    pub service: ServiceId,
    /// Its ICS.
    pub ics: IcsId,
    /// People, summed over its areas; the table's own column is for its readers.
    pub residents: f64,
}

/// A local authority district; may lie in more than one ICS, the majority is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct District {
    /// GSS code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The ICS of most of its residents.
    pub ics: IcsId,
    /// The service of most of its residents.
    pub service: ServiceId,
}

/// A neighbourhood: our own group of areas of 30 to 50 thousand people, in one district and one patch.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbourhood {
    /// Our code, `N0001` and on.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its district.
    pub district: DistrictId,
    /// Its patch.
    pub patch: PatchId,
}

/// The smallest place with demand.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// GSS code of the MSOA, or the user's own.
    pub code: String,
    /// 30 bits made from the code alone, which address the luck of the area's incidents; unique in a region.
    pub identity: u32,
    /// Name.
    pub name: String,
    /// Its district.
    pub district: DistrictId,
    /// Its neighbourhood.
    pub neighbourhood: NeighbourhoodId,
    /// Its patch, and through it its service and its ICS.
    pub patch: PatchId,
    /// Longitude of the population-weighted centroid, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// People.
    pub residents: f64,
    /// Share of people aged 65 or more.
    pub share_65_plus: f64,
    /// Share of residents aged 75 and over; `None`: not given.
    pub share_75_plus: Option<f64>,
    /// Land area, km².
    pub land_km2: f64,
    /// How far from the centroid incidents lie at most, metres.
    pub radius_m: f64,
    /// Whether the area is classed as rural.
    pub rural: bool,
    /// Mean IMD 2019 score.
    pub imd_score: f64,
    /// Fifth of the population by area score: 1 is the most deprived.
    pub imd_quintile: u8,
    /// Row of its land mass.
    pub land_mass: usize,
    /// Whether it lies on the coast.
    pub coastal: bool,
    /// Daytime people for each resident (assumption).
    pub daytime_ratio: f64,
}

/// A part of the region that no road joins to the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct LandMass {
    /// `mainland`, `wight`, `scilly`.
    pub code: String,
    /// Where patients are transferred when the land mass has no hospital of its own: hospital code and seconds.
    pub transfer: Option<(String, f64)>,
}

/// A site with an emergency department.
#[derive(Debug, Clone, PartialEq)]
pub struct Hospital {
    /// ODS site code, or `X-<acute trust>-<n>`.
    pub code: String,
    /// Name.
    pub name: String,
    /// ODS code of the acute trust.
    pub acute_trust_code: String,
    /// Its name.
    pub acute_trust_name: String,
    /// The ICS it lies in, if that is in the region.
    pub ics: IcsId,
    /// The ambulance service it lies in.
    pub service: ServiceId,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Row of its land mass.
    pub land_mass: usize,
    /// First day of its emergency department; `None`: before the region's tables begin.
    pub opens: Option<Date>,
    /// First day without it; `None`: still open.
    pub closes: Option<Date>,
    /// When it takes ambulances.
    pub open_hours: OpenHours,
    /// Whom it takes.
    pub accepts: Accepts,
    /// What it is a centre for.
    pub centres: Centres,
}

/// What a hospital is a centre for; `None` is not known, and no rule of by-pass is used there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Centres {
    /// Whether it gives thrombolysis for stroke.
    pub stroke_unit: Option<bool>,
    /// Whether it is a major trauma centre.
    pub major_trauma_centre: Option<bool>,
    /// Whether it gives primary angioplasty for a heart attack.
    pub ppci_centre: Option<bool>,
}

impl Centres {
    /// Whether it is the kind of hospital that a condition calls for; yes for a condition that calls for none.
    #[inline]
    #[must_use]
    pub const fn suits(self, condition: Condition) -> Option<bool> {
        match condition {
            Condition::Stroke => self.stroke_unit,
            Condition::MajorTrauma => self.major_trauma_centre,
            Condition::Stemi => self.ppci_centre,
            Condition::Falls
            | Condition::MentalHealth
            | Condition::CardiacArrest
            | Condition::Breathing
            | Condition::ChestPain
            | Condition::Alcohol
            | Condition::Other => Some(true),
        }
    }
}

/// When an emergency department takes ambulances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenHours {
    /// Day and night.
    Always,
    /// From and to these local minutes of the day.
    Between(u16, u16),
    /// Not known; the model takes it as always open and says so.
    Unknown,
}

/// Whom an emergency department takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    /// Everyone.
    All,
    /// Children only; the model sends no one there until ages are modelled.
    Children,
    /// Not known; the model takes it as everyone and says so.
    Unknown,
}

/// An ambulance station; synthetic unless the user supplies their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Code, for example `RYF-S001`.
    pub code: String,
    /// Its service.
    pub service: ServiceId,
    /// Its patch: its service within the ICS it is counted to.
    pub patch: PatchId,
    /// The area it stands in.
    pub area: AreaId,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Whether its place is synthetic.
    pub synthetic: bool,
}
