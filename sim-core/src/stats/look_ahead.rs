//! How many replications are enough: the replications algorithm, for several measures at once.

use super::t_quantile;

/// Fewest replications after which precision is judged.
pub const LEAST_REPLICATIONS: usize = 10;

/// Replications that must follow, still precise, after up to 100; more than 100 need one for every 20.
pub const AHEAD: usize = 5;

/// How narrow the 95% interval of a measure's mean must be: half its width at most the larger of the two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Share of the mean's size, 0 to 1.
    pub share: f64,
    /// In the measure's own unit; 0 for none. The only one that a measure with a mean near 0 can meet.
    pub absolute: f64,
}

impl Target {
    /// A share of the mean and nothing else.
    #[must_use]
    pub const fn share(share: f64) -> Self {
        Self { share, absolute: 0.0 }
    }
}

/// What stands between a measure and its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// The half width is within the target.
    Yes,
    /// The half width is beyond the target.
    TooWide,
    /// Fewer values than [`LEAST_REPLICATIONS`].
    TooFew,
    /// The half width is beyond the target, and the interval holds 0: a share of such a mean says little, so more
    /// replications may never reach one. Only an absolute target helps.
    HoldsZero,
    /// All values are the same. It counts as reached, but what never varied may be what was never seen.
    NeverVaried,
}

impl Reached {
    const fn counts(self) -> bool {
        matches!(self, Self::Yes | Self::NeverVaried)
    }
}

/// How precise a measure's mean is now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Replications with a value; the interval rests on these.
    pub n: usize,
    /// Replications without a value: the mean is of the others only, and may be of a kind of its own.
    pub missing: usize,
    /// Mean of the values; 0 without any.
    pub mean: f64,
    /// Half the width of the 95% t interval of the mean; `None` with fewer than two values.
    pub half_width: Option<f64>,
    /// Half width as a share of the mean's size; `None` where the mean is 0 or has no interval.
    pub share: Option<f64>,
    /// Whether the target is reached, and if not, why.
    pub reached: Reached,
}

/// Whether there are enough replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One more replication is needed at least.
    NeedMore,
    /// Every measure was within its target after `at` replications and has stayed so since.
    Met {
        /// Number of replications; those that followed it have been run too, and estimates may use them.
        at: usize,
    },
}

/// Sum of squares about the mean, kept up value by value.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    n: usize,
    missing: usize,
    mean: f64,
    squares: f64,
}

impl Running {
    fn push(&mut self, value: Option<f64>) {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            self.missing += 1;
            return;
        };
        self.n += 1;
        let from = value - self.mean;
        self.mean += from / self.n as f64;
        self.squares += from * (value - self.mean);
    }

    fn precision(&self, target: Target) -> Precision {
        let degrees = self.n.saturating_sub(1);
        let n = self.n as f64;
        let half_width =
            (degrees > 0).then(|| t_quantile(degrees) * (self.squares / degrees as f64 / n).sqrt());
        let share = half_width.filter(|_| self.mean != 0.0).map(|half| half / self.mean.abs());
        let reached = match half_width {
            None => Reached::TooFew,
            Some(_) if self.n < LEAST_REPLICATIONS => Reached::TooFew,
            Some(0.0) => Reached::NeverVaried,
            Some(half) if half <= target.absolute.max(target.share * self.mean.abs()) => Reached::Yes,
            Some(half) if half >= self.mean.abs() => Reached::HoldsZero,
            Some(_) => Reached::TooWide,
        };
        Precision { n: self.n, missing: self.missing, mean: self.mean, half_width, share, reached }
    }
}

/// The replications algorithm: the smallest number of replications, at least [`LEAST_REPLICATIONS`], after which every
/// measure is within its target and stays so for `f(n)` replications more; `f(n)` is [`AHEAD`] up to n = 100 and
/// ⌊[`AHEAD`] · n / 100⌋ beyond.
///
/// Precision is d_n / |x̄_n| with d_n = t(0.975, n − 1) · s_n / √n. All measures must hold together over the same
/// replications, which asks for as many as the largest number of the measures one by one, or more.
///
/// It misleads where a mean is near 0 (a share of it is out of reach: give an absolute target), where values are far
/// from normal, as those of rare harms are (the t interval is then too narrow), and where the interval that it leaves
/// is read as one of a number fixed beforehand: stopping when narrow covers slightly less than 95%, most with a wide
/// target.
///
/// # Source
/// Hoad, Robinson and Davies (2010), *Journal of the Operational Research Society* 61(11), 1632–1644, who begin with
/// three replications; the minimum of ten is ours.
///
/// ```
/// use ambics::stats::{LookAhead, Target, Verdict};
/// let mut enough = LookAhead::new(vec![Target::share(0.05)]);
/// let verdicts: Vec<Verdict> = (0..15).map(|k| enough.push(&[Some(100.0 + f64::from(k % 2))])).collect();
/// assert_eq!(verdicts[13], Verdict::NeedMore);
/// assert_eq!(verdicts[14], Verdict::Met { at: 10 });
/// ```
#[derive(Debug, Clone)]
pub struct LookAhead {
    targets: Vec<Target>,
    measures: Vec<Running>,
    replications: usize,
    held_since: Option<usize>,
    met: Option<usize>,
}

impl LookAhead {
    /// No replication yet, and one target for each measure.
    ///
    /// # Panics
    /// Without a target, or with one below 0 or not finite.
    #[must_use]
    pub fn new(targets: Vec<Target>) -> Self {
        assert!(!targets.is_empty(), "there is at least one measure");
        let sound = |value: f64| value.is_finite() && value >= 0.0;
        assert!(
            targets.iter().all(|own| sound(own.share) && sound(own.absolute)),
            "targets are not negative"
        );
        let measures = vec![Running::default(); targets.len()];
        Self { targets, measures, replications: 0, held_since: None, met: None }
    }

    /// Adds one replication, a value for each measure or `None` where it has none (a value that is not finite is none).
    ///
    /// Once met it stays met at the same number, though a later replication may widen an interval again.
    ///
    /// # Panics
    /// If there are not as many values as measures.
    pub fn push(&mut self, values: &[Option<f64>]) -> Verdict {
        assert_eq!(values.len(), self.measures.len(), "one value for each measure");
        self.replications += 1;
        self.measures.iter_mut().zip(values).for_each(|(own, value)| own.push(*value));
        let all = self.precision().iter().all(|own| own.reached.counts());
        self.held_since = if all { self.held_since.or(Some(self.replications)) } else { None };
        let held = self.held_since.filter(|at| self.replications - at >= ahead(*at));
        self.met = self.met.or(held);
        self.verdict()
    }

    /// Whether there are enough.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.met.map_or(Verdict::NeedMore, |at| Verdict::Met { at })
    }

    /// Replications so far.
    #[must_use]
    pub const fn replications(&self) -> usize {
        self.replications
    }

    /// How precise each measure is now, in the order of the targets.
    #[must_use]
    pub fn precision(&self) -> Vec<Precision> {
        self.measures.iter().zip(&self.targets).map(|(own, target)| own.precision(*target)).collect()
    }
}

/// Replications that must hold after the `n`-th.
const fn ahead(n: usize) -> usize {
    if n <= 100 { AHEAD } else { AHEAD * n / 100 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Estimate;

    fn met(verdicts: &[Verdict]) -> Option<usize> {
        verdicts.iter().position(|own| *own != Verdict::NeedMore).map(|at| at + 1)
    }

    fn run(target: f64, values: impl Iterator<Item = f64>) -> (LookAhead, Vec<Verdict>) {
        let mut enough = LookAhead::new(vec![Target::share(target)]);
        let verdicts = values.map(|value| enough.push(&[Some(value)])).collect();
        (enough, verdicts)
    }

    #[test]
    fn an_alternating_measure_is_met_where_the_formula_says() {
        // 90 and 110 in turn: s² = 100 n / (n − 1) at even n, so d = 10 t / √(n − 1); at n = 18 it is 2.1098 · 10 / √17
        // = 5.117 and at n = 20 it is 2.0930 · 10 / √19 = 4.802. At n = 19, mean 99.474 and s² = 100 · 360/361 · 19/18:
        // 2.1009 · 10.260 / √19 = 4.945 of 99.474 = 4.971%.
        let (_, verdicts) = run(0.05, (0..40).map(|k| if k % 2 == 0 { 90.0 } else { 110.0 }));
        assert_eq!(met(&verdicts), Some(24));
        assert_eq!(verdicts[23], Verdict::Met { at: 19 });
        assert_eq!(verdicts[39], Verdict::Met { at: 19 });
    }

    #[test]
    fn a_measure_that_leaves_its_target_within_the_look_ahead_begins_again() {
        // Within at 10 to 13; the 14th value widens the interval; it narrows again much later.
        let values = |k: usize| if k == 13 { 160.0 } else { 100.0 + (k % 2) as f64 };
        let (_, verdicts) = run(0.05, (0..60).map(values));
        let Verdict::Met { at } = verdicts[59] else { panic!("met by 60") };
        let precise = |n: usize| {
            let told = Estimate::of(&(0..n).map(values).collect::<Vec<_>>()).expect("values");
            told.half_width.expect("more than one") / told.mean <= 0.05
        };
        assert!((10..14).all(precise) && !precise(14), "the first streak is cut short");
        let want = (14..60).find(|n| (*n..=n + 5).all(precise)).expect("it holds at last");
        assert_eq!((at, met(&verdicts)), (want, Some(want + 5)));
    }

    #[test]
    fn beyond_a_hundred_the_look_ahead_grows() {
        assert_eq!([10, 100, 101, 119, 120, 200, 1000].map(ahead), [5, 5, 5, 5, 6, 10, 50]);
    }

    #[test]
    fn every_measure_must_hold() {
        let mut enough = LookAhead::new(vec![Target::share(0.05), Target::share(0.05)]);
        let mut verdicts = Vec::new();
        for k in 0..30 {
            let sign = if k % 2 == 0 { -1.0 } else { 1.0 };
            verdicts.push(enough.push(&[Some(100.0 + sign), Some(100.0 + 10.0 * sign)]));
        }
        assert_eq!(met(&verdicts), Some(24), "the second measure decides");
    }

    #[test]
    fn its_interval_is_that_of_the_estimate() {
        let values: Vec<f64> = (0..30).map(|k| 1e6 + f64::from(k * k % 17)).collect();
        let (enough, _) = run(0.05, values.iter().copied());
        let (told, want) = (enough.precision()[0], Estimate::of(&values).expect("values"));
        assert!((told.mean - want.mean).abs() < 1e-6);
        let half = |own: Option<f64>| own.expect("two values");
        assert!((half(told.half_width) - half(want.half_width)).abs() < 1e-6);
    }

    #[test]
    fn a_mean_of_zero_needs_an_absolute_target() {
        let values = || (0..30).map(|k| if k % 2 == 0 { 1.0 } else { -1.0 });
        let (enough, verdicts) = run(0.5, values());
        assert_eq!(met(&verdicts), None);
        assert_eq!(enough.precision()[0].reached, Reached::HoldsZero);
        let mut absolute = LookAhead::new(vec![Target { share: 0.5, absolute: 0.75 }]);
        let verdicts: Vec<Verdict> = values().map(|value| absolute.push(&[Some(value)])).collect();
        // 2.2622 / √9 = 0.754 at n = 10 and 0.697 at n = 11.
        assert_eq!(verdicts[29], Verdict::Met { at: 11 });
    }

    #[test]
    fn missing_values_are_counted_and_give_no_precision() {
        let mut enough = LookAhead::new(vec![Target::share(0.05)]);
        for k in 0..18 {
            let value = (k % 2 == 0).then_some(100.0 + f64::from(k % 4));
            assert_eq!(enough.push(&[value]), Verdict::NeedMore);
        }
        let told = enough.precision()[0];
        assert_eq!((told.n, told.missing, told.reached), (9, 9, Reached::TooFew));
        enough.push(&[Some(f64::NAN)]);
        enough.push(&[Some(101.0)]);
        let told = enough.precision()[0];
        assert_eq!((told.n, told.missing, told.reached), (10, 10, Reached::Yes));
    }

    #[test]
    fn what_never_varies_is_said() {
        let (enough, verdicts) = run(0.05, std::iter::repeat_n(0.0, 15));
        assert_eq!(verdicts[14], Verdict::Met { at: 10 });
        assert_eq!(enough.precision()[0].reached, Reached::NeverVaried);
        assert_eq!(LookAhead::new(vec![Target::share(0.1)]).precision()[0].reached, Reached::TooFew);
    }
}
