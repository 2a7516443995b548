//! The data files that a scenario names, each beside it: what is read from them, and the hash of their bytes.

use super::Scenario;
use super::layer::Layer;
use super::report::{Place, Report};
use super::shelf::Shelf;
use super::{matrix, sheet::Sheet};
use crate::region::Region;
use crate::world::Matrix;
use std::sync::Arc;

/// A data file of a scenario's own folder, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The key that names it: `travel.matrix`.
    pub key: &'static str,
    /// Its name.
    pub name: String,
    /// BLAKE3 of its bytes, hexadecimal.
    pub blake3: String,
}

/// What a scenario has from its data files.
#[derive(Debug, Clone, Default)]
pub(super) struct FromFiles {
    /// In the order of their keys.
    pub files: Vec<DataFile>,
    /// Driving times that stand before the travel law.
    pub matrix: Option<Arc<Matrix>>,
}

/// A data file that has been opened: its rows, and where its faults stand.
pub(super) struct Opened {
    pub file: DataFile,
    pub sheet: Sheet,
    /// Its name as the user knows it.
    pub shown: Arc<str>,
}

impl FromFiles {
    /// Reads the data files of a scenario; `known` is one that has read them already.
    pub fn read(
        given: (&Shelf, &Layer),
        region: &Arc<Region>,
        known: Option<&Scenario>,
        report: &mut Report,
    ) -> Self {
        let (_, settings) = given;
        if let Some(known) = known.filter(|known| known.has_read(settings, region)) {
            return known.from_files.clone();
        }
        let opened = open(given, matrix::KEY, report);
        let file = opened.as_ref().map(|opened| opened.file.clone());
        let matrix = opened.and_then(|opened| matrix::read(opened, region, settings, report));
        Self { files: file.into_iter().collect(), matrix: matrix.map(Arc::new) }
    }
}

impl Scenario {
    /// Whether this scenario's data files are those of other settings, read against the same region.
    fn has_read(&self, settings: &Layer, region: &Arc<Region>) -> bool {
        let same = |key: &&str| self.settings.value(key) == settings.value(key);
        Arc::ptr_eq(&self.region, region) && [matrix::KEY, matrix::UNIT].iter().all(same)
    }
}

/// Opens the data file that a key names; that it cannot be read is a fault of the key.
pub(super) fn open(
    (shelf, settings): (&Shelf, &Layer),
    key: &'static str,
    report: &mut Report,
) -> Option<Opened> {
    let setting = settings.get(key)?;
    let name = setting.value.as_str()?.to_owned();
    let bytes = shelf.file(&name).map_err(|fault| report.at(&setting.place, key, fault)).ok()?;
    let (shown, blake3) = (shelf.shown(&name), blake3::hash(&bytes).to_hex().to_string());
    match Sheet::open(&name, bytes) {
        Ok(sheet) => Some(Opened { file: DataFile { key, name, blake3 }, sheet, shown }),
        Err(fault) => {
            report.at(&Place { file: shown, line: None }, "", fault);
            None
        }
    }
}
