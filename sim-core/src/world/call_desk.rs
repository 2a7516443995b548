//! A call desk whose answer times come out as published.

use super::bays::BayQueue;
use super::desk_stream::{DeskDemand, DeskStream, HOURS, hour_of, is_warm};
use super::spread::Spread;
use crate::dist::Shape;
use crate::stats::{halving, simplex};
use crate::units::{SimDuration, SimTime};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Calls of the streams on which the search begins and ends, and trials on each.
const ROUGH: usize = 15_000;
const ROUGH_ROUNDS: usize = 14;
const FINE: usize = 80_000;
const FINE_ROUNDS: usize = 12;
/// Where the search begins: the difference between days.
const FIRST_SIGMA: f64 = 0.06;
/// Times that the length of a call is fitted anew, and its bounds against what is assumed.
const TAILS: usize = 3;
const HANDLING: (f64, f64) = (0.4, 1.5);
/// Longest time to answer that is told apart, seconds.
const SECONDS: usize = 3600;
/// Longest ring of a call that nobody is before, seconds.
const LONGEST_RING: usize = 6;

/// What is believed of callers and of a call: what a scenario's call desk says. Grade D.
#[derive(Debug, Clone, PartialEq)]
pub struct CallPrior {
    /// How the hours are spread over the week.
    pub spread: Spread,
    /// Mean time of a call, seconds.
    pub handling_s: f64,
    /// Whether a scenario states it, so that it is not fitted.
    pub is_handling_stated: bool,
    /// Shape of that time.
    pub handling_shape: Shape,
    /// Mean patience of a caller, seconds.
    pub patience_s: f64,
    /// Share of those who ring off that ring again.
    pub redial_share: f64,
    /// Mean time to ringing again, seconds.
    pub redial_after_s: f64,
    /// Mean time between calls of a patient who waits for a vehicle, seconds.
    pub repeat_call_every_s: f64,
}

/// Times to answer a call, seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnswerFigures {
    /// Mean.
    pub mean_s: f64,
    /// 90th, 95th and 99th centile.
    pub p90_p95_p99_s: [f64; 3],
}

impl AnswerFigures {
    /// Sum of squares against what is wanted; 1 is a figure at its tolerance.
    fn misfit(&self, wanted: &Self) -> f64 {
        let part = |got: f64, want: f64, share: f64, least: f64| {
            let off = (got - want) / (share * want + least);
            off * off
        };
        let centiles = self.p90_p95_p99_s.iter().zip(wanted.p90_p95_p99_s);
        part(self.mean_s, wanted.mean_s, 0.03, 0.2)
            + centiles.map(|(got, want)| part(*got, want, 0.05, 1.0)).sum::<f64>()
    }
}

/// The call takers of a service, as many as give the published answer times.
///
/// Given: who calls and when, how long a caller waits, about what a call takes. Fitted to mean, 90th, 95th and 99th
/// centile of the time to answer: the hours, how much the people on duty differ between days, how long a call rings that
/// nobody is before, and what a call takes. Grade D: nothing published tells these apart.
#[derive(Debug, Clone, PartialEq)]
pub struct CallDeskTable {
    /// Hours of call takers in an ordinary week.
    pub hours_per_week: f64,
    /// Spread of the log of the people on duty between days.
    pub day_sigma: f64,
    /// How long every call rings.
    pub ring: SimDuration,
    /// Mean time of a call.
    pub handling: SimDuration,
    /// What the fit gives back of the published figures.
    pub fitted: AnswerFigures,
}

impl CallDeskTable {
    /// The desk whose answer times, by its own queue, come nearest to those wanted.
    ///
    /// Waits scale with the length of a call, so the distance between the two highest centiles tells how long calls are.
    ///
    /// # Source
    /// Garnett, Mandelbaum and Reiman (2002), *Manufacturing & Service Operations Management* 4(3), 208–227 (callers
    /// who ring off).
    #[must_use]
    pub fn fit(prior: &CallPrior, demand: &DeskDemand, wanted: &AnswerFigures) -> Self {
        let mut found = Search::begin(prior, demand, wanted);
        for _ in 0..if prior.is_handling_stated { 0 } else { TAILS } {
            let far = |figures: &AnswerFigures| figures.p90_p95_p99_s[2] - figures.p90_p95_p99_s[1];
            let ratio = (far(wanted) / far(&found.table.fitted).max(1.0)).clamp(0.5, 1.5);
            let handling_s = found.table.handling.seconds() * ratio;
            let handling_s = handling_s.clamp(HANDLING.0 * prior.handling_s, HANDLING.1 * prior.handling_s);
            let other = Search::begin(&CallPrior { handling_s, ..prior.clone() }, demand, wanted);
            if other.misfit >= found.misfit {
                break;
            }
            found = other;
        }
        let prior = CallPrior { handling_s: found.table.handling.seconds(), ..prior.clone() };
        Search::go_on(&prior, demand, wanted, (FINE, found.at, FINE_ROUNDS)).table
    }
}

/// Where a search has come to.
struct Search {
    table: CallDeskTable,
    misfit: f64,
    /// Log of the load, and the difference between days.
    at: [f64; 2],
}

impl Search {
    /// From the load at which the mean is near, on a short stream.
    fn begin(prior: &CallPrior, demand: &DeskDemand, wanted: &AnswerFigures) -> Self {
        let line = Line::record(prior, demand, ROUGH);
        let hours = |load: f64| demand.per_week() * prior.handling_s / 3600.0 / libm::exp(load);
        let mean_s =
            |load: f64| line.answers(prior, &demand.by_hour, hours(load), FIRST_SIGMA).figures(0).mean_s;
        let load = halving((-3.0, 0.1), 7, wanted.mean_s, &mean_s);
        Self::go_on(prior, demand, wanted, (ROUGH, [load, FIRST_SIGMA], ROUGH_ROUNDS))
    }

    /// So many trials further, from a point, on a stream of so many calls.
    fn go_on(
        prior: &CallPrior,
        demand: &DeskDemand,
        wanted: &AnswerFigures,
        (calls, from, rounds): (usize, [f64; 2], usize),
    ) -> Self {
        let line = Line::record(prior, demand, calls);
        let hours = |load: f64| demand.per_week() * prior.handling_s / 3600.0 / libm::exp(load);
        let trial = |at: [f64; 2]| {
            let answers = line.answers(prior, &demand.by_hour, hours(at[0]), at[1].abs());
            let rings = (0..=LONGEST_RING).map(|ring| (answers.figures(ring), ring));
            let tried = rings.map(|(figures, ring)| (figures.misfit(wanted), figures, ring));
            tried.min_by(|a, b| a.0.total_cmp(&b.0)).expect("a ring of no second is tried")
        };
        let at = simplex(from, rounds, &|at| trial(at).0);
        let (misfit, fitted, ring) = trial(at);
        let table = CallDeskTable {
            hours_per_week: hours(at[0]),
            day_sigma: at[1].abs(),
            ring: SimDuration::from_seconds(ring as f64),
            handling: SimDuration::from_seconds(prior.handling_s),
            fitted,
        };
        Self { table, misfit, at }
    }
}

/// Calls with all that befalls them whatever the staff.
struct Line {
    stream: DeskStream,
    calls: Vec<Call>,
}

#[derive(Clone, Copy)]
struct Call {
    takes: SimDuration,
    waits_ms: i64,
}

impl Line {
    fn record(prior: &CallPrior, demand: &DeskDemand, calls: usize) -> Self {
        let stream = DeskStream::record(demand, calls);
        let call = |row: usize| Call {
            takes: SimDuration::from_seconds(
                prior.handling_s * prior.handling_shape.quantile(stream.mark(0, row)),
            ),
            waits_ms: exponential_ms(prior.patience_s, stream.mark(1, row)),
        };
        let calls = (0..stream.arrivals.len()).map(call).collect();
        Self { stream, calls }
    }

    /// Times to answer with so many hours a week.
    fn answers(&self, prior: &CallPrior, by_hour: &[f64; HOURS], hours: f64, day_sigma: f64) -> Answers {
        let people = self.stream.people(&prior.spread.staff(hours, by_hour, 1), day_sigma, 1);
        let most = people.iter().copied().max().unwrap_or(1);
        let open = |at: SimTime| people[hour_of(at).min(people.len() - 1)] as u16;
        let mut desk = BayQueue::empty(most as u16);
        let mut answers = Answers { n: 0, sum_ms: 0, seconds: vec![0; SECONDS + 1] };
        let mut again: BinaryHeap<Reverse<(SimTime, usize, u32)>> = BinaryHeap::new();
        for row in 0..=self.calls.len() {
            let until = self.stream.arrivals.get(row).copied().unwrap_or(SimTime::NEVER);
            while let Some(Reverse((at, first, attempt))) = again.peek().copied().filter(|r| r.0.0 < until) {
                again.pop();
                again.extend(self.connects(prior, (&mut desk, &open), (at, first, attempt), &mut answers));
            }
            if row < self.calls.len() {
                again.extend(self.connects(prior, (&mut desk, &open), (until, row, 0), &mut answers));
            }
        }
        answers
    }

    /// One attempt; when the caller rings again, if that is so.
    fn connects(
        &self,
        prior: &CallPrior,
        (desk, open): (&mut BayQueue, &impl Fn(SimTime) -> u16),
        (at, row, attempt): (SimTime, usize, u32),
        answers: &mut Answers,
    ) -> Option<Reverse<(SimTime, usize, u32)>> {
        let call = &self.calls[row];
        let mark = |what: u64| self.stream.mark(what + 8 * u64::from(attempt), row);
        let waits_ms = if attempt == 0 { call.waits_ms } else { exponential_ms(prior.patience_s, mark(1)) };
        let start = desk.start(at, open);
        if (start - at).0 > waits_ms {
            let after = waits_ms + exponential_ms(prior.redial_after_s, mark(3));
            let rings_again = attempt < 50 && mark(2) < prior.redial_share;
            return rings_again.then_some(Reverse((at + SimDuration(after), row, attempt + 1)));
        }
        desk.take(start, call.takes);
        if is_warm(at) {
            answers.count((start - at).0);
        }
        None
    }
}

fn exponential_ms(mean_s: f64, mark: f64) -> i64 {
    (-1000.0 * mean_s * libm::log1p(-mark)) as i64
}

/// Times to answer, counted by the second.
struct Answers {
    n: u64,
    sum_ms: i64,
    /// Row 0 holds those answered at once, row k those who waited more than k − 1 and at most k seconds.
    seconds: Vec<u32>,
}

impl Answers {
    fn count(&mut self, wait_ms: i64) {
        self.n += 1;
        self.sum_ms += wait_ms;
        self.seconds[((wait_ms + 999) / 1000).clamp(0, SECONDS as i64) as usize] += 1;
    }

    /// The figures if every call rings for so many seconds more.
    fn figures(&self, ring: usize) -> AnswerFigures {
        let n = self.n.max(1);
        let centile = |per_cent: u64| {
            let rank = (n * per_cent).div_ceil(100);
            let mut below = 0;
            let row = self.seconds.iter().position(|count| {
                below += u64::from(*count);
                below >= rank
            });
            // The middle of the second, but 0 for those who do not wait.
            row.filter(|row| *row > 0).map_or(0.0, |row| row as f64 - 0.5) + ring as f64
        };
        AnswerFigures {
            mean_s: self.sum_ms as f64 / n as f64 / 1000.0 + ring as f64,
            p90_p95_p99_s: [centile(90), centile(95), centile(99)],
        }
    }
}
