use crate::state::Department;
use crate::units::{SimDuration, SimTime};

/// Cohorting: while many crews are held at a department, one crew looks after several patients.
///
/// From the arrival that makes `from_crews` crews on, patients form groups of `size` in order of arrival. All crews of
/// a group but the last are freed after `after`; the last one stays until its own patient, the last of the group by
/// first come first served, is handed over. Until it comes, the crews already there look after the group.
///
/// # Source
/// An assumption: services cohort by local rule, and no open data says how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// Least number of crews at the department, the arriving one included.
    pub from_crews: usize,
    /// Patients whom one crew looks after.
    pub size: u32,
    /// Time from arrival until a crew that is not needed is free.
    pub after: SimDuration,
}

impl Cohort {
    /// When the crew is freed, if it is; `whole` is the time to clinical handover.
    #[must_use]
    pub fn frees_after(
        &self,
        whole: SimDuration,
        now: SimTime,
        department: &mut Department,
    ) -> Option<SimDuration> {
        let crews = department.crews_at(now) + 1;
        if crews < self.from_crews {
            department.next_of_cohort(None);
            return None;
        }
        if whole <= self.after {
            return None;
        }
        (department.next_of_cohort(Some(self.size)) < self.size).then_some(self.after)
    }
}
