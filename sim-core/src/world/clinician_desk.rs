//! A clinician desk whose assessments, and the time to them, come out as published.

use super::desk_stream::{DeskDemand, DeskStream, HOURS, is_warm};
use super::mix::{Mix, STREAMS, ratio};
use super::spread::Spread;
use crate::category::Category;
use crate::dist::Shape;
use crate::stats::{halving, simplex};
use crate::units::{HOUR_MS, SimDuration, SimTime};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Assessments of the stream on which hours are searched.
const ASSESSMENTS: usize = 40_000;
/// Trials of the search.
const ROUNDS: usize = 24;
/// Where the search begins: the difference between days.
const FIRST_SIGMA: f64 = 0.1;
/// Times for which the less urgent are held that are tried: so many, so far apart.
const HELD: (usize, i64) = (31, 120_000);
/// Waits are counted in steps of so long, up to a day.
const STEP_MS: i64 = 10_000;
const STEPS: usize = 8_640;

/// What is believed of clinicians: what a scenario's clinician desk says. Grade D.
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicianPrior {
    /// How the hours are spread over the week.
    pub spread: Spread,
    /// Mean length of an assessment, seconds.
    pub assessment_s: f64,
    /// Shape of that time.
    pub assessment_shape: Shape,
    /// Longest wait of C2, and of the less urgent, seconds.
    pub limit_s: [f64; 2],
    /// Share of first assessments that end with a call back, and when it is due, seconds.
    pub call_back: (f64, f64),
    /// The most of C2 that clinicians may pick.
    pub navigable_c2: f64,
    /// The most of the assessed that end by telephone.
    pub closed_most: f64,
    /// Of those whom a scenario has assessed beyond today's, the share that can be closed, by category.
    pub closable: [f64; STREAMS],
}

/// What is published of a service's clinical assessments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssessmentFigures {
    /// Assessments in an ordinary week.
    pub per_week: f64,
    /// Mean time to one, seconds.
    pub mean_s: f64,
    /// Its 90th centile.
    pub p90_s: f64,
}

/// The clinicians of a service: whom they assess, how many they are, and what they close.
///
/// Given: incidents by category, hear and treat, what an assessment takes. From the published count of assessments: the
/// share of each category that is assessed, in proportion to its hear and treat. Fitted to mean and 90th centile of the
/// time to an assessment: the hours, how much the people on duty differ between days, and for how long the less urgent
/// are held before a clinician may pick them. Hear and treat then comes out of the desk, up to the most that may be
/// closed of the assessed; what is published beyond it ends at the call. Grade D.
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicianTable {
    /// Hours of clinicians in an ordinary week.
    pub hours_per_week: f64,
    /// Spread of the log of the people on duty between days.
    pub day_sigma: f64,
    /// Time before a clinician may pick a less urgent incident: the call is finished and passed on.
    pub held: SimDuration,
    /// Share of each category that is assessed.
    pub assessed_share: [f64; STREAMS],
    /// Of the assessed, the share that can be closed.
    pub closed_share: [f64; STREAMS],
    /// Of those who are not assessed, the share treated by telephone at the end of the call.
    pub at_call_share: [f64; STREAMS],
    /// Of those whom a scenario has assessed beyond that share, the share that can be closed.
    pub further_closed_share: [f64; STREAMS],
    /// What the fit gives back of the published figures.
    pub fitted: AssessmentFigures,
}

impl ClinicianTable {
    /// A desk of which nothing is known but hear and treat: half of C2 and all of the less urgent are assessed.
    #[must_use]
    pub fn unfitted(mix: &Mix) -> Self {
        let assessed_share = [0.0, 0.5, 1.0, 1.0, 1.0];
        let closed = |c: usize| ratio(mix.hear_and_treat[c], assessed_share[c]).min(0.95);
        Self {
            hours_per_week: 0.0,
            day_sigma: 0.0,
            held: SimDuration::ZERO,
            assessed_share,
            closed_share: std::array::from_fn(closed),
            at_call_share: [0.0; STREAMS],
            further_closed_share: [0.0; STREAMS],
            fitted: AssessmentFigures { per_week: 0.0, mean_s: 0.0, p90_s: 0.0 },
        }
    }

    /// The desk whose assessments, by its own queue, come nearest to those wanted.
    #[must_use]
    pub fn fit(
        prior: &ClinicianPrior,
        mix: &Mix,
        incidents: &DeskDemand,
        wanted: &AssessmentFigures,
    ) -> Self {
        let per_week = incidents.per_week();
        let initial: [f64; STREAMS] =
            std::array::from_fn(|c| per_week * ratio(mix.initial_per_day[c], mix.incidents_per_day));
        // Who waits too long is not assessed, so a few more are sent than are assessed.
        let (mut sent_per_week, mut found) = (wanted.per_week, None);
        for (row, rounds) in [ROUNDS / 2, ROUNDS].into_iter().enumerate() {
            let share = assessed_share(mix, &initial, prior.navigable_c2, sent_per_week);
            let sent = std::array::from_fn(|c| share[c] * initial[c]);
            let line = Line::record(prior, &scaled(incidents, &sent), &sent, if row == 0 { 3 } else { 1 });
            let (hours, day_sigma, tried) = line.fit(prior, wanted, rounds);
            sent_per_week *= (wanted.per_week / tried.figures.per_week.max(1e-9)).clamp(0.8, 1.5);
            found = Some((share, hours, day_sigma, tried));
        }
        let (share, hours_per_week, day_sigma, tried) = found.expect("there are rounds");
        let begun = |c: usize| tried.begun[usize::from(c != Category::C2.row())];
        let closed_share: [f64; STREAMS] =
            std::array::from_fn(|c| ratio(mix.hear_and_treat[c], share[c] * begun(c)).min(prior.closed_most));
        let rest = |c: usize| {
            let left = (mix.hear_and_treat[c] - share[c] * begun(c) * closed_share[c]).max(0.0);
            ratio(left, 1.0 - share[c]).min(1.0)
        };
        Self {
            hours_per_week,
            day_sigma,
            held: tried.held,
            assessed_share: share,
            closed_share,
            at_call_share: std::array::from_fn(rest),
            further_closed_share: prior.closable,
            fitted: tried.figures,
        }
    }
}

/// The share of each category that is assessed, so that assessments come to so many a week in proportion to hear and
/// treat, within the share of each that clinicians may pick.
fn assessed_share(mix: &Mix, initial: &[f64; STREAMS], navigable_c2: f64, per_week: f64) -> [f64; STREAMS] {
    let most = |c: usize| match Category::ALL[c] {
        Category::C1 => 0.0,
        Category::C2 => navigable_c2,
        Category::C3 | Category::C4 | Category::Other => 1.0,
    };
    let at = |times: f64| -> [f64; STREAMS] {
        std::array::from_fn(|c| (times * mix.hear_and_treat[c]).min(most(c)))
    };
    let sent = |times: f64| (0..STREAMS).map(|c| at(times)[c] * initial[c]).sum::<f64>();
    at(halving((0.0, 200.0), 50, per_week, &sent))
}

fn scaled(incidents: &DeskDemand, sent: &[f64; STREAMS]) -> DeskDemand {
    let times = ratio(sent.iter().sum(), incidents.per_week());
    DeskDemand { by_hour: incidents.by_hour.map(|n| n * times), ..incidents.clone() }
}

/// Incidents that ask for a clinician, with all that befalls them whatever the staff.
struct Line {
    stream: DeskStream,
    by_hour: [f64; HOURS],
    asks: Vec<Ask>,
}

#[derive(Clone, Copy)]
struct Ask {
    /// 0 for C2, 1 for the less urgent.
    class: usize,
    takes_ms: [i64; 2],
    called_back: bool,
}

/// What came of one trial.
struct Tried {
    figures: AssessmentFigures,
    held: SimDuration,
    /// Sum of squares against what is wanted; 1 is a figure at its tolerance.
    misfit: f64,
    /// Share of C2, and of the less urgent, that a clinician began in time.
    begun: [f64; 2],
}

impl Line {
    fn record(prior: &ClinicianPrior, demand: &DeskDemand, sent: &[f64; STREAMS], part: usize) -> Self {
        let stream = DeskStream::record(demand, ASSESSMENTS / part);
        let c2 = ratio(sent[Category::C2.row()], sent.iter().sum());
        let ms = |mark: f64| (1000.0 * prior.assessment_s * prior.assessment_shape.quantile(mark)) as i64;
        let ask = |row: usize| Ask {
            class: usize::from(stream.mark(0, row) >= c2),
            takes_ms: [1, 2].map(|what| ms(stream.mark(what, row))),
            called_back: stream.mark(3, row) < prior.call_back.0,
        };
        let asks = (0..stream.arrivals.len()).map(ask).collect();
        Self { stream, by_hour: demand.by_hour, asks }
    }

    /// Hours a week and difference between days that give the wanted times, and what they give.
    fn fit(&self, prior: &ClinicianPrior, wanted: &AssessmentFigures, rounds: usize) -> (f64, f64, Tried) {
        let offered = self.by_hour.iter().sum::<f64>() * prior.assessment_s / 3600.0;
        let hours = |load: f64| offered / libm::exp(load);
        let trial = |at: [f64; 2]| self.trial(prior, hours(at[0]), at[1].abs());
        let mean_s = |load: f64| trial([load, FIRST_SIGMA]).held_for(0, wanted).figures.mean_s;
        let load = halving((-2.0, 0.6), 7, 0.7 * wanted.mean_s, &mean_s);
        let best = |at: [f64; 2]| trial(at).best(wanted);
        let found = simplex([load, FIRST_SIGMA], rounds, &|at| best(at).misfit);
        (hours(found[0]), found[1].abs(), best(found))
    }

    /// What comes of so many hours a week.
    fn trial(&self, prior: &ClinicianPrior, hours: f64, day_sigma: f64) -> Waits {
        let staff = prior.spread.staff(hours, &self.by_hour, 0);
        let people = self.stream.people(&staff, day_sigma, 0);
        let mut desk = Desk::empty(prior);
        for (hour, people) in people.iter().enumerate() {
            let (from, until) = (hour as i64 * HOUR_MS, (hour as i64 + 1) * HOUR_MS);
            desk.people = *people as usize;
            desk.goes_on(self, from);
            while let Some(at) = self.stream.arrivals.get(desk.read).filter(|at| at.0 < until) {
                let row = desk.read;
                desk.read += 1;
                desk.goes_on(self, at.0);
                desk.asks(self, at.0, row, 0);
            }
            desk.goes_on(self, until - 1);
        }
        desk.waits.weeks = self.stream.weeks;
        desk.waits
    }
}

/// The desk during a trial.
struct Desk<'a> {
    prior: &'a ClinicianPrior,
    people: usize,
    /// Arrivals read.
    read: usize,
    /// When each clinician on a call is free.
    busy: BinaryHeap<Reverse<i64>>,
    /// Who waits, by class: when they asked, row and round.
    waiting: [VecDeque<(i64, usize, usize)>; 2],
    /// Call backs: when due, row.
    due: BinaryHeap<Reverse<(i64, usize)>>,
    waits: Waits,
}

/// What came of a trial, before the less urgent are held.
struct Waits {
    weeks: usize,
    asked: [u64; 2],
    begun: [u64; 2],
    /// Milliseconds waited, and counts by step: of C2 and those called back, then of the less urgent.
    sum_ms: [i64; 2],
    steps: [Vec<u32>; 2],
}

impl<'a> Desk<'a> {
    fn empty(prior: &'a ClinicianPrior) -> Self {
        Self {
            prior,
            people: 0,
            read: 0,
            busy: BinaryHeap::new(),
            waiting: [VecDeque::new(), VecDeque::new()],
            due: BinaryHeap::new(),
            waits: Waits {
                weeks: 0,
                asked: [0; 2],
                begun: [0; 2],
                sum_ms: [0; 2],
                steps: [vec![0; STEPS], vec![0; STEPS]],
            },
        }
    }

    /// All that happens up to an instant, without new arrivals.
    fn goes_on(&mut self, line: &Line, until: i64) {
        loop {
            let frees = self.busy.peek().map_or(i64::MAX, |free| free.0);
            let due = self.due.peek().map_or(i64::MAX, |due| due.0.0);
            let now = frees.min(due);
            if now > until {
                break;
            }
            if frees <= due {
                self.busy.pop();
                self.begin_next(line, now);
            } else if let Some(Reverse((_, row))) = self.due.pop() {
                self.asks(line, now, row, 1);
            }
        }
        self.begin_next(line, until);
    }

    fn asks(&mut self, line: &Line, now: i64, row: usize, round: usize) {
        let class = line.asks[row].class;
        if is_warm(SimTime(now)) && round == 0 {
            self.waits.asked[class] += 1;
        }
        self.waiting[class].push_back((now, row, round));
        self.begin_next(line, now);
    }

    /// Free clinicians take C2 first, and in a class whoever has waited longest; who has waited too long has gone.
    fn begin_next(&mut self, line: &Line, now: i64) {
        while self.busy.len() < self.people {
            let Some((class, (asked, row, round))) = self.next(now) else { return };
            let ask = &line.asks[row];
            let ends = now + ask.takes_ms[round].max(1);
            self.busy.push(Reverse(ends));
            if ask.called_back && round == 0 {
                self.due.push(Reverse((ends + (1000.0 * self.prior.call_back.1) as i64, row)));
            }
            if is_warm(SimTime(asked)) {
                self.waits.begun[class] += u64::from(round == 0);
                self.waits.count(if round == 0 { class } else { 0 }, now - asked);
            }
        }
    }

    fn next(&mut self, now: i64) -> Option<(usize, (i64, usize, usize))> {
        for class in 0..2 {
            let limit = (1000.0 * self.prior.limit_s[class]) as i64;
            while let Some(first) = self.waiting[class].pop_front() {
                if now - first.0 < limit {
                    return Some((class, first));
                }
            }
        }
        None
    }
}

impl Waits {
    fn count(&mut self, part: usize, wait_ms: i64) {
        self.sum_ms[part] += wait_ms;
        self.steps[part][((wait_ms / STEP_MS) as usize).min(STEPS - 1)] += 1;
    }

    /// The time for which holding the less urgent comes nearest to what is wanted.
    fn best(&self, wanted: &AssessmentFigures) -> Tried {
        let tried = (0..HELD.0).map(|row| self.held_for(row as i64 * HELD.1, wanted));
        tried.min_by(|a, b| a.misfit.total_cmp(&b.misfit)).expect("none held is tried")
    }

    fn held_for(&self, held_ms: i64, wanted: &AssessmentFigures) -> Tried {
        let n = [0, 1].map(|part| self.steps[part].iter().map(|n| u64::from(*n)).sum::<u64>());
        let all = (n[0] + n[1]).max(1);
        let sum_ms = self.sum_ms[0] + self.sum_ms[1] + held_ms * n[1] as i64;
        let shift = (held_ms / STEP_MS) as usize;
        let rank = (all * 9).div_ceil(10);
        let mut below = 0;
        let row = (0..STEPS + shift).find(|row| {
            let at = |part: usize, row: usize| self.steps[part].get(row).copied().unwrap_or(0);
            below += u64::from(at(0, *row)) + row.checked_sub(shift).map_or(0, |row| u64::from(at(1, row)));
            below >= rank
        });
        let figures = AssessmentFigures {
            per_week: all as f64 * 7.0 / (self.weeks * 7 - 1) as f64,
            mean_s: sum_ms as f64 / all as f64 / 1000.0,
            p90_s: (row.unwrap_or(0) as f64 + 0.5) * STEP_MS as f64 / 1000.0,
        };
        let part = |got: f64, want: f64| (got - want) / (0.02 * want + 1.0);
        let (mean, p90) = (part(figures.mean_s, wanted.mean_s), part(figures.p90_s, wanted.p90_s));
        Tried {
            figures,
            held: SimDuration(held_ms),
            misfit: mean * mean + p90 * p90,
            begun: [0, 1].map(|class| ratio(self.begun[class] as f64, self.asked[class] as f64)),
        }
    }
}
