//! By number of ICSs and team hours: in which draws an arrangement has more than the first.

use super::draws::process;
use crate::governance::process::{Member, Whom, Workroom};
use crate::rng::{Address, Purpose, code64};
use crate::scenario::{ArrangementStudy, Fixed, MemberGround};
use rayon::prelude::*;

/// Numbers of ICSs that are looked at.
pub const MEMBERS: [usize; 8] = [1, 2, 3, 4, 6, 8, 10, 12];

/// Trusts put together from the region's ICSs, each arrangement held against the first that fits any trust.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven {
    /// Rows of the study's arrangements: the one held against, then the others; none if fewer than two fit any trust.
    pub arms: Vec<usize>,
    /// By arm but the first, by number of ICSs, by team hours: mean live share less that of the first, and the share of
    /// draws in which it is higher, ties counted half.
    pub cells: Vec<Vec<Vec<[f64; 2]>>>,
}

/// Makes the chart; the ICSs of a trust are drawn anew in each draw, and are the same for every arrangement.
#[must_use]
pub fn break_even(study: &ArrangementStudy, draws: u32) -> BreakEven {
    // A shock to an ICS by name hits nobody where ICSs are drawn.
    let mut study = study.clone();
    study.shocks.retain(|shock| !matches!(shock.whom, Whom::Listed(_)));
    let study = &study;
    let general = |arm: &usize| study.arrangements[*arm].is_general();
    let arms: Vec<usize> = (0..study.arrangements.len()).filter(general).collect();
    if arms.len() < 2 || draws == 0 {
        return BreakEven { arms: Vec::new(), cells: Vec::new() };
    }
    let grid: Vec<(usize, f64)> =
        MEMBERS.iter().flat_map(|n| study.team_hours.iter().map(move |hours| (*n, *hours))).collect();
    let cells: Vec<Vec<[f64; 2]>> =
        grid.par_iter().map(|(n, hours)| cell(study, &arms, (*n, *hours), draws)).collect();
    let levels = study.team_hours.len();
    let by_arm = |arm: usize| {
        let row = |n: usize| (0..levels).map(|level| cells[n * levels + level][arm]).collect();
        (0..MEMBERS.len()).map(row).collect()
    };
    BreakEven { cells: (0..arms.len() - 1).map(by_arm).collect(), arms }
}

fn cell(study: &ArrangementStudy, arms: &[usize], (count, hours): (usize, f64), draws: u32) -> Vec<[f64; 2]> {
    let discipline = study.discipline.build();
    let (benefits, _) = study.weights();
    let mut sums = vec![[0.0; 2]; arms.len() - 1];
    let mut room = Workroom::default();
    for draw in 0..draws {
        let address = Address::new(study.seed, draw);
        let chosen = chosen(&study.ground.all, count, &address);
        let believed = study.believed_of(&chosen, None, (&address, Fixed::Nothing));
        let residents: Vec<f64> = believed.members.iter().map(|m: &Member| m.residents).collect();
        let ground = (&believed.numbers, believed.members.as_slice());
        let mut share = |arm: usize| {
            let design = &believed.designs[arm];
            let course = process(study, ground, design, (hours, &*discipline)).run(&address, &mut room);
            course.live_share(&benefits, &residents, study.horizon_days)
        };
        let first = share(arms[0]);
        for (sum, arm) in sums.iter_mut().zip(&arms[1..]) {
            let more = share(*arm) - first;
            sum[0] += more / f64::from(draws);
            let wins = if more.abs() <= 1e-9 { 0.5 } else { f64::from(u8::from(more > 0.0)) };
            sum[1] += wins / f64::from(draws);
        }
    }
    sums
}

/// So many ICSs, by the order of their marks in this draw; one more leaves the others.
fn chosen(all: &[MemberGround], count: usize, address: &Address) -> Vec<MemberGround> {
    let mark = |member: &MemberGround| address.key(Purpose::Belief, code64(&member.code)).mark(1);
    let mut order: Vec<&MemberGround> = all.iter().collect();
    order.sort_by(|a, b| mark(a).total_cmp(&mark(b)).then(a.code.cmp(&b.code)));
    order.into_iter().take(count).cloned().collect()
}
