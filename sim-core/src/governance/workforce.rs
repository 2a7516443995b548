//! Staff over years: who leaves, who comes, who is ill, and what that makes of vehicle hours.
//!
//! A stock and its flows by the month, with a market of recruits that several services or ICSs share. Planned apart they
//! come to whom they are drawn to; planned together they go where posts are empty. Their number is the same in both, and so
//! is the money: nothing is won by planning but who has whom, when.

/// A service's or an ICS's staff.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Workforce {
    /// Staff on the first day, full-time equivalents.
    pub staff: f64,
    /// Funded posts: nobody is recruited beyond them.
    pub posts: f64,
    /// Rate at which staff leave, a year: a share exp(−rate / 12) stays through a month.
    pub leaving_per_year: f64,
    /// Share of hours lost to sickness in the first month.
    pub sickness: f64,
    /// What that share gains in a year.
    pub sickness_change_per_year: f64,
}

/// Recruits whom all may take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recruits {
    /// Recruits a month, for all together.
    pub per_month: f64,
    /// Months from recruitment to the first hour on a vehicle; trainees fill posts and do not leave.
    pub training_months: u32,
}

/// Who gets recruits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkforcePlan {
    /// Each for itself: by the number of its posts, as far as these are empty; what one leaves, the others share.
    Apart,
    /// All together: by empty posts.
    Together,
}

/// Hours at the end of each month against those of the first day, by service: staff who are trained and not ill.
///
/// Every ratio is 1 on the first day, which is not listed; `months` are. Sickness is held within [0, 1].
///
/// ```
/// use ambics::governance::workforce::{Recruits, Workforce, WorkforcePlan, hours_ratio};
/// let own = Workforce { staff: 1_000.0, posts: 1_000.0, leaving_per_year: 0.1, sickness: 0.08, sickness_change_per_year: 0.0 };
/// let none = Recruits { per_month: 0.0, training_months: 0 };
/// let ratio = hours_ratio(&[own], none, WorkforcePlan::Apart, 12)[0][11];
/// assert!((ratio - (-0.1_f64).exp()).abs() < 1e-12);
/// ```
#[must_use]
pub fn hours_ratio(
    services: &[Workforce],
    recruits: Recruits,
    plan: WorkforcePlan,
    months: u32,
) -> Vec<Vec<f64>> {
    let mut staff: Vec<f64> = services.iter().map(|own| own.staff).collect();
    let delay = recruits.training_months as usize;
    let mut training: Vec<Vec<f64>> = vec![Vec::new(); services.len()];
    let mut ratios = vec![Vec::new(); services.len()];
    for month in 1..=months {
        for (staff, own) in staff.iter_mut().zip(services) {
            *staff *= libm::exp(-own.leaving_per_year / 12.0);
        }
        let in_training = |own: &Vec<f64>| own.iter().rev().take(delay).sum::<f64>();
        let filled = staff.iter().zip(&training).map(|(staff, own)| staff + in_training(own));
        let empty: Vec<f64> =
            filled.zip(services).map(|(filled, own)| (own.posts - filled).max(0.0)).collect();
        let taken = taken(&empty, services, recruits.per_month, plan);
        for (at, own) in services.iter().enumerate() {
            training[at].push(taken[at]);
            let ready = training[at].len().checked_sub(delay + 1);
            staff[at] += ready.map_or(0.0, |ready| training[at][ready]);
            ratios[at].push(staff[at] * at_work(own, month) / (own.staff * at_work(own, 0)));
        }
    }
    ratios
}

/// Share of hours that are not lost to sickness after so many months.
fn at_work(own: &Workforce, month: u32) -> f64 {
    let sickness = own.sickness + own.sickness_change_per_year * f64::from(month) / 12.0;
    1.0 - sickness.clamp(0.0, 1.0)
}

/// Whom each gets of a month's recruits: never more than its empty posts, and all of them while any post is empty.
fn taken(empty: &[f64], services: &[Workforce], recruits: f64, plan: WorkforcePlan) -> Vec<f64> {
    let all: f64 = empty.iter().sum();
    if all <= recruits {
        return empty.to_vec();
    }
    match plan {
        WorkforcePlan::Together => empty.iter().map(|own| recruits * own / all).collect(),
        WorkforcePlan::Apart => by_pull(empty, services, recruits),
    }
}

/// By number of posts; who is full leaves the rest to the others.
fn by_pull(empty: &[f64], services: &[Workforce], recruits: f64) -> Vec<f64> {
    let mut taken = vec![0.0; empty.len()];
    let mut left = recruits;
    // Each round fills at least one of them, or gives all that is left.
    for _ in 0..empty.len() {
        let open: Vec<usize> = (0..empty.len()).filter(|at| empty[*at] - taken[*at] > 1e-12).collect();
        let pull: f64 = open.iter().map(|at| services[*at].posts).sum();
        if left <= 1e-12 || pull <= 0.0 {
            break;
        }
        let share = left / pull;
        for at in open {
            let more = (share * services[at].posts).min(empty[at] - taken[at]);
            taken[at] += more;
            left -= more;
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(staff: f64, posts: f64, leaving_per_year: f64) -> Workforce {
        Workforce { staff, posts, leaving_per_year, sickness: 0.0, sickness_change_per_year: 0.0 }
    }

    fn months(per_month: f64, training_months: u32) -> Recruits {
        Recruits { per_month, training_months }
    }

    #[test]
    fn staff_settles_where_comers_are_leavers() {
        // S(t) = r / (1 − q) + (S(0) − r / (1 − q)) q^t, with q = exp(−rate / 12).
        let found = &hours_ratio(&[own(100.0, 1e9, 0.12)], months(2.0, 0), WorkforcePlan::Apart, 600)[0];
        let q = libm::exp(-0.01_f64);
        let rest = 2.0 / (1.0 - q);
        for (month, ratio) in found.iter().enumerate() {
            let want = (rest + (100.0 - rest) * libm::pow(q, (month + 1) as f64)) / 100.0;
            assert!((ratio - want).abs() < 1e-9, "{month}: {ratio}, not {want}");
        }
    }

    #[test]
    fn training_delays_recruits_by_its_months() {
        let found = &hours_ratio(&[own(100.0, 1e9, 0.0)], months(1.0, 6), WorkforcePlan::Together, 12)[0];
        let want = |month: usize| 1.0 + 0.01 * month.saturating_sub(6) as f64;
        assert!(
            found.iter().enumerate().all(|(at, ratio)| (ratio - want(at + 1)).abs() < 1e-12),
            "{found:?}"
        );
    }

    #[test]
    fn posts_hold_recruits_back_and_trainees_fill_them() {
        let found = &hours_ratio(&[own(90.0, 100.0, 0.0)], months(4.0, 2), WorkforcePlan::Apart, 12)[0];
        assert!((found[11] - 100.0 / 90.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn sickness_takes_hours_and_no_staff() {
        let ill = Workforce { sickness: 0.08, sickness_change_per_year: 0.02, ..own(100.0, 100.0, 0.0) };
        let found = &hours_ratio(&[ill], months(0.0, 0), WorkforcePlan::Apart, 24)[0];
        assert!((found[11] - 0.90 / 0.92).abs() < 1e-12 && (found[23] - 0.88 / 0.92).abs() < 1e-12);
    }

    #[test]
    fn a_plan_moves_recruits_and_makes_none() {
        let services = [own(50.0, 100.0, 0.1), own(290.0, 300.0, 0.1)];
        let staff = |plan| -> Vec<f64> {
            let ratios = hours_ratio(&services, months(3.0, 0), plan, 12);
            ratios.iter().zip(&services).map(|(ratio, own)| ratio[11] * own.staff).collect()
        };
        let (apart, together) = (staff(WorkforcePlan::Apart), staff(WorkforcePlan::Together));
        assert!((apart.iter().sum::<f64>() - together.iter().sum::<f64>()).abs() < 1e-9);
        assert!(together[0] > apart[0] && together[1] < apart[1], "{together:?} against {apart:?}");
        // Who is full leaves its part to the other.
        let full = [own(100.0, 100.0, 0.0), own(0.0, 100.0, 0.0)];
        let found = hours_ratio(
            &[full[0], Workforce { staff: 1.0, ..full[1] }],
            months(9.0, 0),
            WorkforcePlan::Apart,
            1,
        );
        assert!((found[1][0] - 10.0).abs() < 1e-9 && (found[0][0] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn alike_services_fare_alike_under_either_plan() {
        let services = [own(80.0, 100.0, 0.08); 3];
        let [apart, together] = [WorkforcePlan::Apart, WorkforcePlan::Together]
            .map(|plan| hours_ratio(&services, months(2.0, 3), plan, 36));
        for (a, b) in apart.iter().flatten().zip(together.iter().flatten()) {
            assert!((a - b).abs() < 1e-12, "{a} and {b}");
        }
    }
}
