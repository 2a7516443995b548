//! Questions that trusts ask, as files of a few lines for any service.

use ambics::problem::Problems;
use ambics::region::Region;
use ambics::scenario::Scenario;

/// A question with its file; words in braces stand for the service's own codes and figures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    pub name: &'static str,
    template: &'static str,
}

macro_rules! recipes {
    ($($name:literal: $file:literal),* $(,)?) => {
        [$(Recipe { name: $name, template: include_str!(concat!("../recipes/", $file)) }),*]
    };
}

pub(crate) const RECIPES: [Recipe; 11] = recipes![
    "Q1": "q01.toml", "Q2": "q02.toml", "Q3": "q03.toml", "Q4": "q04.toml", "Q5": "q05.toml", "Q6": "q06.toml",
    "Q7": "q07.toml", "Q8": "q08.toml", "Q9": "q09.toml", "Q10": "q10.toml", "Q11": "q11.toml",
];

/// The files of a recipe for a service.
#[derive(Debug)]
pub(crate) struct Filled {
    pub base: String,
    pub recipe: String,
}

impl Recipe {
    /// The recipe of a name: `Q3`, `q3`.
    pub fn find(name: &str) -> Result<Self, Problems> {
        let found = RECIPES.iter().find(|recipe| recipe.name.eq_ignore_ascii_case(name.trim()));
        found.copied().ok_or_else(|| {
            let rule = ("Q1 to Q11", "`ambics recipe` lists them");
            Problems::one("command line", "recipe", format!("`{name}`"), rule)
        })
    }

    /// Its first line: the question.
    pub fn question(&self) -> &'static str {
        let line = self.template.lines().next().unwrap_or_default();
        line.trim_start_matches(['#', ' ']).split_once(": ").map_or(line, |(_, question)| question)
    }

    /// Its files for the service of a scenario, whose ICS of most residents, or the one named, is the one that changes.
    pub fn fill(&self, scenario: &Scenario, ics: Option<&str>) -> Result<Filled, Problems> {
        let region = scenario.region();
        let service = scenario.services()[0];
        let trust = region.services()[service.index()].code.as_str();
        let patches: Vec<_> = region.patches().iter().filter(|patch| patch.service == service).collect();
        let code = |patch: &ambics::region::Patch| region.icses()[patch.ics.index()].code.clone();
        let most = patches.iter().max_by(|a, b| a.residents.total_cmp(&b.residents));
        let chosen = match ics {
            None => most,
            Some(own) => patches.iter().find(|patch| code(patch).eq_ignore_ascii_case(own)),
        };
        let Some(patch) = chosen else {
            let known: Vec<String> = patches.iter().map(|patch| code(patch)).collect();
            let hint = known.join(", ");
            let rule = ("an ICS of the service", hint.as_str());
            return Err(Problems::one(
                "command line",
                "--ics",
                format!("`{}`", ics.unwrap_or_default()),
                rule,
            ));
        };
        let words = [
            ("{trust}", trust.to_owned()),
            ("{ics}", code(patch)),
            ("{patch}", patch.code.clone()),
            ("{handover_less_5}", format!("{:.1} min", (handover_s(region, scenario) - 300.0) / 60.0)),
        ];
        let mut lines = Vec::new();
        for line in self.template.lines() {
            let own = words.iter().fold(line.to_owned(), |line, (word, own)| line.replace(word, own));
            if own.contains("{each_ics}") {
                lines.extend(patches.iter().map(|patch| own.replace("{each_ics}", &code(patch))));
            } else {
                lines.push(own);
            }
        }
        let day = if self.name == "Q2" {
            "\n[run]\nstart = 2024-01-15              # a Monday\ndays = 1\n"
        } else {
            ""
        };
        let base = format!(
            "name = \"today\"\nregion = \"{}\"\n\n[select]\ntrusts = [\"{trust}\"]\n{day}",
            region.name()
        );
        Ok(Filled { base, recipe: lines.join("\n") + "\n" })
    }
}

/// The published mean handover of the months that a scenario takes, seconds; an hour where none was published.
fn handover_s(region: &Region, scenario: &Scenario) -> f64 {
    let service = scenario.services()[0];
    let rows = region.handovers().iter().filter(|row| row.service == Some(service));
    let (sum, n) = rows.fold((0.0, 0.0), |(sum, n), row| (sum + row.n * row.mean_s, n + row.n));
    if n > 0.0 { sum / n } else { 3_600.0 }
}
