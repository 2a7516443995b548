use super::print;
use crate::arguments::AllocateArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json, whole_file};
use crate::{arms, report, running};
use ambics::allocation::{
    ALLOCATION_TABLES, AllocationQuestion, Amount, Limits, MethodConfig, Objective, Watched, allocate as ask,
};
use ambics::problem::{Problem, Problems};
use ambics::units::Quantity;
use std::fs;
use std::path::Path;

/// Replications for a service that is named by its code.
const REPLICATIONS: u32 = 30;

/// Shares lines out, and writes the scenario, the tables and the page.
pub(super) fn allocate(options: &AllocateArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    let limits = options.limits.as_deref().map(limits).transpose()?.unwrap_or_default();
    let question = AllocationQuestion { limits, ..question(options)? };
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    for file in options.page.iter().chain(&options.write) {
        whole_file::check(file)?;
    }
    let (found, asked) =
        running::watched(|told, stop| ask(&scenario, question, &options.simulation.run_options(told, stop)));
    let Some(found) = found?.filter(|found| !found.experiment.replications.is_empty()) else {
        eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
        return Ok(INTERRUPTED);
    };
    let document = report::of_allocated(&found);
    let manifest = found.experiment.manifest(usize::from(options.simulation.threads));
    let tables: Vec<_> = ALLOCATION_TABLES.into_iter().zip(found.tables()).collect();
    print(&if options.json { format!("{:#}\n", json(&manifest, &tables)) } else { text(&document) })?;
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    if let Some((file, own)) =
        options.write.as_ref().zip(found.answers.first().and_then(|a| a.scenario.as_ref()))
    {
        whole_file::write(file, own.canonical().as_bytes())?;
        eprintln!("ambics: the scenario is {}", file.display());
    }
    if let Some(folder) = &folder {
        let files = output::write_plan(folder, &tables, &manifest, true)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    let interrupted = asked && !found.experiment.complete;
    if interrupted {
        eprintln!(
            "ambics: stopped after {} replications, which are kept.",
            found.experiment.replications.len()
        );
    }
    Ok(if interrupted { INTERRUPTED } else { DONE })
}

/// What the options ask; every fault at once.
fn question(options: &AllocateArguments) -> Result<AllocationQuestion, Problems> {
    let mut problems = Problems::none();
    let mut fault = |path: &str, found: &str, (rule, hint): (&str, &str)| {
        problems.push(Problem {
            file: "command line".to_owned(),
            path: path.to_owned(),
            line: None,
            found: format!("`{found}`"),
            rule: rule.to_owned(),
            hint: hint.to_owned(),
        });
    };
    let names = MethodConfig::NAMES.join(", ");
    let mut methods = Vec::new();
    for name in &options.method {
        match (name.as_str(), MethodConfig::parse(name)) {
            ("all", _) => methods.extend(MethodConfig::all()),
            (_, Some(method)) => methods.push(method),
            (_, None) => {
                fault("--method", name, ("a method of allocation", &format!("one of {names}, or all")))
            }
        }
    }
    let ceiling_s = Quantity::Duration.parse(&options.ceiling).filter(|seconds| *seconds > 0.0);
    if ceiling_s.is_none() {
        fault("--ceiling", &options.ceiling, ("a duration above 0, with its unit", "for example \"2 h\""));
    }
    let objective = Objective::parse(&options.objective, ceiling_s.unwrap_or(1.0));
    if objective.is_none() {
        let hint = "utilitarian, iso-elastic:1, bernoulli-nash, worst, lexicographic or between:0.5";
        fault("--objective", &options.objective, ("an objective", hint));
    }
    let watched = Watched::parse(&options.measure);
    if watched.is_none() {
        fault("--measure", &options.measure, ("a response", &Watched::ALL.map(|(name, _)| name).join(", ")));
    }
    let mut share = |path: &str, text: &Option<String>| {
        let text = text.as_ref()?;
        let found = share_of(text).filter(|share| (0.0..=1.0).contains(share));
        if found.is_none() {
            fault(path, text, ("a share from 0% to 100%", "for example 5%"));
        }
        found
    };
    let safeguard = share("--safeguard", &options.safeguard);
    let reshuffle = share("--reshuffle", &options.reshuffle);
    let amount = amount(options, reshuffle, &mut problems);
    problems.into_result(|| AllocationQuestion {
        methods,
        objective: objective.unwrap_or(Objective::Utilitarian),
        watched: watched.unwrap_or(Watched::C2),
        safeguard,
        amount,
        limits: Limits::default(),
        screening: options.screening,
        frontier: options.frontier,
    })
}

/// `5%` or `0.05`.
fn share_of(text: &str) -> Option<f64> {
    match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0),
        None => text.parse().ok(),
    }
}

fn amount(options: &AllocateArguments, reshuffle: Option<f64>, problems: &mut Problems) -> Amount {
    let mut fault = |path: &str, found: String, rule: &str, hint: &str| {
        problems.push(Problem {
            file: "command line".to_owned(),
            path: path.to_owned(),
            line: None,
            found,
            rule: rule.to_owned(),
            hint: hint.to_owned(),
        });
    };
    if let Some(hours) = options.hours {
        if !(84.0..=1e6).contains(&hours) {
            fault(
                "--hours",
                hours.to_string(),
                "hours a week from 84, a line, to 1000000",
                "for example --hours 1000",
            );
        }
        return Amount::Hours(hours);
    }
    if let Some(money) = &options.budget {
        let pounds = Quantity::Money.parse(money).filter(|pounds| *pounds > 0.0);
        if pounds.is_none() {
            fault("--budget", format!("`{money}`"), "money above 0", "for example --budget \"£100k\"");
        }
        return Amount::Pounds(pounds.unwrap_or(1.0));
    }
    reshuffle.map_or(Amount::AsGiven, Amount::Reshuffle)
}

/// The bounds that a file states.
fn limits(file: &Path) -> Result<Limits, Failure> {
    let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
    Ok(Limits::parse(&file.display().to_string(), &text)?)
}
