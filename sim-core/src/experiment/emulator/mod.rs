//! An emulator: a surface fitted to runs over hours, incidents and handover, that answers a what-if at once.
//!
//! The scenario is run at points that fill a box of ratios to its own inputs, all on the same tapes. To the logarithm of
//! the C2 mean of each service a quadratic with a Gaussian process is fitted (see [`Surface`]). It says how well it
//! foretells points that it has not seen, and refuses what lies outside the box, or where the queue is overwhelmed. Where a scenario has several services,
//! the inputs of all change alike.

mod design;
mod file;
mod making;
mod question;
mod regression;
mod surface;
#[cfg(feature = "arrow")]
mod tables;

pub use design::{Input, Ranges, USUAL_POINTS, USUAL_RANGES, design};
pub use making::{EmulatorQuestions, emulate};
pub use question::Own;
pub use regression::{Coefficient, NOT_AN_EFFECT, PublishedMonth, Regression, published_months};
pub use surface::{FEWEST, Level as SurfaceLevel, Point as SurfacePoint, Shape, Surface};
#[cfg(feature = "arrow")]
pub use tables::EMULATOR_TABLE;

use crate::problem::Problems;
use question::{fault, overwhelmed, within};
use serde::{Deserialize, Serialize};

/// How many times the scenario's own C2 mean is overwhelmed: there a queue only grows, its mean says how long the window
/// was, and such points would bend the surface where it is asked.
pub const OVERWHELMED: f64 = 3.0;

/// What an emulator was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Version of ambics.
    pub ambics_version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// BLAKE3 of its canonical text, hexadecimal.
    pub scenario_hash: String,
    /// Name of the region.
    pub region: String,
    /// BLAKE3 of the region's tables, hexadecimal.
    pub data_hash: String,
    /// The seed of all luck.
    pub seed: u64,
    /// Replications of each point.
    pub replications: u32,
    /// First day measured.
    pub start: String,
    /// Days measured.
    pub days: u32,
    /// The attribution that every figure carries.
    pub attribution: String,
}

/// An emulator of the C2 mean of each service of a scenario.
#[derive(Debug, Clone)]
pub struct Emulator {
    /// What it was made from.
    pub manifest: Provenance,
    /// The box within which it answers.
    pub ranges: Ranges,
    /// The points that were run, as ratios; the first is the scenario itself.
    pub points: Vec<[f64; 3]>,
    /// One entry for each service, in order of code.
    pub services: Vec<ServiceEmulator>,
}

/// What one service's emulator is fitted to.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    code: String,
    name: String,
    own: Own,
    chance_half_log: Option<f64>,
    c2_mean_s: Vec<f64>,
    regression: Option<Regression>,
}

/// An emulator of one service's C2 mean.
#[derive(Debug, Clone)]
pub struct ServiceEmulator {
    /// ODS code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The scenario's own inputs.
    pub own: Own,
    /// Half the 95% interval of the scenario's own C2 mean over its replications, as a logarithm; `None` with one.
    pub chance_half_log: Option<f64>,
    /// C2 mean at each point, seconds.
    pub c2_mean_s: Vec<f64>,
    /// What trusts use today, beside it; `None` with too few published months.
    pub regression: Option<Regression>,
    ranges: Ranges,
    /// Rows of the points that the surface is fitted to.
    kept: Vec<usize>,
    surface: Surface,
}

/// What an emulator foretells, with 95% intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// Ratios to the scenario's own inputs.
    pub ratios: [f64; 3],
    /// C2 mean, seconds.
    pub c2_mean_s: f64,
    /// Lower and upper end of where a run would come out: the emulator's doubt and chance between replications.
    pub interval_s: (f64, f64),
    /// C2 mean of the scenario itself as the emulator has it, seconds.
    pub own_c2_mean_s: f64,
    /// The change from the scenario, seconds; below 0 is faster.
    pub change_s: f64,
    /// Its interval: the emulator's doubt about the smooth surface; chance is the same on both sides.
    pub change_interval_s: (f64, f64),
}

/// What one step of an input does near the scenario, seconds of C2 mean, with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// The input.
    pub input: Input,
    /// Seconds for 1% more hours or incidents, or for one minute more of handover.
    pub seconds: f64,
    /// Its interval.
    pub interval_s: (f64, f64),
}

impl Emulator {
    /// The emulator of a service by its code; the only one if there is no code.
    ///
    /// # Errors
    /// If it is not there, or if there are several and none is named.
    pub fn of(&self, code: Option<&str>) -> Result<&ServiceEmulator, Problems> {
        let found = match (code, self.services.as_slice()) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(code), services) => services.iter().find(|own| own.code.eq_ignore_ascii_case(code.trim())),
        };
        found.ok_or_else(|| {
            let codes: Vec<&str> = self.services.iter().map(|own| own.code.as_str()).collect();
            let found = code.map_or_else(|| "no service".to_owned(), |code| format!("`{code}`"));
            let rule = format!("one of {}", codes.join(", "));
            let mut problems = Problems::none();
            problems.push(fault("of", (&found, &rule), "name one with --of CODE"));
            problems
        })
    }
}

impl ServiceEmulator {
    /// Fits the surface, or takes the shape that it is known to have; `None` where it cannot be fitted.
    pub(crate) fn new(
        given: Given,
        ranges: &Ranges,
        points: &[[f64; 3]],
        shape: Option<Shape>,
    ) -> Option<Self> {
        let limit_s = OVERWHELMED * given.c2_mean_s.first()?;
        let kept: Vec<usize> = (0..points.len()).filter(|row| given.c2_mean_s[*row] <= limit_s).collect();
        let scaled = kept.iter().map(|row| scaled(&points[*row], ranges)).collect();
        let logs = kept.iter().map(|row| libm::log(given.c2_mean_s[*row])).collect();
        let surface = match shape {
            Some(shape) => Surface::with(scaled, logs, shape),
            None => Surface::fit(scaled, logs),
        }?;
        let Given { code, name, own, chance_half_log, c2_mean_s, regression } = given;
        Some(Self { code, name, own, chance_half_log, c2_mean_s, regression, ranges: *ranges, kept, surface })
    }

    /// The ratios that some changes make, such as `hours` and `+2%`.
    ///
    /// # Errors
    /// Every change that cannot be read, and every one that leads to where the emulator does not know.
    pub fn ratios(&self, changes: &[(String, String)]) -> Result<[f64; 3], Problems> {
        self.own.ratios(changes, &self.ranges)
    }

    /// What the C2 mean would be at some ratios to the scenario's own inputs.
    ///
    /// # Errors
    /// If they lie outside the box, or where the queue is overwhelmed: it is not known there.
    pub fn predict(&self, ratios: [f64; 3]) -> Result<Prediction, Problems> {
        within(&ratios, &self.ranges, &self.own)?;
        let (here, own) = (scaled(&ratios, &self.ranges), scaled(&[1.0; 3], &self.ranges));
        let (level, base, t) = (self.surface.at(&here), self.surface.at(&own), self.surface.t());
        let half = libm::hypot(t * level.sd, self.chance_half_log.unwrap_or(0.0));
        let (change, sd) = self.surface.between(&here, &own);
        if libm::exp(level.mean) > self.limit_s() {
            return Err(overwhelmed(&ratios));
        }
        let own_c2_mean_s = libm::exp(base.mean);
        let seconds = |log: f64| own_c2_mean_s * libm::expm1(log);
        Ok(Prediction {
            ratios,
            c2_mean_s: libm::exp(level.mean),
            interval_s: (libm::exp(level.mean - half), libm::exp(level.mean + half)),
            own_c2_mean_s,
            change_s: seconds(change),
            change_interval_s: (seconds(change - t * sd), seconds(change + t * sd)),
        })
    }

    /// What one step of each input does near the scenario: half a step either way.
    #[must_use]
    pub fn slopes(&self) -> [Slope; 3] {
        let own_s = libm::exp(self.surface.at(&scaled(&[1.0; 3], &self.ranges)).mean);
        Input::ALL.map(|input| {
            let step = match input {
                Input::Hours | Input::Incidents => 0.01,
                Input::Handover => 60.0 / self.own.handover_mean_s,
            };
            let moved = |by: f64| {
                let mut ratios = [1.0; 3];
                ratios[input.row()] += by;
                scaled(&ratios, &self.ranges)
            };
            let (change, sd) = self.surface.between(&moved(0.5 * step), &moved(-0.5 * step));
            let (seconds, half) = (own_s * change, own_s * self.surface.t() * sd);
            Slope { input, seconds, interval_s: (seconds - half, seconds + half) }
        })
    }

    /// The share of the variation between points that the emulator foretells of points it has not seen.
    #[must_use]
    pub fn q2(&self) -> f64 {
        self.surface.q2()
    }

    /// By how much it typically misses a point that it has not seen, as a share of the C2 mean.
    #[must_use]
    pub fn typical_miss(&self) -> f64 {
        libm::expm1(self.surface.typical_miss())
    }

    /// The C2 mean beyond which it knows nothing, seconds: [`OVERWHELMED`] times the scenario's own.
    #[must_use]
    pub fn limit_s(&self) -> f64 {
        OVERWHELMED * self.c2_mean_s[0]
    }

    /// How many points were not fitted, because the queue is overwhelmed there.
    #[must_use]
    pub const fn overwhelmed(&self) -> usize {
        self.c2_mean_s.len() - self.kept.len()
    }

    /// What it foretells of each point when that is left out, seconds; `None` where the queue is overwhelmed.
    #[must_use]
    pub fn left_out_s(&self) -> Vec<Option<f64>> {
        let mut told = vec![None; self.c2_mean_s.len()];
        for (row, log) in self.kept.iter().zip(self.surface.left_out()) {
            told[*row] = Some(libm::exp(log));
        }
        told
    }

    /// Lengths and nugget of the surface.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.surface.shape()
    }
}

/// Ratios as coordinates from -1 to 1.
fn scaled(ratios: &[f64; 3], ranges: &Ranges) -> SurfacePoint {
    std::array::from_fn(|k| {
        let (low, high) = ranges[k];
        2.0 * (ratios[k] - low) / (high - low) - 1.0
    })
}
