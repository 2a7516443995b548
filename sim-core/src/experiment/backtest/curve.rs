//! How a response figure answers to hours: logarithm against logarithm, never rising.

/// A response figure at some levels of effective hours. Abscissa: logarithm of hours against those of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Logarithm of the hours' factor and of the figure, in order of hours; the figure never rises.
    points: Vec<(f64, f64)>,
}

/// Least slope that says how many hours a figure is worth: below it the figure does not answer to hours.
const LEAST_SLOPE: f64 = 0.05;

impl Curve {
    /// The curve through figures at factors of hours, in order of the factors; `None` with fewer than two.
    ///
    /// Where chance lets a figure rise with hours, it and its neighbours take their mean.
    #[must_use]
    pub fn through(figures: &[(f64, f64)]) -> Option<Self> {
        let logs: Vec<(f64, f64)> = figures
            .iter()
            .filter(|(factor, figure)| *factor > 0.0 && *figure > 0.0)
            .map(|(factor, figure)| (libm::log(*factor), libm::log(*figure)))
            .collect();
        (logs.len() >= 2).then(|| Self { points: falling(&logs) })
    }

    /// The logarithm of the figure at a logarithm of hours; beyond the ends by the slope between them.
    #[must_use]
    pub fn at(&self, hours: f64) -> f64 {
        let (first, last) = self.ends();
        if hours <= first.0 {
            return first.1 + self.slope() * (hours - first.0);
        }
        if hours >= last.0 {
            return last.1 + self.slope() * (hours - last.0);
        }
        let right = self.points.partition_point(|point| point.0 < hours).max(1);
        let (a, b) = (self.points[right - 1], self.points[right]);
        a.1 + (b.1 - a.1) * (hours - a.0) / (b.0 - a.0)
    }

    /// The logarithm of hours at which the figure has this logarithm; `None` if it does not answer to hours.
    ///
    /// On a level piece it is the middle of the piece.
    #[must_use]
    pub fn hours_at(&self, figure: f64) -> Option<f64> {
        if self.slope() > -LEAST_SLOPE {
            return None;
        }
        let (first, last) = self.ends();
        if figure >= first.1 {
            return Some(first.0 + (figure - first.1) / self.slope());
        }
        if figure <= last.1 {
            return Some(last.0 + (figure - last.1) / self.slope());
        }
        let above = self.points.partition_point(|point| point.1 > figure);
        let below = self.points.iter().rposition(|point| point.1 >= figure).unwrap_or(0) + 1;
        let (a, b) = (self.points[above - 1], self.points[above]);
        let left = if a.1 > b.1 { a.0 + (b.0 - a.0) * (a.1 - figure) / (a.1 - b.1) } else { a.0 };
        let (a, b) = (self.points[below - 1], self.points[below]);
        let right = if a.1 > b.1 { a.0 + (b.0 - a.0) * (a.1 - figure) / (a.1 - b.1) } else { b.0 };
        Some(0.5 * (left + right))
    }

    /// Change of the figure's logarithm for that of hours, from end to end.
    #[must_use]
    pub fn slope(&self) -> f64 {
        let (first, last) = self.ends();
        (last.1 - first.1) / (last.0 - first.0)
    }

    fn ends(&self) -> ((f64, f64), (f64, f64)) {
        (self.points[0], self.points[self.points.len() - 1])
    }
}

/// The nearest points that never rise: neighbours that do are pooled.
///
/// # Source
/// Ayer, Brunk, Ewing, Reid and Silverman (1955), *Annals of Mathematical Statistics* 26, 641–647.
fn falling(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (_, figure) in points {
        let mut pool = (*figure, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 < pool.0) {
            pools.pop();
            let n = last.1 + pool.1;
            pool = ((last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / n as f64, n);
        }
        pools.push(pool);
    }
    let figures = pools.into_iter().flat_map(|(figure, n)| std::iter::repeat_n(figure, n));
    points.iter().map(|point| point.0).zip(figures).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(factor: f64) -> f64 {
        1800.0 * libm::pow(factor, -5.0)
    }

    #[test]
    fn hours_are_found_back_within_and_beyond_the_levels() {
        let levels = [0.9, 0.95, 1.0, 1.05, 1.1];
        let curve = Curve::through(&levels.map(|factor| (factor, power(factor)))).expect("five levels");
        assert!((curve.slope() + 5.0).abs() < 1e-9);
        for factor in [0.8, 0.93, 1.0, 1.02, 1.2] {
            let hours = curve.hours_at(libm::log(power(factor))).expect("it answers to hours");
            assert!((libm::exp(hours) - factor).abs() < 1e-9, "{factor}");
            assert!((curve.at(hours) - libm::log(power(factor))).abs() < 1e-9, "{factor}");
        }
    }

    #[test]
    fn a_figure_that_rises_by_chance_is_pooled() {
        let curve =
            Curve::through(&[(0.9, 2000.0), (1.0, 1500.0), (1.1, 1600.0), (1.2, 1000.0)]).expect("four");
        let level = 0.5 * (libm::log(1500.0) + libm::log(1600.0));
        assert!((curve.at(libm::log(1.05)) - level).abs() < 1e-12);
        let middle = curve.hours_at(level).expect("it answers to hours");
        assert!((middle - 0.5 * (libm::log(1.0) + libm::log(1.1))).abs() < 1e-12);
    }

    #[test]
    fn a_figure_that_does_not_answer_gives_no_hours() {
        let curve = Curve::through(&[(0.9, 900.0), (1.1, 900.0)]).expect("two");
        assert_eq!(curve.hours_at(libm::log(800.0)), None);
        assert_eq!(Curve::through(&[(1.0, 900.0)]), None);
    }
}
