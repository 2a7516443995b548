//! Scenarios: a region and what is decided for it, from TOML files or by edits, valid by construction.
//!
//! A scenario file gives keys; what it leaves out comes from the file that it extends, and below all from
//! `defaults.toml`. One table of keys drives reading, hints, the JSON Schema and the canonical text. Loading reports
//! every fault of the scenario, of what it extends and of its region at once.

mod aid;
mod arrangements;
mod assumed;
mod build;
mod canonical;
mod chain;
mod codes;
mod days;
mod desks;
mod edit;
mod ensemble;
mod family;
mod files;
mod handover;
mod handover_rows;
mod interventions;
mod keys;
mod knob;
mod layer;
mod lines;
mod matrix;
mod others;
mod parse;
mod posts;
mod practice;
mod report;
mod rota;
mod rows;
mod rules;
mod schema;
mod selection;
mod services;
mod sheet;
mod shelf;
mod slots;
mod start;
mod study;
mod supply;
mod sweep;
mod value;

pub use arrangements::{
    ArrangementStudy, Believed, Beside, Fixed, Ground, Growth, Mean, Means, MemberGround, Part, Parts, Theme,
    WorkforceStudy, shipped_arrangements, shipped_studies,
};
pub use build::HoursInForce;
pub use days::{Days, days_of};
pub use edit::Edit;
pub use ensemble::{Ensemble, Member};
pub use files::DataFile;
pub use interventions::{Chosen, Local, library, library_text};
#[cfg(feature = "arrow")]
pub use interventions::{LIBRARY_TABLE, library_table};
pub use knob::Knob;
pub use lines::{RotaLine, written};
pub use schema::schema;
pub use services::service_names;
#[cfg(feature = "arrow")]
pub use services::{SERVICES_TABLE, services_table};
pub use start::{StartTable, read_start};
pub use study::Study;
pub use sweep::{MOST_RUNS, Sweep, SweepPoint};

use crate::engine::Live;
use crate::ids::{IcsId, ServiceId};
use crate::problem::{Problem, Problems};
use crate::region::{Assumption, Region};
use crate::units::SimDuration;
use files::FromFiles;
use jiff::civil::Date;
use layer::{Layer, Reader};
use parse::{Node, Source};
use report::{Fault, Place, Report};
use selection::Selection;
use shelf::{NoRegion, Shelf};
use std::path::Path;
use std::sync::Arc;

/// What the arrangement `today` means: the baseline of every comparison.
pub const TODAY: &str = "One trust-wide pool: the nearest appropriate available resource attends, whatever the ICS \
boundary. Hours stand where the trust's rota puts them (synthetic stations and pattern until you supply yours). One 999 \
contract, held by a co-ordinating commissioner for all ICSs of the trust (South West: NHS Dorset, contract of April 2025 \
to March 2027), the others as associates. Each ICS answers for handover at its own hospitals and for its own alternatives \
to conveyance, each on its own date. Dispatch is the same in every arrangement compared with it.";

/// The region of [`Scenario::demo`].
const DEMO_REGION: &str = "england-2022";

/// Names of the scenarios that ambics ships, for [`Scenario::embedded`].
#[must_use]
pub fn shipped() -> Vec<&'static str> {
    ambics_scenarios::scenarios().collect()
}

/// A region and what is decided for it: checked, with every default filled in.
///
/// ```
/// use ambics::scenario::{Edit, Scenario};
/// let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped and sound");
/// assert_eq!(tiny.run().days, 7);
/// let longer = tiny.with(&[Edit::new("run.days", 14)]).expect("a sound edit");
/// assert_eq!(longer.run().days, 14);
/// ```
#[derive(Debug, Clone)]
pub struct Scenario {
    shelf: Shelf,
    settings: Layer,
    region: Arc<Region>,
    selection: Selection,
    from_files: FromFiles,
    live: Option<Arc<Live>>,
    warnings: Vec<Problem>,
}

/// The window and the luck of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// First day measured; the window starts at 04:00 local.
    pub start: Date,
    /// Days measured.
    pub days: u32,
    /// Least time simulated before the window and not counted.
    pub lead_in: SimDuration,
    /// Independent repetitions.
    pub replications: u32,
    /// The seed of all luck.
    pub seed: u64,
}

/// An assumption of the region and the value that the scenario gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssumptionInForce<'a> {
    /// The region's own row.
    pub given: &'a Assumption,
    /// The value in force.
    pub value: f64,
}

impl Scenario {
    /// Loads a scenario file, what it extends, and its region.
    ///
    /// # Errors
    /// Every fault of all of them.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let shelf = Shelf::Folder(path.parent().unwrap_or(Path::new("")).to_owned());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file: Arc<str> = path.display().to_string().into();
        match shelf.first(path, &name) {
            Ok(text) => Self::read(shelf, &name, Source { file, text }),
            Err(fault) => Err(at_file(file, fault)),
        }
    }

    /// Loads a scenario that ambics ships, by its path without `.toml`.
    ///
    /// # Errors
    /// If none of that name is shipped.
    pub fn embedded(name: &str) -> Result<Self, Problems> {
        let file: Arc<str> = name.into();
        let Some(text) = ambics_scenarios::scenario(name) else {
            let hint = report::nearest(name, ambics_scenarios::scenarios());
            let fault = Fault::new(report::quoted(name), "a scenario that ambics ships", hint);
            return Err(at_file(file, fault));
        };
        let (below, own) =
            name.rsplit_once('/').map_or(("", name), |(below, own)| (&name[..=below.len()], own));
        let own = format!("{own}.toml");
        let shelf = Shelf::Shipped(below.to_owned());
        let source = Source { file: shelf.shown(&own), text: text.to_owned() };
        Self::read(shelf, &own, source)
    }

    /// The service as it is today: 28 days of one service, by ODS code, short name, name, or a part of the name that no other has.
    ///
    /// ```
    /// use ambics::scenario::Scenario;
    /// assert_eq!(Scenario::demo("South Western")?.hash(), Scenario::demo("RYF")?.hash());
    /// assert!(Scenario::demo("Ambulance Service").is_err());
    /// # Ok::<(), ambics::problem::Problems>(())
    /// ```
    ///
    /// # Errors
    /// If no service is called so.
    pub fn demo(service: &str) -> Result<Self, Problems> {
        let region = Region::embedded(DEMO_REGION)?;
        let is_called = |name: &str| name.eq_ignore_ascii_case(service.trim());
        let found = region
            .services
            .iter()
            .find(|s| [&s.code, &s.name, &s.short_name].into_iter().any(|n| is_called(n)))
            .or_else(|| services::by_part(&region, service));
        let Some(found) = found else {
            let hint = codes::hint(&region, keys::Codes::Service, service);
            let rule = "the ODS code, name or short name of an ambulance service";
            return Err(at_file(DEMO_REGION.into(), Fault::new(report::quoted(service), rule, hint)));
        };
        let text = format!(
            "name = \"{}\"\nregion = \"{DEMO_REGION}\"\nselect.trusts = [\"{}\"]\n",
            found.short_name, found.code
        );
        Self::read(Shelf::Shipped(String::new()), "demo.toml", Source { file: "demo".into(), text })
    }

    fn read(shelf: Shelf, name: &str, source: Source) -> Result<Self, Problems> {
        let mut report = Report::default();
        let file = source.file.clone();
        let settings = chain::settings(&shelf, name, source, &mut report);
        if settings.lacks("region") && !report.is_unreadable(&file) {
            let hint = report::nearest("", Region::shipped().iter().copied());
            let fault = Fault::new("no region", "a scenario names its region", hint);
            report.at(&Place { file, line: None }, "region", fault);
        }
        Self::checked(shelf, settings, None, report)
    }

    /// This scenario with some keys changed, in order; `self` stays as it is.
    ///
    /// # Errors
    /// Every fault of the edits, and what no longer holds together.
    pub fn with(&self, edits: &[Edit]) -> Result<Self, Problems> {
        let entries: Vec<(String, Node)> =
            edits.iter().map(|edit| (edit.path.clone(), Node::of(edit.value.clone()))).collect();
        self.edited(&edit::EDITS.into(), &entries)
    }

    /// This scenario on the same place with other published months, such as [`crate::ambsys::AmbSys::laid_over`] gives.
    ///
    /// # Errors
    /// What no longer holds together, such as months that are not published there.
    ///
    /// # Panics
    /// If it is another place.
    pub fn on(&self, region: Arc<Region>) -> Result<Self, Problems> {
        assert_eq!((&region.name, region.areas.len()), (&self.region.name, self.region.areas.len()));
        let known = Self { region, ..self.clone() };
        Self::checked(self.shelf.clone(), self.settings.clone(), Some(&known), Report::default())
    }

    /// Sets paths to values, which may be changes, and checks the whole.
    fn edited(&self, file: &Arc<str>, entries: &[(String, Node)]) -> Result<Self, Problems> {
        let mut report = Report::default();
        let mut settings = self.settings.clone();
        for (path, node) in entries {
            let whole = interventions::with_key(&settings, path, node);
            let (path, node) =
                whole.as_ref().map_or((path.as_str(), node), |list| (interventions::KEY, list));
            let present = |path: &str, value: &toml::Value| {
                edit::absolute(path, value, self.present(&settings, path).as_ref())
            };
            let mut reader = Reader {
                file: file.clone(),
                report: &mut report,
                changed: Some(&present),
                layer: Layer::default(),
            };
            reader.entry(path, node);
            let mut layer = reader.layer;
            if let Some(extends) = layer.remove("extends") {
                report.at(
                    &extends.place,
                    "extends",
                    Fault::new("`extends`", "a key that an edit can change", ""),
                );
            }
            settings = settings.under(layer);
        }
        Self::checked(self.shelf.clone(), settings, Some(self), report)
    }

    /// Checks settings against their region; `known` has loaded a region and data files already.
    fn checked(
        shelf: Shelf,
        settings: Layer,
        known: Option<&Self>,
        mut report: Report,
    ) -> Result<Self, Problems> {
        chain::check_methods(&settings, &mut report);
        let mut warnings = Report::default();
        let mut from_files = FromFiles::default();
        let region = region(&shelf, &settings, known.map(|known| &known.region), &mut report);
        if let Some(region) = &region {
            rules::check(region, &settings, &mut report, &mut warnings);
            from_files = FromFiles::read((&shelf, &settings), region, known, &mut report);
            from_files.check(region, &settings, &mut report);
        }
        match region {
            Some(region) if report.is_empty() => {
                let selection = Selection::of(&region, &settings);
                let warnings = warnings.into_problems().iter().cloned().collect();
                let mut scenario =
                    Self { shelf, settings, region, selection, from_files, live: None, warnings };
                scenario.warnings.extend(matrix::gaps(&scenario));
                scenario.warnings.extend(posts::odd(&scenario));
                scenario.warnings.extend(interventions::odd(&scenario));
                scenario.started()
            }
            _ => Err(report.into_problems()),
        }
    }

    /// What the scenario is called in tables.
    #[must_use]
    pub fn name(&self) -> &str {
        self.settings.text("name").expect("a scenario without a name takes that of its file")
    }

    /// The region.
    #[must_use]
    pub const fn region(&self) -> &Arc<Region> {
        &self.region
    }

    /// For each area of the region, whether it is simulated.
    #[must_use]
    pub fn areas(&self) -> &[bool] {
        &self.selection.areas
    }

    /// The services simulated, in order.
    #[must_use]
    pub fn services(&self) -> Vec<ServiceId> {
        self.selection.services(&self.region).into_iter().map(ServiceId::new).collect()
    }

    /// The lead ICS of each service simulated: the scenario's own where it has a patch there, else the region's.
    #[must_use]
    pub fn leads(&self) -> Vec<(ServiceId, Option<IcsId>)> {
        let own = self.settings.text("arrangement.lead_ics").and_then(|code| self.region.find_ics(code));
        let has_patch =
            |service, ics| self.region.patches.iter().any(|p| p.service == service && p.ics == ics);
        let lead = |service: ServiceId| {
            own.filter(|ics| has_patch(service, *ics)).or(self.region.services[service.index()].lead_ics)
        };
        self.services().into_iter().map(|service| (service, lead(service))).collect()
    }

    /// The data files that it has read, in the order of their keys.
    #[must_use]
    pub fn data_files(&self) -> &[DataFile] {
        &self.from_files.files
    }

    /// The merged scenario with every default, one setting a line in a fixed order; a scenario file itself.
    /// It holds the hash of each data file.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical::text(&assumed::with_assumed(&self.region, &self.settings), self.data_files())
    }

    /// BLAKE3 of the canonical text, hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        blake3::hash(self.canonical().as_bytes()).to_hex().to_string()
    }

    /// What is odd without being wrong.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

/// The region that settings name; a fault goes to the report.
fn region(
    shelf: &Shelf,
    settings: &Layer,
    known: Option<&Arc<Region>>,
    report: &mut Report,
) -> Option<Arc<Region>> {
    let setting = settings.get("region")?;
    let name = setting.value.as_str()?;
    if let Some(known) = known.filter(|known| known.name() == name) {
        return Some(known.clone());
    }
    match shelf.region(name) {
        Ok(region) => return Some(Arc::new(region)),
        Err(NoRegion::Name(fault)) => report.at(&setting.place, "region", fault),
        Err(NoRegion::Tables(problems)) => report.extend(problems),
    }
    None
}

/// A fault of a whole file.
fn at_file(file: Arc<str>, fault: Fault) -> Problems {
    let mut report = Report::default();
    report.at(&Place { file, line: None }, "", fault);
    report.into_problems()
}
