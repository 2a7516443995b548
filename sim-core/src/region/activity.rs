use crate::ids::ServiceId;
use jiff::civil::Date;
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

impl Month {
    /// Its first day.
    ///
    /// # Panics
    /// Never: a month has a first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month, 1).expect("a month has a first day")
    }

    /// Its days.
    #[must_use]
    pub fn days(self) -> u32 {
        self.first_day().days_in_month().unsigned_abs().into()
    }

    /// The month so many months later; earlier where `by` is below 0.
    #[must_use]
    pub const fn later(self, by: i16) -> Self {
        let months = self.year as i32 * 12 + self.month as i32 - 1 + by as i32;
        Self { year: months.div_euclid(12) as i16, month: (months.rem_euclid(12) + 1) as i8 }
    }

    /// All months from this to the last, both among them.
    #[must_use]
    pub fn to(self, last: Self) -> Vec<Self> {
        std::iter::successors(Some(self), |month| Some(month.later(1)))
            .take_while(|month| *month <= last)
            .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_year() {
        let month = |text| Month::parse(text).expect("a month");
        let names: Vec<String> = month("2023-11").to(month("2024-02")).iter().map(Month::to_string).collect();
        assert_eq!(names, ["2023-11", "2023-12", "2024-01", "2024-02"]);
        assert_eq!(
            (month("2024-01").later(-1), month("2024-03").later(-12)),
            (month("2023-12"), month("2023-03"))
        );
        assert_eq!(
            (month("2024-02").days(), month("2024-02").first_day().to_string()),
            (29, "2024-02-01".to_owned())
        );
    }
}
