//! What lines did in runs: waits of every place by the lines of each, added up.

/// Waits by lines, from runs in which one place alone got lines. Between the sizes that were run it goes in straight lines,
/// beyond them it goes on as between the last two; effects of several places add up. It screens; it does not decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// Waits as things stand, seconds, `[n_place]`.
    present_s: Vec<f64>,
    /// For each place that got lines: the sizes in order, 0 among them, and what each did to every place, seconds.
    effects: Vec<Vec<(i32, Vec<f64>)>>,
}

impl Surface {
    /// The surface through what was run; sizes are sorted, and the present is put in at 0.
    #[must_use]
    pub fn new(present_s: Vec<f64>, mut effects: Vec<Vec<(i32, Vec<f64>)>>) -> Self {
        for sizes in &mut effects {
            sizes.retain(|(size, _)| *size != 0);
            sizes.push((0, vec![0.0; present_s.len()]));
            sizes.sort_by_key(|(size, _)| *size);
        }
        Self { present_s, effects }
    }

    /// What `lines` at place `from` do to the wait of place `to`, seconds.
    #[must_use]
    pub fn effect_s(&self, from: usize, to: usize, lines: i32) -> f64 {
        let sizes = &self.effects[from];
        if sizes.len() < 2 {
            return 0.0;
        }
        let above = sizes.iter().position(|(size, _)| *size >= lines).unwrap_or(sizes.len() - 1).max(1);
        let ((low, at_low), (high, at_high)) = (&sizes[above - 1], &sizes[above]);
        let along = f64::from(lines - low) / f64::from(high - low);
        at_low[to] + along * (at_high[to] - at_low[to])
    }

    /// Waits of all places with these lines, seconds, never below zero.
    #[must_use]
    pub fn waits_s(&self, lines: &[i32]) -> Vec<f64> {
        let wait = |(to, present): (usize, &f64)| {
            let effects = lines.iter().enumerate().map(|(from, n)| self.effect_s(from, to, *n));
            (present + effects.sum::<f64>()).max(0.0)
        };
        self.present_s.iter().enumerate().map(wait).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_through_what_was_run_and_adds_up() {
        let first = vec![(4, vec![-40.0, -8.0]), (2, vec![-30.0, -5.0])];
        let surface = Surface::new(vec![100.0, 200.0], vec![first, vec![(-2, vec![1.0, 20.0])]]);
        assert_eq!(surface.waits_s(&[2, 0]), [70.0, 195.0]);
        assert_eq!(surface.waits_s(&[3, 0]), [65.0, 193.5]);
        assert_eq!(surface.waits_s(&[1, -1]), [85.5, 207.5]);
        assert_eq!(surface.effect_s(0, 0, 6), -50.0);
        assert_eq!(surface.effect_s(1, 1, 2), -20.0);
    }
}
