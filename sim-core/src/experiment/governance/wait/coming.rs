//! The base with what the first arrangement brings, those of its packages that are still to come included.

use super::dated::{Window, edits};
use super::field::Field;
use super::reached::Reached;
use super::{Found, MIDDLE, WaitQuestion};
use crate::governance::process::Pair;
use crate::scenario::{ArrangementStudy, Scenario};

/// Its packages on their median days over draws and with their mean fits, at the end of [`MIDDLE`]; hours, handover and hubs
/// are the base's.
pub(super) fn scenario(
    trusts: &[(&ArrangementStudy, &Field)],
    base: &Scenario,
    question: WaitQuestion,
    ran: &[Option<Found>],
) -> Scenario {
    let window = Window::of(base, MIDDLE.min(question.years));
    let one = |(at, (study, _)): (usize, &(&ArrangementStudy, &Field))| {
        let n = study.ground.members.len();
        let pair = |row: usize| {
            let pairs: Vec<&Pair> =
                ran.iter().flatten().map(|found| &found.courses[at][0].pairs[row]).collect();
            let middle = middle(&pairs).filter(|_| !study.is_handover(row / n))?;
            Some((window.date(base.run().start, &middle)?, f64::from(middle.fit).clamp(0.0, 1.0)))
        };
        Reached {
            hours: vec![0; n],
            handover_s: vec![0.0; n],
            live: (0..study.proposals.len() * n).map(pair).collect(),
            hub_share: 0.0,
            effort_s: vec![0.0; n],
        }
    };
    let reached: Vec<Reached> = trusts.iter().enumerate().map(one).collect();
    let edits = edits(base, trusts, &reached.iter().collect::<Vec<_>>());
    base.with(&edits).expect("a part of what was checked with every package live")
}

/// Median day and mean fit; `None` if half of the draws do not see it live.
fn middle(pairs: &[&Pair]) -> Option<Pair> {
    let mut days: Vec<f32> = pairs.iter().map(|pair| pair.live_day.unwrap_or(f32::INFINITY)).collect();
    days.sort_by(f32::total_cmp);
    let live_day = days.get(days.len() / 2).copied().filter(|day| day.is_finite())?;
    let fit = pairs.iter().map(|pair| pair.fit).sum::<f32>() / pairs.len() as f32;
    Some(Pair { begun_day: None, live_day: Some(live_day), fit })
}
