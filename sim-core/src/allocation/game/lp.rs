//! A small dense linear programme: the two-phase simplex method.

use nalgebra::{DMatrix, DVector};

use super::GameError;

/// What counts as zero in a tableau whose entries are about 1 in size.
const TINY: f64 = 1e-9;

/// max `costs` · y under Σ_c `columns[c]` y_c = `right`, y ≥ 0. A column is `[rows]`, and `right` is not negative.
pub(super) struct Programme<'a> {
    pub columns: &'a [Vec<f64>],
    pub costs: &'a [f64],
    pub right: &'a [f64],
}

/// An optimum of a programme.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Optimum {
    /// The activities, one for each column.
    pub activities: Vec<f64>,
    /// The prices of the rows: the solution of the dual programme.
    pub prices: Vec<f64>,
    /// The objective.
    pub value: f64,
}

impl Programme<'_> {
    /// An optimum; `None` if the programme has no solution or no bound.
    ///
    /// Entering column: the largest gain, lowest index of equals, and Bland's rule once that has had its pivots, so that
    /// it ends. The basis it ends in is solved afresh, so that the error of the pivots is not in the answer.
    ///
    /// # Errors
    /// [`GameError::Unsolved`] if Bland's rule, too, runs out of pivots (rounding).
    ///
    /// # Source
    /// Bland (1977), *Mathematics of Operations Research* 2(2), 103–107.
    pub fn optimum(&self) -> Result<Option<Optimum>, GameError> {
        let mut tableau = Tableau::new(self);
        // First away with the artificial columns: maximise minus their sum.
        let artificial = vec![-1.0; self.right.len()];
        tableau.price(&vec![0.0; self.columns.len()], &artificial);
        let bounded = tableau.run()?;
        if !bounded || tableau.shortfall() > 1e-7 {
            return Ok(None);
        }
        tableau.drive_out();
        tableau.price(self.costs, &vec![0.0; self.right.len()]);
        if !tableau.run()? {
            return Ok(None);
        }
        Ok(self.solve(&tableau.basis))
    }

    /// Activities and prices of a basis; an index beyond the columns is an artificial one.
    fn solve(&self, basis: &[usize]) -> Option<Optimum> {
        let rows = self.right.len();
        let own = |row: usize, at: usize| match self.columns.get(basis[at]) {
            Some(column) => column[row],
            None => f64::from(basis[at] - self.columns.len() == row),
        };
        let matrix = DMatrix::from_fn(rows, rows, own);
        let gains = DVector::from_fn(rows, |at, _| self.costs.get(basis[at]).copied().unwrap_or(0.0));
        let levels = matrix.clone().lu().solve(&DVector::from_column_slice(self.right))?;
        let prices = matrix.transpose().lu().solve(&gains)?;
        let mut activities = vec![0.0; self.columns.len()];
        for (at, column) in basis.iter().enumerate().filter(|(_, column)| **column < self.columns.len()) {
            activities[*column] = levels[at];
        }
        let value = gains.dot(&levels);
        Some(Optimum { activities, prices: prices.iter().copied().collect(), value })
    }
}

/// The rows of the programme in terms of a basis; the last row is the gain of each column that could enter.
struct Tableau {
    rows: Vec<Vec<f64>>,
    gains: Vec<f64>,
    basis: Vec<usize>,
    /// Columns that may enter: the artificial ones never do.
    columns: usize,
}

impl Tableau {
    fn new(programme: &Programme<'_>) -> Self {
        let (count, columns) = (programme.right.len(), programme.columns.len());
        let row = |row: usize| {
            let own = programme.columns.iter().map(|column| column[row]);
            let artificial = (0..count).map(|other| f64::from(other == row));
            own.chain(artificial).chain([programme.right[row]]).collect()
        };
        let basis = (0..count).map(|row| columns + row).collect();
        Self { rows: (0..count).map(row).collect(), gains: Vec::new(), basis, columns }
    }

    /// Sets the gains for an objective.
    fn price(&mut self, costs: &[f64], artificial: &[f64]) {
        let all: Vec<f64> = costs.iter().chain(artificial).copied().chain([0.0]).collect();
        self.gains = all.clone();
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            let cost = all[*basic];
            if cost != 0.0 {
                self.gains.iter_mut().zip(row).for_each(|(gain, entry)| *gain -= cost * entry);
            }
        }
    }

    /// Pivots to an optimum; `false` if there is no bound.
    fn run(&mut self) -> Result<bool, GameError> {
        let patience = 100 * (self.rows.len() + 1);
        let most = 100 * patience + 100 * self.columns;
        for pivot in 0..most {
            let mut open = (0..self.columns).filter(|column| self.gains[*column] > TINY);
            let entering = if pivot < patience {
                open.rev().max_by(|a, b| self.gains[*a].total_cmp(&self.gains[*b]))
            } else {
                open.next()
            };
            let Some(entering) = entering else { return Ok(true) };
            let Some(leaving) = self.leaving(entering) else { return Ok(false) };
            self.pivot(leaving, entering);
        }
        Err(GameError::Unsolved { pivots: most })
    }

    /// The row with the smallest ratio; of equals the one with the lowest basic column.
    fn leaving(&self, entering: usize) -> Option<usize> {
        let ratio = |row: usize| self.level(row).max(0.0) / self.rows[row][entering];
        let candidates = || (0..self.rows.len()).filter(|row| self.rows[*row][entering] > TINY);
        let least = candidates().map(ratio).min_by(f64::total_cmp)?;
        candidates().filter(|row| ratio(*row) <= least + 1e-12).min_by_key(|row| self.basis[*row])
    }

    fn level(&self, row: usize) -> f64 {
        self.rows[row][self.rows[row].len() - 1]
    }

    fn shortfall(&self) -> f64 {
        (0..self.rows.len()).filter(|row| self.basis[*row] >= self.columns).map(|row| self.level(row)).sum()
    }

    /// Puts a column in the place of each artificial one that is still basic, at level 0, wherever one fits.
    fn drive_out(&mut self) {
        for row in 0..self.rows.len() {
            if self.basis[row] >= self.columns {
                let fits = (0..self.columns).find(|column| self.rows[row][*column].abs() > 1e-6);
                if let Some(column) = fits {
                    self.pivot(row, column);
                }
            }
        }
    }

    fn pivot(&mut self, leaving: usize, entering: usize) {
        let mut own = std::mem::take(&mut self.rows[leaving]);
        let by = own[entering];
        own.iter_mut().for_each(|entry| *entry /= by);
        for other in self.rows.iter_mut().chain([&mut self.gains]).filter(|row| !row.is_empty()) {
            let times = other[entering];
            if times != 0.0 {
                other.iter_mut().zip(&own).for_each(|(entry, basic)| *entry -= times * basic);
                other[entering] = 0.0;
            }
        }
        self.rows[leaving] = own;
        self.basis[leaving] = entering;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(columns: &[Vec<f64>], costs: &[f64], right: &[f64]) -> Option<Optimum> {
        Programme { columns, costs, right }.optimum().unwrap()
    }

    #[test]
    fn a_textbook_programme() {
        // max 3x + 5y under x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18: 36 at (2, 6), prices 0, 3/2, 1 (Hillier and Lieberman).
        let columns = [
            vec![1.0, 0.0, 3.0],
            vec![0.0, 2.0, 2.0],
            vec![1.0, 0.0, 0.0],
            vec![0.0, 1.0, 0.0],
            vec![0.0, 0.0, 1.0],
        ];
        let found = solve(&columns, &[3.0, 5.0, 0.0, 0.0, 0.0], &[4.0, 12.0, 18.0]).unwrap();
        let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12);
        assert!((found.value - 36.0).abs() < 1e-12 && near(&found.activities[..2], &[2.0, 6.0]), "{found:?}");
        assert!(near(&found.prices, &[0.0, 1.5, 1.0]), "{found:?}");
    }

    #[test]
    fn a_programme_that_cycles_under_the_largest_gain_ends() {
        // Beale (1955): max 3/4 a − 20 b + 1/2 c − 6 d; the optimum is 5/4.
        let columns = [
            vec![0.25, 0.5, 0.0],
            vec![-8.0, -12.0, 0.0],
            vec![-1.0, -0.5, 1.0],
            vec![9.0, 3.0, 0.0],
            vec![1.0, 0.0, 0.0],
            vec![0.0, 1.0, 0.0],
            vec![0.0, 0.0, 1.0],
        ];
        let found = solve(&columns, &[0.75, -20.0, 0.5, -6.0, 0.0, 0.0, 0.0], &[0.0, 0.0, 1.0]).unwrap();
        assert!((found.value - 1.25).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn no_solution_and_no_bound_are_told() {
        // −x = 1; and x − y = 0 with both wanted.
        assert_eq!(solve(&[vec![-1.0]], &[1.0], &[1.0]), None);
        assert_eq!(solve(&[vec![1.0], vec![-1.0]], &[1.0, 1.0], &[0.0]), None);
    }
}
