//! An emulator as a small file: what was run and what came of it. The surface is fitted again from that when it is read.

use super::design::{Input, Ranges};
use super::question::Own;
use super::regression::Regression;
use super::surface::Shape;
use super::{Emulator, Given, Provenance, ServiceEmulator};
use crate::problem::{Problem, Problems};
use serde::{Deserialize, Serialize};

/// The form of the file.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EmulatorFile {
    ambics_emulator: u32,
    manifest: Provenance,
    ranges: Vec<RangeFile>,
    points: Vec<[f64; 3]>,
    services: Vec<ServiceFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeFile {
    input: String,
    low: f64,
    high: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    code: String,
    name: String,
    hours_per_week: f64,
    incidents_per_week: f64,
    handover_mean_s: f64,
    chance_half_log: Option<f64>,
    c2_mean_s: Vec<f64>,
    q2: f64,
    shape: Shape,
    regression: Option<Regression>,
}

impl Emulator {
    /// The emulator as the text of a file.
    ///
    /// # Panics
    /// Never: every part of it is plain numbers and texts.
    #[must_use]
    pub fn to_json(&self) -> String {
        let ranges = Input::ALL.into_iter().zip(self.ranges);
        let file = EmulatorFile {
            ambics_emulator: FORM,
            manifest: self.manifest.clone(),
            ranges: ranges
                .map(|(input, (low, high))| RangeFile { input: input.name().to_owned(), low, high })
                .collect(),
            points: self.points.clone(),
            services: self.services.iter().map(written).collect(),
        };
        let mut text = serde_json::to_string_pretty(&file).expect("numbers and texts have JSON");
        text.push('\n');
        text
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// If it is none that ambics wrote, or was changed since so that it holds together no more.
    pub fn from_json(file: &str, text: &str) -> Result<Self, Problems> {
        let wrong = |found: String, rule: &str| {
            let mut problems = Problems::none();
            problems.push(Problem {
                file: file.to_owned(),
                path: String::new(),
                line: None,
                found,
                rule: rule.to_owned(),
                hint: "make it again with ambics emulate SCENARIO --out FILE".to_owned(),
            });
            problems
        };
        let read: EmulatorFile = serde_json::from_str(text)
            .map_err(|error| wrong(error.to_string(), "an emulator that ambics wrote"))?;
        if read.ambics_emulator != FORM {
            return Err(wrong(format!("form {}", read.ambics_emulator), "form 1 of the file"));
        }
        let ranges = ranges(&read.ranges)
            .ok_or_else(|| wrong("other ranges".to_owned(), "hours, incidents and handover in order"))?;
        let first = read.points.first();
        let services: Option<Vec<ServiceEmulator>> =
            read.services.into_iter().map(|service| fitted(service, &ranges, &read.points)).collect();
        match services.filter(|services| !services.is_empty() && first == Some(&[1.0; 3])) {
            Some(services) => Ok(Self { manifest: read.manifest, ranges, points: read.points, services }),
            None => Err(wrong("points and values that do not fit".to_owned(), "a C2 mean for each point")),
        }
    }
}

fn written(service: &ServiceEmulator) -> ServiceFile {
    let Own { hours_per_week, incidents_per_week, handover_mean_s } = service.own;
    ServiceFile {
        code: service.code.clone(),
        name: service.name.clone(),
        hours_per_week,
        incidents_per_week,
        handover_mean_s,
        chance_half_log: service.chance_half_log,
        c2_mean_s: service.c2_mean_s.clone(),
        q2: (service.q2() * 1e4).round() / 1e4,
        shape: service.shape(),
        regression: service.regression.clone(),
    }
}

fn ranges(given: &[RangeFile]) -> Option<Ranges> {
    let [hours, incidents, handover] = given else { return None };
    let is_sound = |(input, range): (Input, &RangeFile)| {
        range.input == input.name() && range.low > 0.0 && range.low < 1.0 && range.high > 1.0
    };
    let all = [hours, incidents, handover];
    Input::ALL.into_iter().zip(all).all(is_sound).then(|| all.map(|range| (range.low, range.high)))
}

fn fitted(file: ServiceFile, ranges: &Ranges, points: &[[f64; 3]]) -> Option<ServiceEmulator> {
    let own = Own {
        hours_per_week: file.hours_per_week,
        incidents_per_week: file.incidents_per_week,
        handover_mean_s: file.handover_mean_s,
    };
    let is_sound = file.c2_mean_s.len() == points.len()
        && file.c2_mean_s.iter().all(|s| *s > 0.0)
        && Input::ALL.into_iter().all(|input| own.value(input) > 0.0);
    let given = Given {
        code: file.code,
        name: file.name,
        own,
        chance_half_log: file.chance_half_log,
        c2_mean_s: file.c2_mean_s,
        regression: file.regression,
    };
    is_sound.then(|| ServiceEmulator::new(given, ranges, points, Some(file.shape))).flatten()
}
