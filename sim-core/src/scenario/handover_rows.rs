//! Handover from a data file: what a hospital's handovers are to be, for all hours of the day or for one.

use super::files::Opened;
use super::layer::Layer;
use super::report::{Fault, Place, Report, nearest};
use super::rows::{self, Columns, Row};
use crate::ids::HospitalId;
use crate::region::Region;
use crate::world::StatedHandover;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The key that names the file.
pub(super) const KEY: &str = "handover.table";

const COLUMNS: Columns = Columns {
    of: "a table of handover",
    needed: &["hospital_code", "mean_min"],
    optional: &["hour", "p90_min", "over_30_share", "over_60_share"],
};
const MINUTES: &str = "minutes, from 1 to 1440";
const SHARE: &str = "a share from 0 to 1";

/// A hospital, and a local hour of the day or all of them.
type At = (HospitalId, Option<u8>);

/// What a table states of handover, and where.
#[derive(Debug, Clone)]
pub(super) struct HandoverRows {
    shown: Arc<str>,
    rows: BTreeMap<At, (usize, StatedHandover)>,
}

impl HandoverRows {
    /// Reads a table; every fault goes to the report.
    pub fn read(opened: &Opened, region: &Region, report: &mut Report) -> Self {
        let mut rows: BTreeMap<At, (usize, StatedHandover)> = BTreeMap::new();
        let place = |line| Place { file: opened.shown.clone(), line: Some(line) };
        let read = rows::read(opened, &COLUMNS, report, |row| row.handover_row(region));
        for (line, (at, stated)) in read {
            if let Some((first, _)) = rows.get(&at) {
                let found = format!("{} again", region.hospitals()[at.0.index()].code);
                let rule = "a hospital once for all hours, and once for each hour";
                report.at(&place(line), "hour", Fault::new(found, rule, format!("row {first} states it")));
            } else {
                rows.insert(at, (line, stated));
            }
        }
        Self { shown: opened.shown.clone(), rows }
    }

    /// Checks the rows against what else is decided about handover.
    pub fn check(&self, region: &Region, settings: &Layer, report: &mut Report) {
        let has_bays = settings.text("policy.handover.method") == Some("bays");
        for ((hospital, hour), (line, _)) in &self.rows {
            let place = Place { file: self.shown.clone(), line: Some(*line) };
            let code = &region.hospitals()[hospital.index()].code;
            if let Some(hour) = hour.filter(|_| has_bays) {
                let rule =
                    "a row for all hours, where handover is a queue for bays: the queue makes the hours";
                let hint = "leave the cell empty, or choose policy.handover.method = \"empirical\"";
                report.at(&place, "hour", Fault::new(format!("hour {hour}"), rule, hint));
            }
            if settings.value(&format!("handover.mean.{code}")).is_some() && hour.is_none() {
                let rule = "the mean of a hospital is stated once";
                let hint = format!("leave out the row or handover.mean.{code}");
                report.at(&place, "mean_min", Fault::new(format!("a mean for {code} twice"), rule, hint));
            }
        }
    }

    /// As the world takes it.
    pub fn stated(&self) -> BTreeMap<At, StatedHandover> {
        self.rows.iter().map(|(at, (_, stated))| (*at, *stated)).collect()
    }
}

impl Row<'_> {
    fn handover_row(&mut self, region: &Region) -> Option<(At, StatedHandover)> {
        let hospital = self.handover_hospital(region);
        let hour = self.optional("hour", hour, "a local hour of the day from 0 to 23, or empty for all");
        let mean_min = self.with("mean_min", minutes, MINUTES);
        let p90_min = self.optional("p90_min", minutes, MINUTES);
        let [over_30, over_60] =
            ["over_30_share", "over_60_share"].map(|column| self.optional(column, share, SHARE));
        let stated = StatedHandover {
            mean_s: 60.0 * mean_min?,
            p90_s: p90_min?.map(|minutes| 60.0 * minutes),
            over_30: over_30?,
            over_60: over_60?,
        };
        self.check_handover(&stated)?;
        Some(((hospital?, hour?), stated))
    }

    /// What a column holds, nothing where it is empty; a fault is `None`.
    fn optional<T>(&mut self, column: &str, read: fn(&str) -> Option<T>, rule: &str) -> Option<Option<T>> {
        if self.cell(column).is_empty() { Some(None) } else { self.with(column, read, rule).map(Some) }
    }

    fn handover_hospital(&mut self, region: &Region) -> Option<HospitalId> {
        let code = self.cell("hospital_code");
        let found = region.hospitals().iter().position(|hospital| hospital.code == code);
        found.map(HospitalId::new).or_else(|| {
            let hint = nearest(code, region.hospitals().iter().map(|hospital| hospital.code.as_str()));
            self.fault("hospital_code", "the code of a hospital of the region", hint)
        })
    }

    /// No distribution has figures that contradict each other.
    fn check_handover(&mut self, stated: &StatedHandover) -> Option<()> {
        if let (Some(over_30), Some(over_60)) = (stated.over_30, stated.over_60)
            && over_60 > over_30
        {
            let rule = format!("at most {over_30}, the share over 30 minutes");
            return self.fault("over_60_share", &rule, "");
        }
        for (column, limit_s, over) in
            [("over_30_share", 1800.0, stated.over_30), ("over_60_share", 3600.0, stated.over_60)]
        {
            let (Some(p90_s), Some(over)) = (stated.p90_s, over) else { continue };
            let limit = limit_s / 60.0;
            if p90_s > limit_s && over < 0.1 {
                let rule = format!("at least 0.1, as the 90th centile lies over {limit} minutes");
                return self.fault(column, &rule, "");
            }
            if p90_s <= limit_s && over > 0.1 {
                let rule = format!("at most 0.1, as the 90th centile does not lie over {limit} minutes");
                return self.fault(column, &rule, "");
            }
        }
        let (low, high) = stated.possible_means_s();
        if (low..=high).contains(&stated.mean_s) {
            return Some(());
        }
        let (low, high) = ((low / 6.0).ceil() / 10.0, (high / 6.0).floor() / 10.0);
        let rule = format!("a mean from {low} to {high} minutes, as the row's other figures ask for");
        self.fault("mean_min", &rule, "leave one of the others empty to keep the published shape there")
    }
}

fn hour(text: &str) -> Option<u8> {
    text.parse().ok().filter(|hour| *hour < 24)
}

fn minutes(text: &str) -> Option<f64> {
    text.parse().ok().filter(|minutes| (1.0..=1_440.0).contains(minutes))
}

fn share(text: &str) -> Option<f64> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share))
}
