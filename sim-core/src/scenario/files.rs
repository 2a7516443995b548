//! The data files that a scenario names, each beside it: what is read from them, and the hash of their bytes.

use super::Scenario;
use super::handover_rows::{self, HandoverRows};
use super::interventions::{self, Chosen};
use super::layer::Layer;
use super::report::{Place, Report};
use super::rota::{self, RotaRow};
use super::selection::Selection;
use super::shelf::Shelf;
use super::start::{self, StartRows};
use super::{matrix, posts, sheet::Sheet};
use crate::region::Region;
use crate::world::{Matrix, PostPlan};
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
    /// What a run begins with.
    pub start: Option<StartRows>,
    /// The rota that replaces the generated pattern.
    pub rota: Option<Vec<RotaRow>>,
    /// Blocks on top.
    pub extra: Vec<RotaRow>,
    /// What is stated of handover at hospitals.
    pub handover: Option<HandoverRows>,
    /// Driving times that stand before the travel law.
    pub matrix: Option<Arc<Matrix>>,
    /// Interventions in force.
    pub interventions: Vec<Chosen>,
    /// Posts of idle vehicles, and which of them are held.
    pub posts: PostPlan,
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
        let mut own = Self::default();
        own.read_start(given, report);
        own.read_rotas(given, region, report);
        if let Some(opened) = open(given, handover_rows::KEY, report) {
            own.handover = Some(HandoverRows::read(&opened, region, report));
            own.files.push(opened.file);
        }
        own.read_posts(given, region, report);
        let (chosen, files) = interventions::read(given, region, report);
        own.interventions = chosen;
        own.files.extend(files);
        if let Some(opened) = open(given, matrix::KEY, report) {
            own.files.push(opened.file.clone());
            own.matrix = matrix::read(opened, region, settings, report).map(Arc::new);
        }
        own
    }

    /// Checks what was read against settings that may have changed since.
    pub fn check(&self, region: &Region, settings: &Layer, report: &mut Report) {
        if let Some(handover) = &self.handover {
            handover.check(region, settings, report);
        }
    }

    fn read_start(&mut self, given: (&Shelf, &Layer), report: &mut Report) {
        let opened = start::KEYS.map(|key| open(given, key, report));
        if opened.iter().any(Option::is_some) {
            self.start = Some(StartRows::read(opened.each_ref().map(Option::as_ref), report));
        }
        self.files.extend(opened.into_iter().flatten().map(|opened| opened.file));
    }

    fn read_posts(&mut self, given: (&Shelf, &Layer), region: &Region, report: &mut Report) {
        let opened = posts::KEYS.map(|key| open(given, key, report));
        let [named, table] = opened.each_ref().map(Option::as_ref);
        // A table whose posts cannot be read is not wrong for naming them.
        let are_lost = named.is_none() && given.1.get(posts::KEYS[0]).is_some();
        self.posts = posts::read([named, table.filter(|_| !are_lost)], region, report);
        self.files.extend(opened.into_iter().flatten().map(|opened| opened.file));
    }

    fn read_rotas(&mut self, given: (&Shelf, &Layer), region: &Region, report: &mut Report) {
        if let Some(opened) = open(given, rota::ROTA, report) {
            let rows = rota::read(&opened, region, report);
            if report.is_empty() {
                rota::check_services(&opened, &rows, region, &Selection::of(region, given.1), report);
            }
            self.rota = Some(rows);
            self.files.push(opened.file);
        }
        if let Some(opened) = open(given, rota::EXTRA, report) {
            self.extra = rota::read(&opened, region, report);
            self.files.push(opened.file);
        }
    }
}

impl Scenario {
    /// Whether this scenario's data files are those of other settings, read against the same region.
    fn has_read(&self, settings: &Layer, region: &Arc<Region>) -> bool {
        let same = |key: &&str| self.settings.value(key) == settings.value(key);
        Arc::ptr_eq(&self.region, region)
            && [handover_rows::KEY, interventions::KEY, matrix::KEY, matrix::UNIT, rota::ROTA, rota::EXTRA]
                .iter()
                .all(same)
            && start::KEYS.iter().all(same)
            && posts::KEYS.iter().all(same)
            && self.selection == Selection::of(region, settings)
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
