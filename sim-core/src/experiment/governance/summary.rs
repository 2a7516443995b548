//! From courses to figures: an arrangement at one number of team hours, over all draws.

use super::cost::{CostSummary, cost};
use crate::governance::process::{Course, Pair, Pitch};
use crate::scenario::ArrangementStudy;
use crate::stats::nearest_rank;

/// Length of the steps in which work in progress is told, days.
pub const QUARTER_DAYS: f64 = 365.25 / 4.0;

/// An arrangement at one number of team hours.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmSummary {
    /// Days to go-live over all draws, proposals and ICSs: first of a draw in the median, median, 90th centile, and last of
    /// a draw in the median; `None` lies beyond the horizon.
    pub days: [Option<f64>; 4],
    /// Days from being wanted to go-live over the same: 5th centile, median, 95th centile; `None` lies beyond the horizon.
    pub since_wanted: [Option<f64>; 3],
    /// Share of proposals and ICSs that do not go live within the horizon.
    pub never: f64,
    /// Mean fit of what goes live; `None` if nothing does.
    pub fit: Option<f64>,
    /// Mean share of the horizon in which proposals are live and fit.
    pub live_share: f64,
    /// Its 5th and 95th centile over draws.
    pub live_share_range: [f64; 2],
    /// Share of draws in which no other arrangement has more; ties are shared.
    pub best: f64,
    /// Mean shortfall to the arrangement that has most in each draw.
    pub regret: f64,
    /// The same two, where the mean date counts and not fit: what is not live counts as the horizon.
    pub best_date: f64,
    /// Mean delay against the arrangement that is soonest in each draw, days.
    pub regret_days: f64,
    /// Hours of the trust's team on packages, within the horizon.
    pub trust_hours: f64,
    /// Hours a week that relationships take of the trust's team.
    pub standing_hours_per_week: f64,
    /// Hours of the trust and of all ICSs, standing ones included, for each go-live; `None` if there is none.
    pub hours_per_go_live: Option<f64>,
    /// Packages heard at meetings, times not approved, packages called in.
    pub heard: [f64; 3],
    /// Times that oversight overrode a forum.
    pub overridden: f64,
    /// Cost of the hours worked.
    pub cost: CostSummary,
    /// What stands on the path of one proposal, mean over draws.
    pub pitch: Pitch,
    /// Mean over draws of the days between the ICS that is served first and the one served last, each by its mean date.
    pub spread_days: f64,
    /// Mean date of the lead's ICS less that of the others, days; `None` without a known lead.
    pub lead_gain_days: Option<f64>,
    /// Mean number of proposals begun and not live in an ICS, at the end of each quarter.
    pub in_progress: Vec<f64>,
    /// By ICS.
    pub icses: Vec<IcsSummary>,
    /// By proposal, then by ICS.
    pub pairs: Vec<PairSummary>,
}

/// An ICS under an arrangement.
#[derive(Debug, Clone, PartialEq)]
pub struct IcsSummary {
    /// Median days to go-live.
    pub median_day: Option<f64>,
    /// Share that does not go live within the horizon.
    pub never: f64,
    /// Mean fit of what goes live.
    pub fit: Option<f64>,
    /// Mean hours of its engagement team within the horizon.
    pub hours: f64,
}

/// A proposal in an ICS under an arrangement.
#[derive(Debug, Clone, PartialEq)]
pub struct PairSummary {
    /// Its row in the study.
    pub proposal: usize,
    /// The ICS's row in the study.
    pub member: usize,
    /// Median day on which work begins.
    pub begun_day: Option<f64>,
    /// Tenth centile, median and 90th centile of the day of go-live.
    pub median_day: Option<f64>,
    /// Tenth and 90th centile of the same.
    pub day_range: [Option<f64>; 2],
    /// Mean fit over draws.
    pub fit: f64,
}

/// What has no date.
const NEVER: u64 = u64::MAX;

/// A day as a number that sorts, in thousandths.
fn key(day: Option<f32>) -> u64 {
    day.map_or(NEVER, |day| (f64::from(day) * 1_000.0).round() as u64)
}

fn centile(keys: &mut [u64], tenths: usize) -> Option<f64> {
    centile_of(keys, tenths, 10)
}

fn centile_of(keys: &mut [u64], above: usize, below: usize) -> Option<f64> {
    nearest_rank(keys, above, below).filter(|day| *day != NEVER).map(|day| day as f64 / 1_000.0)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}

/// What each draw of each arrangement says in one number: live share, mean date, and dates by ICS.
struct Scores {
    live: Vec<f64>,
    date: Vec<f64>,
}

/// Summaries by number of team hours, then by arrangement.
pub(super) fn summaries(study: &ArrangementStudy, draws: &[Vec<Course>]) -> Vec<Vec<ArmSummary>> {
    let arms = study.arrangements.len();
    let level = |level: usize| {
        let own = |arm: usize| draws.iter().map(move |draw| &draw[level * arms + arm]);
        let scores: Vec<Scores> = (0..arms).map(|arm| scores(study, own(arm))).collect();
        (0..arms).map(|arm| summary(study, &own(arm).collect::<Vec<_>>(), (&scores, arm))).collect()
    };
    (0..study.team_hours.len()).map(level).collect()
}

fn scores<'a>(study: &ArrangementStudy, courses: impl Iterator<Item = &'a Course>) -> Scores {
    let (benefits, residents) = study.weights();
    let horizon = study.horizon_days;
    let (mut live, mut date) = (Vec::new(), Vec::new());
    for course in courses {
        live.push(course.live_share(&benefits, &residents, horizon));
        date.push(mean_date(course, horizon, |_| true).unwrap_or(horizon));
    }
    Scores { live, date }
}

/// Mean date of some members; what is not live counts as the horizon.
pub(super) fn mean_date(course: &Course, horizon: f64, of: impl Fn(usize) -> bool) -> Option<f64> {
    let members = course.ics_hours.len();
    let own = course.pairs.iter().enumerate().filter(|(at, _)| of(at % members));
    mean(own.map(|(_, pair)| pair.live_day.map_or(horizon, f64::from)))
}

/// How often an arm is best, ties shared, and by how much it falls short on average; `sign` is 1 where more is better.
pub(super) fn best(scores: &[&[f64]], arm: usize, sign: f64) -> (f64, f64) {
    let n = scores[arm].len();
    let (mut wins, mut short) = (0.0, 0.0);
    for draw in 0..n {
        let values = scores.iter().map(|of| sign * of[draw]);
        let most = values.clone().fold(f64::NEG_INFINITY, f64::max);
        let ties = values.filter(|value| *value >= most - 1e-9).count();
        let own = sign * scores[arm][draw];
        wins += if own >= most - 1e-9 { 1.0 / ties as f64 } else { 0.0 };
        short += most - own;
    }
    (wins / n as f64, short / n as f64)
}

fn summary(study: &ArrangementStudy, courses: &[&Course], (scores, arm): (&[Scores], usize)) -> ArmSummary {
    let n = courses.len() as f64;
    let all = || courses.iter().flat_map(|course| course.pairs.iter());
    let mut pooled: Vec<u64> = all().map(|pair| key(pair.live_day)).collect();
    let dates = |of: &dyn Fn(&Course) -> Option<u64>| -> Option<f64> {
        centile(&mut courses.iter().map(|course| of(course).unwrap_or(NEVER)).collect::<Vec<_>>(), 5)
    };
    let first = dates(&|course| course.pairs.iter().map(|pair| key(pair.live_day)).min());
    let last = dates(&|course| course.pairs.iter().map(|pair| key(pair.live_day)).max());
    let live = all().filter(|pair| pair.live_day.is_some());
    let count = live.clone().count() as f64;
    let weeks = study.horizon_days / 7.0;
    let worked = |course: &&Course| {
        course.trust_hours + course.standing_hours_per_week * weeks + course.ics_hours.iter().sum::<f64>()
    };
    let by = |of: fn(&Scores) -> &Vec<f64>| scores.iter().map(|s| of(s).as_slice()).collect::<Vec<_>>();
    let (best_live, regret) = best(&by(|s| &s.live), arm, 1.0);
    let (best_date, regret_days) = best(&by(|s| &s.date), arm, -1.0);
    let mut shares: Vec<u64> = scores[arm].live.iter().map(|share| (share * 1e9).round() as u64).collect();
    let centile_of_share =
        |shares: &mut [u64], above| nearest_rank(shares, above, 20).map_or(0.0, |share| share as f64 / 1e9);
    let of = |by: &dyn Fn(&&Course) -> f64| courses.iter().map(by).sum::<f64>() / n;
    ArmSummary {
        days: [first, centile(&mut pooled, 5), centile(&mut pooled, 9), last],
        since_wanted: since_wanted(study, courses),
        never: 1.0 - count / (pooled.len() as f64).max(1.0),
        fit: mean(live.map(|pair| f64::from(pair.fit))),
        live_share: mean(scores[arm].live.iter().copied()).unwrap_or(0.0),
        live_share_range: [centile_of_share(&mut shares, 1), centile_of_share(&mut shares, 19)],
        best: best_live,
        regret,
        best_date,
        regret_days,
        trust_hours: of(&|course| course.trust_hours),
        standing_hours_per_week: of(&|course| course.standing_hours_per_week),
        hours_per_go_live: (count > 0.0).then(|| courses.iter().map(worked).sum::<f64>() / count),
        heard: [
            of(&|course| f64::from(course.heard)),
            of(&|course| f64::from(course.failed)),
            of(&|course| f64::from(course.called_in)),
        ],
        overridden: of(&|course| f64::from(course.overridden)),
        cost: cost(study, courses, count),
        pitch: pitch(courses),
        spread_days: of(&|course| spread(course, study.horizon_days)),
        lead_gain_days: study.ground.lead.and_then(|lead| {
            let gain = |course: &&Course| {
                let horizon = study.horizon_days;
                let own = mean_date(course, horizon, |member| member == lead)?;
                Some(own - mean_date(course, horizon, |member| member != lead)?)
            };
            mean(courses.iter().filter_map(gain))
        }),
        in_progress: in_progress(study, courses),
        icses: (0..study.ground.members.len()).map(|member| of_ics(courses, member)).collect(),
        pairs: pairs(study, courses),
    }
}

fn since_wanted(study: &ArrangementStudy, courses: &[&Course]) -> [Option<f64>; 3] {
    let members = study.ground.members.len();
    let wanted = |at: usize| study.proposals[at / members].from_day;
    let days = |(at, pair): (usize, &Pair)| pair.live_day.map(|day| day - wanted(at) as f32);
    let pairs = courses.iter().flat_map(|course| course.pairs.iter().enumerate());
    let mut keys: Vec<u64> = pairs.map(|pair| key(days(pair))).collect();
    [1, 10, 19].map(|above| centile_of(&mut keys, above, 20))
}

/// The mean path of one proposal: it differs between draws by the number of places and by the hours believed.
fn pitch(courses: &[&Course]) -> Pitch {
    let of = |value: &dyn Fn(&Pitch) -> f64| mean(courses.iter().map(|c| value(&c.pitch))).unwrap_or(0.0);
    Pitch {
        approvals: [0, 1].map(|at| of(&|pitch| pitch.approvals[at])),
        bodies: [0, 1].map(|at| of(&|pitch| pitch.bodies[at])),
        duplicated_hours: of(&|pitch| pitch.duplicated_hours),
    }
}

/// Days between the mean dates of the ICS served first and the one served last.
fn spread(course: &Course, horizon: f64) -> f64 {
    let dates = (0..course.ics_hours.len()).filter_map(|m| mean_date(course, horizon, |other| other == m));
    let (low, high) =
        dates.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), date| (low.min(date), high.max(date)));
    (high - low).max(0.0)
}

fn in_progress(study: &ArrangementStudy, courses: &[&Course]) -> Vec<f64> {
    let quarters = (study.horizon_days / QUARTER_DAYS).floor() as usize;
    let mut open = vec![0.0; quarters];
    for pair in courses.iter().flat_map(|course| &course.pairs) {
        let Some(begun) = pair.begun_day else { continue };
        for (quarter, open) in open.iter_mut().enumerate() {
            let end = (quarter + 1) as f64 * QUARTER_DAYS;
            let is_live = pair.live_day.is_some_and(|day| f64::from(day) <= end);
            *open += f64::from(u8::from(f64::from(begun) <= end && !is_live));
        }
    }
    open.iter().map(|open| open / courses.len() as f64).collect()
}

fn of_ics(courses: &[&Course], member: usize) -> IcsSummary {
    let own = || courses.iter().flat_map(|c| c.pairs.iter().skip(member).step_by(c.ics_hours.len()));
    let mut days: Vec<u64> = own().map(|pair| key(pair.live_day)).collect();
    let never = days.iter().filter(|day| **day == NEVER).count() as f64 / (days.len() as f64).max(1.0);
    IcsSummary {
        median_day: centile(&mut days, 5),
        never,
        fit: mean(own().filter(|pair| pair.live_day.is_some()).map(|pair| f64::from(pair.fit))),
        hours: mean(courses.iter().map(|course| course.ics_hours[member])).unwrap_or(0.0),
    }
}

fn pairs(study: &ArrangementStudy, courses: &[&Course]) -> Vec<PairSummary> {
    let members = study.ground.members.len();
    let one = |at: usize| {
        let own = || courses.iter().map(|course| &course.pairs[at]);
        let mut begun: Vec<u64> = own().map(|pair| key(pair.begun_day)).collect();
        let mut live: Vec<u64> = own().map(|pair| key(pair.live_day)).collect();
        PairSummary {
            proposal: at / members,
            member: at % members,
            begun_day: centile(&mut begun, 5),
            median_day: centile(&mut live, 5),
            day_range: [centile(&mut live, 1), centile(&mut live, 9)],
            fit: mean(own().map(|pair| f64::from(pair.fit))).unwrap_or(1.0),
        }
    };
    (0..study.proposals.len() * members).map(one).collect()
}
