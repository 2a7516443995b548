/// Quantile of the triangular distribution over `[low, mode, high]` at `p` in [0, 1]; a range of no width is its value.
///
/// What is judged and not measured is told by three numbers: this is the plainest distribution that has them.
#[must_use]
pub fn triangular_quantile(p: f64, [low, mode, high]: [f64; 3]) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return mode;
    }
    let below = (mode - low) / width;
    if p < below {
        low + libm::sqrt(p * width * (mode - low))
    } else {
        high - libm::sqrt((1.0 - p) * width * (high - mode))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_its_ends_its_mode_and_its_mean() {
        let range = [60.0, 120.0, 365.0];
        let at = |p| triangular_quantile(p, range);
        assert_eq!((at(0.0), at(1.0)), (60.0, 365.0));
        assert!((at(60.0 / 305.0) - 120.0).abs() < 1e-9);
        let mean = (0..100_000).map(|k| at((f64::from(k) + 0.5) / 100_000.0)).sum::<f64>() / 100_000.0;
        assert!((mean - 545.0 / 3.0).abs() < 1e-3, "{mean}");
        assert_eq!(triangular_quantile(0.3, [5.0, 5.0, 5.0]), 5.0);
    }
}
