use crate::ids::ServiceId;
use std::fmt;

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// Month from 1.
    pub month: i8,
}

impl Month {
    /// Parses `2023-10`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let plain =
            year.len() == 4 && month.len() == 2 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        (plain && (1..=12).contains(&month) && year > 0).then_some(Self { year, month })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Published activity of one service (or England) in one month: counts. `None`: not published.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// The month.
    pub month: Month,
    /// The service; `None` is England.
    pub service: Option<ServiceId>,
    /// Days of the month.
    pub days: u32,
    /// Calls that reached the switchboard (A0).
    pub contacts: Option<f64>,
    /// Calls answered (A1).
    pub calls_answered: Option<f64>,
    /// All incidents: hear and treat plus face to face (A7).
    pub incidents: Option<f64>,
    /// Face-to-face incidents of C1, C2, C3 and C4 (A8, A10, A11, A12).
    pub c1_to_c4: [Option<f64>; 4],
    /// Incidents of C1 with transport (A9).
    pub c1t: Option<f64>,
    /// Answered without a face-to-face response (A17).
    pub hear_and_treat: Option<f64>,
    /// Attended and not conveyed (A55).
    pub see_and_treat: Option<f64>,
    /// Conveyed to an emergency department (A53).
    pub conveyed_ed: Option<f64>,
    /// Conveyed elsewhere (A54).
    pub conveyed_other: Option<f64>,
    /// All face-to-face incidents (A56).
    pub face_to_face: Option<f64>,
}

/// Published response times of one service (or England), month and category.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The month.
    pub month: Month,
    /// The service; `None` is England.
    pub service: Option<ServiceId>,
    /// `C1`, `C1T`, `C2`, `C3` or `C4`.
    pub category: String,
    /// Incidents.
    pub n: f64,
    /// Mean response, seconds.
    pub mean_s: f64,
    /// 90th centile, seconds.
    pub p90_s: f64,
}

/// Published call-stage times of one service (or England) and month.
#[derive(Debug, Clone, PartialEq)]
pub struct CallTimes {
    /// The month.
    pub month: Month,
    /// The service; `None` is England.
    pub service: Option<ServiceId>,
    /// Mean time to answer a call, seconds.
    pub answer_mean_s: Option<f64>,
    /// 90th, 95th and 99th centile of it, seconds.
    pub answer_p90_p95_p99_s: [Option<f64>; 3],
    /// Mean time to identify C1, seconds.
    pub c1_identified_mean_s: Option<f64>,
    /// 90th centile of it, seconds.
    pub c1_identified_p90_s: Option<f64>,
}

/// Published handover at hospital of one service (or England) and month.
#[derive(Debug, Clone, PartialEq)]
pub struct Handover {
    /// The month.
    pub month: Month,
    /// The service; `None` is England.
    pub service: Option<ServiceId>,
    /// Handovers of known time.
    pub n: f64,
    /// Mean, seconds.
    pub mean_s: f64,
    /// 90th centile, seconds.
    pub p90_s: f64,
    /// Handovers over 15, 30 and 60 minutes.
    pub over_15_30_60_n: [f64; 3],
}

/// Published resources of one service (or England), month and category: totals, so that means can be made of them.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceCount {
    /// The month.
    pub month: Month,
    /// The service; `None` is England.
    pub service: Option<ServiceId>,
    /// `C1`, `C1T`, `C2`, `C3` or `C4`.
    pub category: String,
    /// Face-to-face incidents.
    pub n: f64,
    /// Resources allocated to them (A39, A41 … A47).
    pub allocated: f64,
    /// Resources that arrived at them (A40, A42 … A48); some services show fewer than incidents.
    pub arriving: f64,
}

/// Published clinical assessments by telephone of one service (or England) and month.
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicalAssessment {
    /// The month.
    pub month: Month,
    /// The service; `None` is England.
    pub service: Option<ServiceId>,
    /// Assessments (A132).
    pub assessed_n: f64,
    /// Mean time to an assessment, seconds (A134): a time to the clinician, not the length of the talk.
    pub mean_s: f64,
    /// 90th centile of it, seconds (A135).
    pub p90_s: f64,
}
