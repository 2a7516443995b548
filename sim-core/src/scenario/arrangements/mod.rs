//! Studies of arrangements: which service, what is wanted, in how many draws, and under which arrangements.
//!
//! A study is a file of its own kind: it names a region's service, proposals and arrangements. An arrangement is a file of
//! parts, shipped or the user's own. Every fault of all of them comes at once.

mod belief;
mod every;
mod given;
mod ground;
mod means;
mod partners;
mod parts;
mod pressure;
mod read;
mod shocks;
mod theme;
mod workforce;

pub use belief::{Believed, Fixed};
pub use ground::{Ground, MemberGround};
pub use means::{Beside, Mean, Means};
pub use parts::{Growth, Part, Parts};
pub use theme::Theme;
pub use workforce::WorkforceStudy;

use super::at_file;
use super::parse::Source;
use super::report::{Fault, Place, Report, quoted};
use super::shelf::Shelf;
use crate::governance::process::{DisciplineConfig, Meetings, Number, Pressure, Proposal, Shock};
use crate::problem::Problems;
use crate::region::{Ranged, Region};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// A study of who holds the relationship: checked, with every value filled in.
#[derive(Debug, Clone)]
pub struct ArrangementStudy {
    /// What it is called.
    pub name: String,
    /// The region.
    pub region: Arc<Region>,
    /// The trust, its ICSs, and England's.
    pub ground: Ground,
    /// First day.
    pub start: Date,
    /// Days looked at.
    pub horizon_days: f64,
    /// Draws for each number of hours of the trust's team.
    pub draws: u32,
    /// The seed of all luck.
    pub seed: u64,
    /// Hours a week of the trust's team, each looked at by itself.
    pub team_hours: Vec<f64>,
    /// What the trust's team does first.
    pub discipline: DisciplineConfig,
    /// Packages in progress at most; 0: any number.
    pub work_in_progress: usize,
    /// What is wanted in each ICS.
    pub proposals: Vec<Proposal>,
    /// What every arrangement can spend or ask for, alike.
    pub means: Means,
    /// The numbers of the process, with their ranges, as in force.
    pub numbers: Vec<(Number, Ranged)>,
    /// When forums do not meet.
    pub meetings: Meetings,
    /// What happens to ICSs, whatever the arrangement.
    pub shocks: Vec<Shock>,
    /// Operational pressure on the trust by month, from the season that the region lists; none where it lists none.
    pub pressure: Vec<Pressure>,
    /// Refusals of a package after which oversight may override a forum; 0: it never does.
    pub override_after: u32,
    /// Staff over years, where the study has them; they move no date.
    pub workforce: Option<WorkforceStudy>,
    /// The arrangements, the first being what others are held against.
    pub arrangements: Vec<Parts>,
    /// BLAKE3 of the study's text and of its own arrangements, hexadecimal.
    pub hash: String,
}

/// Names of the arrangements that ambics ships, as `like` of a study names them.
#[must_use]
pub fn shipped_arrangements() -> Vec<&'static str> {
    ambics_scenarios::arrangements().collect()
}

/// Names of the studies that ambics ships, for [`ArrangementStudy::embedded`].
#[must_use]
pub fn shipped_studies() -> Vec<&'static str> {
    ambics_scenarios::arrangement_studies().collect()
}

impl ArrangementStudy {
    /// Loads a study, and the arrangements that it names, from a file.
    ///
    /// # Errors
    /// Every fault of all of them.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let shelf = Shelf::Folder(path.parent().unwrap_or(Path::new("")).to_owned());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file: Arc<str> = path.display().to_string().into();
        let text = shelf.first(path, &name).map_err(|fault| at_file(file.clone(), fault))?;
        Self::read(&shelf, &Source { file, text })
    }

    /// Loads a study that ambics ships, by its name.
    ///
    /// ```
    /// use ambics::scenario::ArrangementStudy;
    /// let study = ArrangementStudy::embedded("south-west-arrangements").expect("it is shipped and sound");
    /// assert_eq!((study.ground.members.len(), study.proposals.len()), (7, 3));
    /// ```
    ///
    /// # Errors
    /// If none of that name is shipped.
    pub fn embedded(name: &str) -> Result<Self, Problems> {
        let Some(text) = ambics_scenarios::arrangement_study(name) else {
            let hint = super::report::nearest(name, ambics_scenarios::arrangement_studies());
            let fault = Fault::new(quoted(name), "a study of arrangements that ambics ships", hint);
            return Err(at_file(name.into(), fault));
        };
        let source = Source { file: format!("{name}.toml").into(), text: text.to_owned() };
        Self::read(&Shelf::Shipped(String::new()), &source)
    }

    fn read(shelf: &Shelf, source: &Source) -> Result<Self, Problems> {
        let mut report = Report::default();
        let tree = source.tree(&mut report);
        let study = read::study(shelf, source, &tree, &mut report);
        match study {
            Some(study) if report.is_empty() => Ok(study),
            _ => {
                if report.is_empty() {
                    let fault = Fault::new("no study", "a study of arrangements", "");
                    report.at(&Place { file: source.file.clone(), line: None }, "", fault);
                }
                Err(report.into_problems())
            }
        }
    }

    /// The same study with other hours of the trust's team, draws or seed; what is `None` stays.
    #[must_use]
    pub fn with(mut self, draws: Option<u32>, seed: Option<u64>) -> Self {
        self.draws = draws.unwrap_or(self.draws);
        self.seed = seed.unwrap_or(self.seed);
        self
    }

    /// The code of the trust's patch in an ICS.
    #[must_use]
    pub fn patch_code(&self, ics: &str) -> String {
        let region = &self.region;
        let own = region.patches().iter().find(|patch| {
            region.icses()[patch.ics.index()].code == ics
                && region.services()[patch.service.index()].code == self.ground.service.0
        });
        own.map_or_else(|| ics.to_owned(), |patch| patch.code.clone())
    }

    /// Benefits of the proposals, and residents of the members.
    #[must_use]
    pub fn weights(&self) -> (Vec<f64>, Vec<f64>) {
        let benefits = self.proposals.iter().map(|proposal| proposal.benefit).collect();
        (benefits, self.ground.members.iter().map(|member| member.residents).collect())
    }
}
