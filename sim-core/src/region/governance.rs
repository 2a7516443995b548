use super::Grade;
use crate::ids::{IcsId, ServiceId};
use jiff::civil::Date;

/// A number that is judged: its value and the range thought possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranged {
    /// The value used where nothing is drawn.
    pub value: f64,
    /// Lowest thought possible.
    pub low: f64,
    /// Highest thought possible.
    pub high: f64,
}

/// A number of the process from engagement work to go-live, the same for every trust.
#[derive(Debug, Clone, PartialEq)]
pub struct GovernanceNumber {
    /// Its name.
    pub name: String,
    /// Its value and range.
    pub range: Ranged,
    /// Its unit.
    pub unit: String,
    /// Evidence.
    pub grade: Grade,
    /// Whence.
    pub source: String,
}

/// A kind of forum: how often it meets, how much it hears, when it is closed.
#[derive(Debug, Clone, PartialEq)]
pub struct ForumRow {
    /// `board`, `committee`, `place_board` …
    pub kind: String,
    /// `decide`, `consult` or `challenge`: only one that decides can hold a package up.
    pub power: &'static str,
    /// Days between meetings.
    pub days: Ranged,
    /// Packages that a meeting hears.
    pub slots: Ranged,
    /// Times of the year without meetings: month and day of the first and the last day.
    pub closed: Vec<[(i8, i8); 2]>,
    /// Evidence.
    pub grade: Grade,
    /// Whence.
    pub source: String,
}

/// A real package: when it was first told in public, and when it was live.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedPackage {
    /// What it is.
    pub name: String,
    /// Where.
    pub place: String,
    /// `instruction`, `national_programme` or `partners`: whence it came.
    pub origin: &'static str,
    /// The day of its first public statement; `None` is unknown.
    pub first_public: Option<Date>,
    /// The day on which it was live; `None` is unknown.
    pub live: Option<Date>,
    /// Whether the days are known to the `day` or to the `month`.
    pub precision: &'static str,
    /// Evidence.
    pub grade: Grade,
    /// Whence.
    pub source: String,
}

impl DatedPackage {
    /// Days from the first public statement to live, where both are known.
    #[must_use]
    pub fn days(&self) -> Option<i32> {
        Some(self.first_public?.until(self.live?).ok()?.get_days())
    }
}

/// A kind of body that a model of ambulances meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Body {
    /// A trust that runs an ambulance service.
    AmbulanceService,
    /// A trust with emergency departments.
    AcuteTrust,
    /// An ICS and its board.
    Ics,
    /// A region of NHS England.
    NhsRegion,
}

impl Body {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AmbulanceService => "ambulance_service",
            Self::AcuteTrust => "acute_trust",
            Self::Ics => "ics",
            Self::NhsRegion => "nhs_region",
        }
    }
}

/// What a kind of body is judged on. Nobody in the model acts on it.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedOn {
    /// Who.
    pub body: Body,
    /// What is measured.
    pub measure: String,
    /// What it is held to; `None` where there is no number.
    pub bound: Option<f64>,
    /// Unit of the bound.
    pub unit: String,
    /// From which day; `None` is not known.
    pub valid_from: Option<Date>,
    /// To which day; `None` is not ended, or not known.
    pub valid_to: Option<Date>,
    /// Evidence.
    pub grade: Grade,
    /// Whence.
    pub source: String,
}

/// What an organisation or a pair of them has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartnershipQuantity {
    /// Hours of a trust's partnership team, a week.
    TeamHours,
    /// Hours of an ICS's engagement team, a week.
    EngagementHours,
    /// Maturity of an ICS, in [0, 1].
    Maturity,
    /// Strength of the relationship of a trust and an ICS, in [0, 1].
    Relationship,
}

impl PartnershipQuantity {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TeamHours => "team_hours_per_week",
            Self::EngagementHours => "engagement_hours_per_week",
            Self::Maturity => "maturity",
            Self::Relationship => "relationship",
        }
    }

    /// Its unit; empty where it has none.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::TeamHours | Self::EngagementHours => "h",
            Self::Maturity | Self::Relationship => "",
        }
    }
}

/// A quantity of a trust, of an ICS, or of the two together.
#[derive(Debug, Clone, PartialEq)]
pub struct Partnership {
    /// The trust, unless it is an ICS's own.
    pub service: Option<ServiceId>,
    /// The ICS, unless it is a trust's own.
    pub ics: Option<IcsId>,
    /// What it is.
    pub quantity: PartnershipQuantity,
    /// Value and range.
    pub range: Ranged,
    /// Evidence.
    pub grade: Grade,
    /// Whence.
    pub source: String,
}
