//! Who gets what: rota lines for places, by rules and by methods that prove how good they are, and always simulated again on
//! luck that the method has not seen before anything is said of them.
//!
//! Dispatch is trust-wide: a line stands somewhere, and whoever is nearest is sent. What a line does to the wait of each ICS is
//! found in runs, not assumed.

mod ask;
mod between;
mod board;
pub mod chain;
mod cover;
pub mod equity;
pub mod game;
mod ground;
mod harm;
pub mod hypercube;
mod limits;
mod lines;
pub mod location;
pub mod methods;
mod need;
mod objective;
mod offers;
mod outcome;
mod placing;
mod pooling;
mod portfolio;
mod problem;
pub mod queue;
pub mod ranking;
mod stated;
mod stations;
mod surface;
#[cfg(feature = "arrow")]
mod table;
mod told;
mod trials;

pub use ask::{AllocationQuestion, Amount, FRESH, allocate};
pub use between::between;
pub use board::BoardChange;
pub use cover::{Reach, WITHIN_S};
pub use ground::UNMET_MOST_DEPRIVED;
pub use harm::Harm;
pub use limits::Limits;
pub use lines::LINE_H;
pub use methods::MethodConfig;
pub use need::Need;
pub use objective::{CEILING_S, Objective, Watched, is_better};
pub use offers::{MOST_OFFERS, Offer, Offers};
pub use outcome::Outcome;
pub use placing::{Placed, simulate_placing};
pub use pooling::{MOST_MEMBERS, Member, Pooled, Worth, pooling};
pub use portfolio::{Bought, Portfolio, PortfolioQuestion, portfolio};
pub use problem::{
    Allocation, AllocationError, AllocationMethod, AllocationProblem, Bound, Chance, Mode, Place, Runs,
};
pub use stated::Stated;
pub use stations::{Stand, StationMethod, StationQuestion, Stationed, stations};
pub use surface::Surface;
#[cfg(feature = "arrow")]
pub use table::{ALLOCATION_TABLES, POOLING_TABLES};
pub use told::{Allocated, Answer, Point};

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Places whose waits fall by so much a line, each by its own lines alone.
    #[derive(Debug)]
    pub struct Linear {
        present_s: Vec<f64>,
        surface: Surface,
    }

    impl Linear {
        pub fn of(places: &[(f64, f64)]) -> Self {
            let present_s: Vec<f64> = places.iter().map(|(present, _)| *present).collect();
            let own =
                |row: usize| (0..places.len()).map(move |to| if to == row { places[row].1 } else { 0.0 });
            let effects = (0..places.len()).map(|row| vec![(1, own(row).collect())]).collect();
            Self { surface: Surface::new(present_s.clone(), effects), present_s }
        }
    }

    impl Runs for Linear {
        fn surface(&self) -> Option<&Surface> {
            Some(&self.surface)
        }

        fn samples(&self) -> &[Surface] {
            std::slice::from_ref(&self.surface)
        }

        fn waits_s(&self, allocations: &[Vec<i32>], _: u32, n: u32) -> Vec<Vec<Vec<f64>>> {
            let waits =
                |lines: &Vec<i32>| self.surface.waits_s(lines).into_iter().map(|w| vec![w; n as usize]);
            allocations.iter().map(|lines| waits(lines).collect()).collect()
        }
    }

    /// A station in each place that reaches its own demand alone.
    fn toy(n: usize) -> Reach {
        let drive = |row: usize| if row / n == row % n { 60.0 } else { 3_600.0 };
        Reach {
            demand: (0..n).map(|row| (row + 1) as f64).collect(),
            drive_s: (0..n * n).map(drive).collect(),
            place: (0..n).collect(),
            lines: vec![5; n],
            busy: 0.7,
        }
    }

    /// An uplift over places of equal weight.
    pub fn problem(lines: i32, runs: &Linear) -> AllocationProblem<'_> {
        let place = |(row, present_s): (usize, &f64)| Place {
            code: format!("T-{row}"),
            ics_code: row.to_string(),
            name: row.to_string(),
            residents: 1_000.0 * (row + 1) as f64,
            deprivation: 20.0,
            rural: 0.0,
            need: 1_000.0,
            cost: 1.0,
            incidents: 100.0,
            weight: 50.0,
            rostered_h: 840.0,
            served_h: 500.0,
            present_s: *present_s,
            unqueued_s: 480.0,
        };
        let places: Vec<Place> = runs.present_s.iter().enumerate().map(place).collect();
        AllocationProblem {
            least: vec![0; places.len()],
            most: vec![lines; places.len()],
            places,
            mode: Mode::Uplift,
            lines,
            line_h: LINE_H,
            is_wait: true,
            objective: Objective::Utilitarian,
            safeguard: None,
            chance: Chance::default(),
            reach: Some(toy(runs.present_s.len()).into()),
            runs,
        }
    }

    #[test]
    fn every_method_keeps_to_lines_and_bounds() {
        let linear = Linear::of(&[(600.0, -30.0), (900.0, -20.0), (1_200.0, -10.0)]);
        for config in MethodConfig::all() {
            for (mode, least, most) in [(Mode::Uplift, 0, 3), (Mode::Uplift, 1, 5), (Mode::Reshuffle, -2, 2)]
            {
                let mut own = problem(5, &linear);
                (own.mode, own.least, own.most) = (mode, vec![least; 3], vec![most; 3]);
                let found = config.build().solve(&own).expect("an allocation");
                assert!(own.admits(&found.lines), "{} {mode:?}: {:?}", config.name(), found.lines);
            }
        }
    }
}
