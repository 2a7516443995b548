//! How long the stages of a job take: mean, spread and quantiles, as far as enough jobs tell them.

use super::LEAST;
use super::read::Incident;
use ambics::category::Category;
use std::collections::BTreeMap;

/// A stage, its disposition and the row of its category; no category is all of them.
pub(super) type Key = (&'static str, &'static str, Option<usize>);

/// The shares at which quantiles are told, where at least eight jobs lie on either side.
const SHARES: [f64; 15] = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995];

/// What is told of a stage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stage {
    pub n: u64,
    pub mean_s: f64,
    pub cv: f64,
    /// Share, and seconds.
    pub quantiles: Vec<(f64, f64)>,
}

impl Stage {
    /// What some durations tell; nothing if they are too few.
    pub fn of(mut seconds: Vec<f64>) -> Option<Self> {
        let n = seconds.len() as u64;
        if n < LEAST {
            return None;
        }
        seconds.sort_by(f64::total_cmp);
        let count = n as f64;
        let mean_s = seconds.iter().sum::<f64>() / count;
        let variance = seconds.iter().map(|own| (own - mean_s).powi(2)).sum::<f64>() / (count - 1.0);
        let least = LEAST as f64;
        let may = |share: &f64| share * count >= least && (1.0 - share) * count >= least;
        let at = |share: f64| seconds[((share * count).ceil() as usize).clamp(1, seconds.len()) - 1];
        let quantiles = SHARES.into_iter().filter(may).map(|share| (share, at(share))).collect();
        let cv = if mean_s > 0.0 { variance.sqrt() / mean_s } else { 0.0 };
        Some(Self { n, mean_s, cv, quantiles })
    }

    /// The 90th centile, if enough jobs lie beyond it.
    pub fn p90_s(&self) -> Option<f64> {
        self.quantiles.iter().find(|(share, _)| (share - 0.9).abs() < 1e-9).map(|(_, seconds)| *seconds)
    }

    /// Half of a 95% interval of the mean.
    pub fn half_s(&self) -> f64 {
        1.96 * self.cv * self.mean_s / (self.n as f64).sqrt()
    }
}

/// The durations of every stage that jobs went through.
#[derive(Debug, Default)]
pub(super) struct Durations(BTreeMap<Key, Vec<f64>>);

impl Durations {
    /// Adds what an incident tells.
    pub fn add(&mut self, incident: &Incident) {
        let category = incident.category;
        self.put(("triage", "any", Some(category)), Some(incident.call), Some(incident.start));
        for own in &incident.responses {
            self.put(("mobilise", "any", None), own.allocated, own.mobile);
        }
        // Who comes second meets a patient who is being treated already: only a crew that was first tells how long a scene is.
        let first =
            incident.responses.iter().filter(|own| own.at_scene.is_some()).min_by_key(|own| own.at_scene);
        let Some(first) = first else { return };
        let conveys = |own: &&super::read::Response| own.at_hospital.is_some();
        if let Some(own) = incident.responses.iter().find(conveys) {
            if own.at_scene == first.at_scene {
                self.both(("on_scene", "convey"), category, (own.at_scene, own.left_scene));
            }
            self.both(("wrap_up", "convey"), category, (own.handover, own.clear));
        } else if incident.ending == 1 {
            // A crew may leave while another treats: the last to leave ends the treatment.
            let left = |own: &super::read::Response| own.left_scene.or(own.clear);
            let there = incident.responses.iter().filter(|own| own.at_scene.is_some());
            let last = there.max_by_key(|own| left(own)).unwrap_or(first);
            self.both(("on_scene", "see_and_treat"), category, (first.at_scene, left(last)));
            self.both(("wrap_up", "see_and_treat"), category, (last.left_scene, last.clear));
        }
    }

    fn both(
        &mut self,
        (stage, disposition): (&'static str, &'static str),
        category: usize,
        (from, to): (Option<i64>, Option<i64>),
    ) {
        self.put((stage, disposition, Some(category)), from, to);
        self.put((stage, disposition, None), from, to);
    }

    fn put(&mut self, key: Key, from: Option<i64>, to: Option<i64>) {
        if let (Some(from), Some(to)) = (from, to) {
            self.0.entry(key).or_default().push((to - from) as f64);
        }
    }

    /// What is told of each stage.
    pub fn told(self) -> BTreeMap<Key, Stage> {
        self.0.into_iter().filter_map(|(key, own)| Some((key, Stage::of(own)?))).collect()
    }
}

/// The name of a category's row, or `any`.
pub(super) fn name(category: Option<usize>) -> &'static str {
    category.map_or("any", |row| Category::ALL[row].name())
}
