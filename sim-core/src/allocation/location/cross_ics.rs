//! Crews across ICSs: whole units within a budget, so that weighted concave benefits sum to most.

use super::milp::Programme;
use super::{LocationError, length};

/// One ICS: the benefit of each further unit, and the limits on how many it gets.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Weight of this ICS in the sum.
    pub weight: f64,
    /// Gain of the k-th unit above `range.0`, never rising; as many as `range.1 − range.0`.
    pub gains: Vec<f64>,
    /// Least and most units (floor, shift bounds).
    pub range: (u32, u32),
    /// Units today, and how many may be added or taken.
    pub today: (u32, u32),
    /// Cost of one unit, GBP.
    pub unit_cost_gbp: f64,
}

impl Share {
    /// Least and most units once the limit on moves is kept.
    #[must_use]
    pub fn limits(&self) -> (u32, u32) {
        let (now, step) = self.today;
        (self.range.0.max(now.saturating_sub(step)), self.range.1.min(now.saturating_add(step)))
    }

    /// Unweighted benefit of so many units, from that at `range.0`.
    #[must_use]
    pub fn benefit(&self, units: u32) -> f64 {
        self.gains.iter().take(units.saturating_sub(self.range.0) as usize).sum()
    }
}

/// The units of each ICS with the largest Σ w u(x) at a cost of at most `budget_gbp − reserve_gbp`.
///
/// Exact, by an integer programme; an ICS whose gains rise is refused.
/// # Errors
/// If gains are too few, rise or are negative, or no plan fits within limits and budget.
/// # Source
/// Fox (1966), *Management Science* 13(3), 210–216 (the greedy rule that it equals at equal unit costs).
pub fn solve(shares: &[Share], budget_gbp: f64, reserve_gbp: f64) -> Result<Vec<u32>, LocationError> {
    let mut programme = Programme::default();
    let (mut spent, mut least, mut columns) = (Vec::new(), 0.0, Vec::new());
    for share in shares {
        let wanted = share.range.1.saturating_sub(share.range.0) as usize;
        length("gains", share.gains.len(), wanted)?;
        if let Some(index) = rising(&share.gains) {
            return Err(LocationError::Gains { index, found: share.gains[index] });
        }
        let (low, high) = share.limits();
        if low > high {
            return Err(super::MilpError::Infeasible.into());
        }
        least += share.unit_cost_gbp * f64::from(low);
        let skip = (low - share.range.0) as usize;
        let own: Vec<usize> = share.gains[skip..(high - share.range.0) as usize]
            .iter()
            .map(|gain| programme.column(share.weight * gain, (0.0, 1.0), true))
            .collect();
        spent.extend(own.iter().map(|column| (*column, share.unit_cost_gbp)));
        columns.push(own);
    }
    let left = budget_gbp - reserve_gbp - least;
    if left < 0.0 {
        return Err(super::MilpError::Infeasible.into());
    }
    programme.rows.push((spent, left));
    let chosen = programme.solve()?;
    let units = |(share, own): (&Share, &Vec<usize>)| {
        share.limits().0 + own.iter().filter(|c| chosen[**c] > 0.5).count() as u32
    };
    Ok(shares.iter().zip(&columns).map(units).collect())
}

fn rising(gains: &[f64]) -> Option<usize> {
    (0..gains.len())
        .find(|k| !(gains[*k].is_finite() && gains[*k] >= 0.0) || (*k > 0 && gains[*k] > gains[*k - 1]))
}
