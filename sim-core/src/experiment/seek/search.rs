//! Where a measure comes to a target: a bracket that grows, then a false position, on common tapes.

use super::outcome::{Answer, Found, Point};
use crate::problem::Problems;
use crate::stats::{Estimate, paired};

/// Most trials between two ends that hold the answer.
const MOST_TRIALS: usize = 16;
/// First step from a present value above 0, as a log ratio: a tenth.
const FIRST_STEP: f64 = 0.1;
/// Ratio of a range's ends from which on it is walked by ratios.
const BY_RATIO: f64 = 50.0;
/// How near to the target a trial is near enough: as a part of half its interval, and of the target.
const NEAR_CHANCE: f64 = 0.1;
const NEAR_TARGET: f64 = 0.001;
/// How near two ends are one, as a part of their value.
const NEAR_ENDS: f64 = 1e-4;

/// Why a search gives nothing more.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Halt {
    /// A stop was asked for.
    Stopped,
    /// The scenario cannot take a value, or the measure has none there.
    Refused(Problems),
}

/// A value of the key that was tried.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trial {
    pub at: f64,
    /// The measure in each replication, seconds.
    pub values: Vec<f64>,
    pub estimate: Estimate,
}

impl Trial {
    fn above(&self, target: f64) -> f64 {
        self.estimate.mean - target
    }

    /// How far above the target it lies, as a log ratio: waiting falls with hours faster than a line does.
    fn log_above(&self, target: f64) -> f64 {
        libm::log(self.estimate.mean.max(1e-3) / target)
    }

    fn half(&self) -> f64 {
        self.estimate.half_width.unwrap_or(0.0)
    }

    /// This less another, paired by replication.
    fn less(&self, other: &Self) -> Estimate {
        let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        let difference = paired(&some(&other.values), &some(&self.values));
        difference.expect("every trial has a value in every replication")
    }
}

/// What turns a key: the values that it may take, and how far to step first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dial {
    pub range: (f64, f64),
    pub start: f64,
    pub step: f64,
    pub is_whole: bool,
    /// Values to which an answer may be rounded, when they are not the powers of ten: seconds of a clock.
    pub is_clock: bool,
}

/// A search and what it has tried.
pub(super) struct Search<'a> {
    pub dial: Dial,
    pub target: f64,
    pub measure: &'a mut dyn FnMut(f64) -> Result<Vec<f64>, Halt>,
    pub trials: Vec<Trial>,
}

impl Search<'_> {
    /// Looks for the target.
    pub fn run(&mut self) -> Result<Found, Halt> {
        let first = self.try_at(self.dial.start)?;
        let Some((a, b)) = self.bracket(first)? else {
            return Ok(self.turns().unwrap_or_else(|| self.out_of_reach()));
        };
        if let Some(turns) = self.turns() {
            return Ok(turns);
        }
        let at = self.narrow(a, b)?;
        let answer = self.settle(at)?;
        Ok(self.turns().unwrap_or(Found::Answer(answer)))
    }

    /// What was tried, in order of value.
    pub fn points(&self) -> Vec<Point> {
        let mut points: Vec<Point> =
            self.trials.iter().map(|t| Point { value: t.at, estimate: t.estimate }).collect();
        points.sort_by(|a, b| a.value.total_cmp(&b.value));
        points
    }

    /// The row of a value, tried now if it was not before.
    fn try_at(&mut self, at: f64) -> Result<usize, Halt> {
        let (low, high) = self.dial.range;
        let at = if self.dial.is_whole { at.round() } else { at }.clamp(low, high);
        if let Some(known) = self.trials.iter().position(|trial| trial.at.to_bits() == at.to_bits()) {
            return Ok(known);
        }
        let values = (self.measure)(at)?;
        let estimate = Estimate::of(&values).expect("a measure has a value in each replication");
        self.trials.push(Trial { at, values, estimate });
        Ok(self.trials.len() - 1)
    }

    /// Whether the range is walked by ratios: its ends are far apart and there is a value to go by.
    fn by_ratio(&self) -> bool {
        let (low, high) = self.dial.range;
        self.dial.start > 0.0 && (low <= 0.0 || high / low > BY_RATIO) && high > 1.0 && !self.dial.is_whole
    }

    /// The value after so many growing steps up (or down) from the start.
    fn stepped(&self, steps: u32, up: bool) -> f64 {
        let far = libm::exp2(f64::from(steps)) - 1.0;
        let far = if up { far } else { -far };
        if self.by_ratio() {
            self.dial.start * libm::exp(FIRST_STEP * far)
        } else {
            self.dial.start + self.dial.step * far
        }
    }

    /// Two trials with the target between them.
    fn bracket(&mut self, first: usize) -> Result<Option<(usize, usize)>, Halt> {
        if self.is_near(first) {
            let up = self.dial.start < self.dial.range.1;
            let other = self.next(1, up)?;
            return Ok(Some((first, other)));
        }
        let up_first = self.dial.start < self.dial.range.1;
        let second = self.next(1, up_first)?;
        let change = self.trials[second].less(&self.trials[first]);
        let nears = change.mean * self.trials[first].above(self.target) < 0.0;
        let ways: &[bool] = match (change.excludes_zero(), nears) {
            (true, true) => &[up_first],
            (true, false) => &[!up_first],
            (false, _) => &[up_first, !up_first],
        };
        for up in ways {
            if let Some(pair) = self.walk(first, *up)? {
                return Ok(Some(pair));
            }
        }
        // Nothing is out of reach before both ends are known.
        for end in [self.dial.range.0, self.dial.range.1] {
            self.try_at(end)?;
        }
        Ok(None)
    }

    fn next(&mut self, steps: u32, up: bool) -> Result<usize, Halt> {
        let (low, high) = self.dial.range;
        let at = self.stepped(steps, up);
        // A walk by ratios never comes to 0 by itself.
        let at = if at < 1e-3 * self.dial.start && low <= 0.0 { low } else { at };
        self.try_at(at.clamp(low, high))
    }

    /// Grows one way until the target is crossed or the end of the range is met.
    fn walk(&mut self, first: usize, up: bool) -> Result<Option<(usize, usize)>, Halt> {
        let (mut last, end) = (first, if up { self.dial.range.1 } else { self.dial.range.0 });
        for steps in 1.. {
            if self.trials[last].at.to_bits() == end.to_bits() {
                break;
            }
            let next = self.next(steps, up)?;
            if self.trials[last].above(self.target) * self.trials[next].above(self.target) <= 0.0 {
                return Ok(Some((last, next)));
            }
            last = next;
        }
        Ok(None)
    }

    fn is_near(&self, row: usize) -> bool {
        let trial = &self.trials[row];
        trial.above(self.target).abs() <= (NEAR_CHANCE * trial.half()).max(NEAR_TARGET * self.target)
    }

    /// The value at which the target is met, between two trials that hold it.
    ///
    /// # Source
    /// Dowell and Jarratt (1971), *BIT* 11, 168–174 (the Illinois method), with a halving when it is slow.
    fn narrow(&mut self, a: usize, b: usize) -> Result<f64, Halt> {
        let (mut kept, mut last) = (a, b);
        let (mut f_kept, mut f_last) =
            (self.trials[kept].log_above(self.target), self.trials[last].log_above(self.target));
        for turn in 0..MOST_TRIALS {
            let (from, to) = (self.trials[kept].at, self.trials[last].at);
            let narrowest = if self.dial.is_whole { 1.0 } else { NEAR_ENDS * from.abs().max(to.abs()) };
            if (to - from).abs() <= narrowest || self.is_near(last) || self.is_near(kept) {
                break;
            }
            let at = if turn % 4 == 3 {
                0.5 * (from + to)
            } else {
                (from * f_last - to * f_kept) / (f_last - f_kept)
            };
            let row = self.try_at(at)?;
            if row == kept || row == last {
                break;
            }
            let f = self.trials[row].log_above(self.target);
            if f * f_last <= 0.0 {
                (kept, f_kept) = (last, f_last);
            } else {
                f_kept *= 0.5;
            }
            (last, f_last) = (row, f);
        }
        Ok(self.crossing(kept, last))
    }

    /// Where the line through two trials meets the target; the nearer of them if it meets it nowhere between.
    fn crossing(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (&self.trials[a], &self.trials[b]);
        let (fa, fb) = (a.above(self.target), b.above(self.target));
        let nearer = if fa.abs() <= fb.abs() { a.at } else { b.at };
        if fa * fb < 0.0 && !self.dial.is_whole { (a.at * fb - b.at * fa) / (fb - fa) } else { nearer }
    }

    /// The change of the measure for one unit of the key, from the nearest trials whose values differ by at least a
    /// quarter of half an interval; else from those that lie farthest apart.
    fn slope(&self, near: f64) -> f64 {
        let mut order: Vec<&Trial> = self.trials.iter().collect();
        order.sort_by(|a, b| (a.at - near).abs().total_cmp(&(b.at - near).abs()));
        let first = order[0];
        let apart =
            |other: &&&Trial| (other.estimate.mean - first.estimate.mean).abs() >= 0.25 * first.half();
        let other = order[1..].iter().find(apart).copied().or_else(|| order.last().copied());
        let Some(other) = other.filter(|other| other.at.to_bits() != first.at.to_bits()) else { return 0.0 };
        (other.estimate.mean - first.estimate.mean) / (other.at - first.at)
    }

    /// Rounds the answer to what chance lets be known, runs it, and finds where the measure is half an interval above
    /// and below the target.
    fn settle(&mut self, at: f64) -> Result<Answer, Halt> {
        let nearest = self.trials.iter().min_by(|a, b| (a.at - at).abs().total_cmp(&(b.at - at).abs()));
        let half = nearest.map_or(0.0, Trial::half);
        let slope = self.slope(at);
        let wide = if slope == 0.0 { 0.0 } else { half / slope.abs() };
        let step = if self.dial.is_whole { 1.0 } else { rounding(wide, at, self.dial.is_clock) };
        let row = self.try_at(rounded(at, step))?;
        let half = self.trials[row].half();
        let reach = if self.dial.is_whole { wide.ceil().max(1.0) } else { wide.max(step) };
        let ends = [-1.0, 1.0].map(|side| self.end(row, side * reach, (half, slope)));
        let [low, high] = ends;
        let (low, high) = (low?, high?);
        let value = self.trials[row].at;
        let (least, most) = self.dial.range;
        let down = (low / step).floor() * step;
        let up = (high / step).ceil() * step;
        Ok(Answer {
            value,
            low: down.min(value).max(least),
            high: up.max(value).min(most),
            step,
            gives: self.trials[row].estimate,
            slope,
        })
    }

    /// One end of the interval, by the line through the answer and a trial beside it.
    fn end(&mut self, row: usize, reach: f64, (half, slope): (f64, f64)) -> Result<f64, Halt> {
        let side = self.try_at(self.trials[row].at + reach)?;
        let (answer, beside) = (&self.trials[row], &self.trials[side]);
        let own = (beside.estimate.mean - answer.estimate.mean) / (beside.at - answer.at);
        let is_sound = side != row && own * slope > 0.0;
        let own = if is_sound { own } else { slope };
        if own == 0.0 {
            return Ok(answer.at);
        }
        let wanted = self.target + reach.signum() * own.signum() * half;
        Ok(answer.at + (wanted - answer.estimate.mean) / own)
    }

    /// Whether the measure rises here and falls there, by more than chance and more than the answer's own interval.
    fn turns(&self) -> Option<Found> {
        let mut order: Vec<&Trial> = self.trials.iter().collect();
        order.sort_by(|a, b| a.at.total_cmp(&b.at));
        let steepest = |sign: f64| {
            let mut best: Option<(f64, (f64, f64))> = None;
            for (row, low) in order.iter().enumerate() {
                for high in &order[row + 1..] {
                    let change = high.less(low);
                    let chance = 2.0 * change.half_width.unwrap_or(0.0);
                    let size = sign * change.mean;
                    let counts = size > chance && size > low.half().min(high.half());
                    if counts && best.is_none_or(|(known, _)| size > known) {
                        best = Some((size, (low.at, high.at)));
                    }
                }
            }
            best.map(|(_, ends)| ends)
        };
        let (rises, falls) = (steepest(1.0)?, steepest(-1.0)?);
        Some(Found::Turns { rises, falls })
    }

    fn out_of_reach(&self) -> Found {
        let nearest = self.trials.iter().min_by(|a, b| {
            a.above(self.target).abs().total_cmp(&b.above(self.target).abs()).then(a.at.total_cmp(&b.at))
        });
        let nearest = nearest.expect("something was tried").at;
        let mut order: Vec<&Trial> = self.trials.iter().collect();
        order.sort_by(|a, b| a.at.total_cmp(&b.at));
        let (first, last) = (order[0], order[order.len() - 1]);
        let acts = order.iter().any(|trial| trial.less(first).excludes_zero());
        Found::OutOfReach { nearest, ends: (first.at, last.at), acts }
    }
}

/// The step to which a value is rounded when half its interval is so wide.
fn rounding(wide: f64, at: f64, is_clock: bool) -> f64 {
    let fine = (0.5 * wide).max(1e-4 * at.abs()).max(1e-9);
    if is_clock {
        let steps = [3600.0, 600.0, 300.0, 60.0, 30.0, 6.0];
        return steps.into_iter().find(|step| *step <= fine).unwrap_or(1.0);
    }
    libm::pow(10.0, libm::log10(fine).floor())
}

fn rounded(value: f64, step: f64) -> f64 {
    // Dividing by a whole number of parts keeps 0.3 from being 0.30000000000000004.
    if step < 1.0 {
        let parts = (1.0 / step).round();
        return (value * parts).round() / parts;
    }
    (value / step).round() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six replications whose luck is the same at every value.
    const LUCK: [f64; 6] = [-25.0, 14.0, 3.0, -9.0, 30.0, -13.0];

    fn found(curve: impl Fn(f64) -> f64, dial: Dial, target: f64) -> (Found, usize) {
        let mut measure = |at: f64| Ok(LUCK.map(|luck| curve(at) + luck).to_vec());
        let mut search = Search { dial, target, measure: &mut measure, trials: Vec::new() };
        let found = search.run().expect("nothing stops it");
        let tried = search.trials.len();
        (found, tried)
    }

    const HOURS: Dial =
        Dial { range: (1.0, 1e6), start: 30_000.0, step: 600.0, is_whole: false, is_clock: false };
    const SHARE: Dial = Dial { range: (0.0, 1.0), start: 0.0, step: 0.05, is_whole: false, is_clock: false };

    /// A queue near saturation: steep and convex.
    fn queue(hours: f64) -> f64 {
        600.0 + 2.0e7 / (hours - 20_000.0).max(100.0)
    }

    #[test]
    fn a_falling_curve_is_met_within_its_interval() {
        let (found, tried) = found(queue, HOURS, 1800.0);
        let Found::Answer(answer) = found else { panic!("{found:?}") };
        let truth = 20_000.0 + 2.0e7 / 1200.0;
        assert!(answer.low < truth && truth < answer.high, "{answer:?}");
        assert!((answer.value / truth - 1.0).abs() < 0.005 && tried < 15, "{answer:?} after {tried}");
        assert_eq!((answer.value / answer.step).fract(), 0.0);
        // Half the t interval of the luck, over the slope of the curve at the answer: 0.072 s an hour a week.
        let half = Estimate::of(&LUCK).and_then(|e| e.half_width).expect("six values");
        let slope = 2.0e7 / (truth - 20_000.0f64).powi(2);
        let wide = (answer.high - answer.low) / 2.0;
        assert!((wide - half / slope).abs() <= 1.5 * answer.step, "{wide} beside {}", half / slope);
    }

    #[test]
    fn a_rising_curve_a_share_and_a_whole_number_are_met() {
        let rising = |share: f64| 900.0 + 3000.0 * share;
        let Found::Answer(answer) = found(rising, SHARE, 1800.0).0 else { panic!("no answer") };
        assert!((answer.value - 0.3).abs() <= answer.step && answer.slope > 0.0, "{answer:?}");
        let bays = Dial { range: (1.0, 500.0), start: 12.0, step: 1.0, is_whole: true, is_clock: false };
        let Found::Answer(answer) = found(|bays| 4000.0 - 100.0 * bays, bays, 2210.0).0 else {
            panic!("none")
        };
        assert_eq!((answer.value, answer.step), (18.0, 1.0));
        assert_eq!((answer.low.fract(), answer.high.fract()), (0.0, 0.0));
    }

    #[test]
    fn the_value_in_force_may_be_the_answer() {
        let Found::Answer(answer) = found(queue, HOURS, queue(30_000.0)).0 else { panic!("no answer") };
        assert!((answer.value - 30_000.0).abs() <= answer.step, "{answer:?}");
    }

    #[test]
    fn a_target_out_of_reach_gets_no_answer() {
        let (found_, _) = found(queue, HOURS, 300.0);
        assert_eq!(found_, Found::OutOfReach { nearest: 1e6, ends: (1.0, 1e6), acts: true });
        let (found_, _) = found(|_| 900.0, SHARE, 300.0);
        assert_eq!(found_, Found::OutOfReach { nearest: 0.0, ends: (0.0, 1.0), acts: false });
    }

    #[test]
    fn a_curve_that_turns_gets_no_answer() {
        let valley = |share: f64| 900.0 + 4000.0 * (share - 0.4) * (share - 0.4);
        let from = Dial { start: 0.2, ..SHARE };
        let (found_, _) = found(valley, from, 2000.0);
        assert!(matches!(found_, Found::Turns { .. }), "{found_:?}");
        let (found_, _) = found(valley, from, 100.0);
        assert!(matches!(found_, Found::Turns { .. }), "{found_:?}");
    }

    #[test]
    fn a_ripple_below_chance_is_no_turn() {
        let ripple = |hours: f64| queue(hours) + 4.0 * (hours / 37.0).sin();
        assert!(matches!(found(ripple, HOURS, 1800.0).0, Found::Answer(_)));
    }

    #[test]
    fn answers_are_rounded_to_what_is_known() {
        let steps = [(310.0, 33_412.0), (0.013, 0.3), (0.0, 1_000.0), (3.0, 40_000.0)];
        let got = steps.map(|(wide, at)| rounding(wide, at, false));
        let want = [100.0, 0.001, 0.1, 1.0];
        assert!(got.iter().zip(want).all(|(got, want)| (got / want - 1.0f64).abs() < 1e-9), "{got:?}");
        assert_eq!([90.0, 20.0, 5.0].map(|wide| rounding(wide, 1_800.0, true)), [30.0, 6.0, 1.0]);
        assert_eq!(rounded(0.1 + 0.2, 0.1), 0.3);
    }

    #[test]
    fn a_stop_keeps_what_was_tried() {
        let mut runs = 0;
        let mut measure = |at: f64| {
            runs += 1;
            if runs > 3 { Err(Halt::Stopped) } else { Ok(LUCK.map(|luck| queue(at) + luck).to_vec()) }
        };
        let mut search = Search { dial: HOURS, target: 700.0, measure: &mut measure, trials: Vec::new() };
        assert_eq!(search.run(), Err(Halt::Stopped));
        assert_eq!(search.points().len(), 3);
    }
}
