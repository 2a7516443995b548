use super::print;
use crate::failure::{DONE, Failure};
use crate::output::whole_file;
use ambics::scenario::{Scenario, schema};
use std::fs;
use std::path::Path;

/// Makes the folder of a study of a service: a scenario, its schema, and what to do next.
pub(super) fn init(folder: &Path, service: &str) -> Result<i32, Failure> {
    let scenario = Scenario::demo(service)?;
    let region = scenario.region();
    let own = &region.services()[scenario.services()[0].index()];
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::OthersFolder(folder.to_owned()));
    }
    fs::create_dir_all(folder).map_err(Failure::file("make", folder))?;
    let text = format!(
        "#:schema ./ambics.schema.json\n# {} as it is today. Every key that is left out has a default: see the schema.\n\n\
         name = \"today\"\nregion = \"{}\"\n\n[select]\ntrusts = [\"{}\"]\n\n[run]\nstart = 2024-01-10              # a Wednesday; the window starts \
         at 04:00\ndays = 28\nreplications = 30\nseed = 1\n\n[demand]\nmonths = \"2023-10..2024-03\"     # the published winter whose averages give \
         demand and handover\n",
        own.name,
        region.name(),
        own.code
    );
    let study = format!(
        "# Arms beside scenario.toml, on the same luck: ambics compare study.toml --out results\nbase = \"scenario.toml\"\n\n[[arm]]\n\
         name = \"5% more hours\"\nset = {{ \"fleet.hours_per_week.{}\" = \"+5%\" }}\n",
        own.code
    );
    let readme = format!(
        "# A study of {}\n\n    ambics run scenario.toml --out results/today\n    ambics compare study.toml --out results/compare\n\n\
         `results/compare/report.html` is the page; `manifest.json` beside it says what was run, and `ambics reproduce results/compare` \
         runs it again.\nYour own rota, hours and extract: see \"Own data\" in the documentation of ambics.\n\nPlanning only: never for live \
         dispatch, strike or surge tactics.\n",
        own.name
    );
    let files = [
        ("scenario.toml", text),
        ("study.toml", study),
        ("README.md", readme),
        ("ambics.schema.json", format!("{:#}\n", schema())),
    ];
    for (name, text) in &files {
        whole_file::write(&folder.join(name), text.as_bytes())?;
    }
    Scenario::load(&folder.join("scenario.toml"))?;
    let shown = folder.display();
    print(&format!(
        "{shown}: a study of {}\nNext: ambics compare {shown}/study.toml --out {shown}/results\n",
        own.short_name
    ))?;
    Ok(DONE)
}
