//! Mixed-integer linear programmes: the only file that knows the solver.
//!
//! The solver is given no time limit, since what it returns would then depend on the machine: a programme
//! is refused beyond [`CELLS`] rows × columns instead.

use good_lp::{Expression, ResolutionError, Solution, SolverModel, variable, variables};

/// The largest rows × columns that is tried.
pub const CELLS: usize = 60_000;

/// Why an integer programme has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MilpError {
    /// No choice meets every row.
    #[error("no choice meets every constraint")]
    Infeasible,
    /// The objective grows without end.
    #[error("the objective grows without end")]
    Unbounded,
    /// Too large to be tried.
    #[error("{cells} rows × columns: more than {CELLS} are not tried")]
    TooLarge {
        /// Rows × columns.
        cells: usize,
    },
    /// The solver gave up.
    #[error("the solver failed on {rows} rows and {columns} columns")]
    Solver {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
}

/// One unknown: its gain per unit, its bounds, and whether it is whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Gain per unit.
    pub gain: f64,
    /// Least and most.
    pub range: (f64, f64),
    /// Whether only whole values count.
    pub whole: bool,
}

/// Maximise the sum of gains so that each row's weighted sum is at most its limit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programme {
    /// The unknowns.
    pub columns: Vec<Column>,
    /// Each row: weighted columns, and the most that they may sum to.
    pub rows: Vec<(Vec<(usize, f64)>, f64)>,
}

impl Programme {
    /// Adds an unknown; returns its column.
    pub fn column(&mut self, gain: f64, range: (f64, f64), whole: bool) -> usize {
        self.columns.push(Column { gain, range, whole });
        self.columns.len() - 1
    }

    /// Whether it is small enough to be tried.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.cells() <= CELLS
    }

    fn cells(&self) -> usize {
        self.rows.len().saturating_mul(self.columns.len())
    }

    /// The value of each column at an optimum.
    ///
    /// # Errors
    /// If it is too large, infeasible, unbounded, or the solver fails.
    pub fn solve(&self) -> Result<Vec<f64>, MilpError> {
        if !self.fits() {
            return Err(MilpError::TooLarge { cells: self.cells() });
        }
        let mut unknowns = variables!();
        let ids: Vec<_> = self
            .columns
            .iter()
            .map(|c| {
                let v = variable().min(c.range.0).max(c.range.1);
                unknowns.add(if c.whole { v.integer() } else { v })
            })
            .collect();
        let sum = |terms: &mut dyn Iterator<Item = (usize, f64)>| {
            terms.fold(Expression::from(0.0), |sum, (at, by)| sum + by * ids[at])
        };
        let gain = sum(&mut self.columns.iter().map(|c| c.gain).enumerate());
        let mut model = unknowns.maximise(gain).using(good_lp::solvers::microlp::microlp);
        for (terms, most) in &self.rows {
            model.add_constraint(sum(&mut terms.iter().copied()).leq(*most));
        }
        let solved = model.solve().map_err(|error| match error {
            ResolutionError::Infeasible => MilpError::Infeasible,
            ResolutionError::Unbounded => MilpError::Unbounded,
            _ => MilpError::Solver { rows: self.rows.len(), columns: self.columns.len() },
        })?;
        Ok(ids.iter().map(|id| solved.value(*id)).collect())
    }
}
