use super::{compare, print, seek};
use crate::arguments::{QuestionArguments, RecipeArguments, SeekArguments, SimulationArguments};
use crate::failure::{DONE, Failure};
use crate::output::whole_file;
use crate::recipes::{RECIPES, Recipe};
use ambics::scenario::Scenario;
use serde::Deserialize;
use std::fs;

/// What a recipe that searches states.
#[derive(Deserialize)]
struct Search {
    change: String,
    goal: String,
    target: String,
}

/// Lists the questions, prints a recipe's file, or runs it for a service.
pub(super) fn recipe(options: &RecipeArguments) -> Result<i32, Failure> {
    let Some(name) = &options.question else {
        let lines = RECIPES.iter().map(|own| format!("{:<4} {}\n", own.name, own.question()));
        print(&(lines.collect::<String>() + "\nRun one for a service: ambics recipe Q3 RYF\n"))?;
        return Ok(DONE);
    };
    let recipe = Recipe::find(name)?;
    let service = options.service.as_deref().unwrap_or("RYF");
    let filled = recipe.fill(&Scenario::demo(service)?, options.ics.as_deref())?;
    if options.service.is_none() {
        print(&filled.recipe)?;
        return Ok(DONE);
    }
    let place = tempfile::tempdir().map_err(Failure::file("make", std::env::temp_dir()))?;
    let folder = options.folder.as_deref().unwrap_or(place.path());
    fs::create_dir_all(folder).map_err(Failure::file("make", folder))?;
    let (base, study) =
        (folder.join("base.toml"), folder.join(format!("{}.toml", recipe.name.to_lowercase())));
    whole_file::write(&base, filled.base.as_bytes())?;
    whole_file::write(&study, filled.recipe.as_bytes())?;
    if !options.run.json {
        print(&format!("{}\n", filled.recipe))?;
    }
    match toml::from_str::<Search>(&filled.recipe) {
        Err(_) => compare::compare(&[study.display().to_string()], &options.run),
        Ok(search) => {
            let own = &options.run.simulation;
            let simulation = SimulationArguments {
                replications: own.replications,
                seed: own.seed,
                threads: own.threads,
                set: own.set.clone(),
            };
            let question = QuestionArguments {
                change: search.change,
                goal: search.goal,
                of: None,
                target: search.target,
                between: None,
            };
            let asked = SeekArguments { simulation, page: None, json: options.run.json };
            seek::seek(&base.display().to_string(), &question, &asked)
        }
    }
}
