use super::exchange::every;
use super::{AllocationMethod, AllocationProblem, ranked};
use crate::allocation::objective::is_better;
use crate::allocation::problem::{Allocation, AllocationError, Bound};
use serde::{Deserialize, Serialize};

/// Best of the mean surface that are looked at in samples where there are too many allocations to look at all.
const CANDIDATES: usize = 500;

/// By samples of what may come: each screening replication is one, with its own demand and luck.
///
/// With a target, the least mean loss of the allocations under which the place that waits longest keeps to the target in the
/// share of samples asked for (a chance constraint); without one, the least mean loss over the worst samples beyond that share
/// (conditional value at risk).
///
/// # Source
/// Shapiro, Dentcheva & Ruszczynski, *Lectures on Stochastic Programming* (SIAM, 2009), ch. 4 to 6.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleAverage {}

impl AllocationMethod for SampleAverage {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let all = every(problem);
        let is_all = all.is_some();
        let candidates = match all {
            Some(all) => all,
            None => ranked(problem, CANDIDATES)?.into_iter().map(|own| own.lines).collect(),
        };
        let surface =
            problem.runs.surface().ok_or(AllocationError::NoSurface { method: "sample-average" })?;
        let mut best: Option<(Vec<f64>, Vec<i32>)> = None;
        // The largest share of samples that some allocation within the safeguard keeps to the target in.
        let mut most_often: Option<f64> = None;
        for lines in candidates {
            if !problem.worse_off(&surface.waits_s(&lines)).is_empty() {
                continue;
            }
            let own = Sampled::of(problem, &lines);
            if let Some(met) = own.met {
                most_often = Some(most_often.map_or(met, |known| known.max(met)));
            }
            let meets = own.met.is_none_or(|met| met >= problem.chance.share - 1e-12);
            let score = vec![own.loss_s, own.mean_s];
            if meets && best.as_ref().is_none_or(|(known, _)| is_better(&score, known)) {
                best = Some((score, lines));
            }
        }
        let per_mille = |share: f64| (1_000.0 * share).round() as i32;
        let refused = || match most_often {
            Some(often) => AllocationError::Chance {
                share_per_mille: per_mille(problem.chance.share),
                best_per_mille: per_mille(often),
            },
            None => {
                AllocationError::Safeguard { tolerance_per_mille: problem.safeguard.map_or(0, per_mille) }
            }
        };
        let (score, lines) = best.ok_or_else(refused)?;
        let met = Sampled::of(problem, &lines).met;
        let n = problem.runs.samples().len();
        let note = match met {
            Some(met) => {
                format!("the longest wait keeps to the target in {:.0}% of {n} samples", 100.0 * met)
            }
            None => format!(
                "its own loss is the mean of the worst {:.0}% of {n} samples",
                100.0 * (1.0 - problem.chance.share)
            ),
        };
        let bound = Bound { loss_s: score[0], how: "every allocation was looked at in every sample" };
        Ok(Allocation { loss_s: Some(score[0]), bound: is_all.then_some(bound), note: Some(note), lines })
    }
}

/// What samples say of an allocation.
struct Sampled {
    /// What is made small, seconds.
    loss_s: f64,
    /// The mean loss, seconds.
    mean_s: f64,
    /// The share of samples that keep to the target, if there is one.
    met: Option<f64>,
}

impl Sampled {
    fn of(problem: &AllocationProblem<'_>, lines: &[i32]) -> Self {
        let weights = problem.weights();
        let waits: Vec<Vec<f64>> = problem.runs.samples().iter().map(|own| own.waits_s(lines)).collect();
        let losses: Vec<f64> = waits.iter().map(|own| problem.objective.loss_s(own, &weights)).collect();
        let n = losses.len().max(1) as f64;
        let mean_s = losses.iter().sum::<f64>() / n;
        let met = problem.chance.target_s.map(|target| {
            let kept = waits.iter().filter(|own| own.iter().all(|wait| *wait <= target));
            kept.count() as f64 / n
        });
        let loss_s = if met.is_some() { mean_s } else { mean_of_worst(losses, problem.chance.share) };
        Self { loss_s, mean_s, met }
    }
}

/// The mean of the worst part of values beyond `share` (conditional value at risk): the value at the edge counts in part.
fn mean_of_worst(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(|a, b| b.total_cmp(a));
    let mut left = (values.len() as f64 * (1.0 - share)).max(f64::MIN_POSITIVE);
    let (whole, mut sum) = (left, 0.0);
    for value in values {
        let part = left.min(1.0);
        sum += part * value;
        left -= part;
        if left <= 0.0 {
            break;
        }
    }
    sum / whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::problem::{Chance, Runs};
    use crate::allocation::surface::Surface;
    use crate::allocation::tests::{Linear, problem};

    #[test]
    fn the_worst_part_counts_the_edge_in_part() {
        let values = vec![1.0, 2.0, 3.0, 4.0];
        assert_eq!(mean_of_worst(values.clone(), 0.75), 4.0);
        assert!((mean_of_worst(values.clone(), 0.6) - (4.0 + 0.6 * 3.0) / 1.6).abs() < 1e-12);
        assert_eq!(mean_of_worst(values, 0.0), 2.5);
    }

    /// Two samples: in the first lines help the first place, in the second the other.
    #[derive(Debug)]
    struct Two(Surface, [Surface; 2]);

    impl Runs for Two {
        fn surface(&self) -> Option<&Surface> {
            Some(&self.0)
        }
        fn samples(&self) -> &[Surface] {
            &self.1
        }
        fn waits_s(&self, _: &[Vec<i32>], _: u32, _: u32) -> Vec<Vec<Vec<f64>>> {
            Vec::new()
        }
    }

    fn two() -> Two {
        let sample = |present: [f64; 2]| {
            let effects = vec![vec![(1, vec![-100.0, 0.0])], vec![(1, vec![0.0, -100.0])]];
            Surface::new(present.to_vec(), effects)
        };
        Two(sample([1_000.0, 940.0]), [sample([1_400.0, 700.0]), sample([600.0, 1_180.0])])
    }

    #[test]
    fn a_chance_constraint_serves_the_samples_and_not_their_mean() {
        let (runs, linear) = (two(), Linear::of(&[(1_000.0, -100.0), (940.0, -100.0)]));
        let mut own = problem(6, &linear);
        own.runs = &runs;
        own.chance = Chance { target_s: Some(1_000.0), share: 1.0 };
        let found = SampleAverage {}.solve(&own).expect("four and two keep to it in both");
        assert_eq!((found.lines.clone(), found.gap()), (vec![4, 2], Some(0.0)));
        own.chance = Chance { target_s: Some(900.0), share: 1.0 };
        let refused = SampleAverage {}.solve(&own).expect_err("eight lines would be wanted");
        assert_eq!(refused, AllocationError::Chance { share_per_mille: 1_000, best_per_mille: 500 });
        own.chance.share = 0.5;
        assert!(SampleAverage {}.solve(&own).is_ok());
    }

    #[test]
    fn without_a_target_the_worst_sample_is_made_good() {
        let (runs, linear) = (two(), Linear::of(&[(1_000.0, -100.0), (940.0, -100.0)]));
        let mut own = problem(4, &linear);
        own.runs = &runs;
        own.objective = crate::allocation::Objective::Worst;
        own.chance = Chance { target_s: None, share: 0.5 };
        // The worst sample has 1,400 and 1,180 as its longest waits: three and one leave 1,100 and 1,080.
        assert_eq!(SampleAverage {}.solve(&own).expect("an allocation").lines, [3, 1]);
    }
}
