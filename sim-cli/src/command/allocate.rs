use super::print;
use crate::arguments::AllocateArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, json, whole_file};
use crate::{arms, report, running};
use ambics::allocation::{
    ALLOCATION_TABLES, AllocationQuestion, Amount, Chance, Harm, Limits, Need, Stated, allocate as ask,
};
use ambics::problem::{Problem, Problems};
use ambics::scenario::{Edit, Scenario};
use ambics::units::Quantity;
use std::fs;
use std::path::Path;

/// Replications for a service that is named by its code.
const REPLICATIONS: u32 = 30;

/// Shares lines out, and writes the scenario, the tables and the page.
pub(super) fn allocate(options: &AllocateArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    if options.every_service {
        return every_service(options, &scenario);
    }
    let question = question(options)?;
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

/// The same for every service of a scenario, one after the other.
fn every_service(options: &AllocateArguments, scenario: &Scenario) -> Result<i32, Failure> {
    let question = question(options)?;
    options.page.as_deref().map(whole_file::check).transpose()?;
    let codes: Vec<String> = scenario
        .services()
        .iter()
        .map(|service| scenario.region().services()[service.index()].code.clone())
        .collect();
    let (mut all, mut scenarios) = (Vec::new(), Vec::new());
    for (at, code) in codes.iter().enumerate() {
        eprintln!("ambics: {code}, {} of {}", at + 1, codes.len());
        let own = scenario.with(&[Edit::new("select.trusts", vec![code.clone()])])?;
        let folder = options.out.as_deref().map(|folder| Folder::open(&folder.join(code))).transpose()?;
        let (found, asked) = running::watched(|told, stop| {
            ask(&own, question.clone(), &options.simulation.run_options(told, stop))
        });
        let Some(found) = found?.filter(|found| found.experiment.complete && !asked) else {
            eprintln!("ambics: stopped at {code}; {} services are done.", all.len());
            break;
        };
        if let Some(folder) = &folder {
            let manifest = found.experiment.manifest(usize::from(options.simulation.threads));
            let tables: Vec<_> = ALLOCATION_TABLES.into_iter().zip(found.tables()).collect();
            output::write_plan(folder, &tables, &manifest, true)?;
        }
        all.push(found);
        scenarios.push(own);
    }
    if all.is_empty() {
        return Ok(INTERRUPTED);
    }
    if options.between && all.len() == codes.len() {
        return super::between::between(options, (&scenarios, &question), &all);
    }
    let document = report::of_every_allocated(&all);
    if options.json {
        let manifests = all.iter().map(|found| {
            let tables: Vec<_> = ALLOCATION_TABLES.into_iter().zip(found.tables()).collect();
            json(&found.experiment.manifest(usize::from(options.simulation.threads)), &tables)
        });
        print(&format!("{:#}\n", serde_json::Value::Array(manifests.collect())))?;
    } else {
        print(&text(&document))?;
    }
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    Ok(if all.len() < codes.len() { INTERRUPTED } else { DONE })
}

/// What the options ask; every fault at once.
fn question(options: &AllocateArguments) -> Result<AllocationQuestion, Failure> {
    let mut asked = Asked(Problems::none());
    let ceiling_s = asked.duration("--ceiling", Some(&options.ceiling));
    let target_s = asked.duration("--target", options.target.as_deref());
    let safeguard = asked.share("--safeguard", options.safeguard.as_deref());
    let uplift = asked.share("--uplift", options.uplift.as_deref());
    let reshuffle = asked.share("--reshuffle", options.reshuffle.as_deref());
    let chance = asked.share("--chance", Some(&options.chance));
    let pounds = asked.money("--budget", options.budget.as_deref());
    let amounts = [
        options.hours.map(Amount::Hours),
        pounds.map(Amount::Pounds),
        uplift.map(Amount::Share),
        reshuffle.map(Amount::Reshuffle),
    ];
    asked.0.into_result(|| ())?;
    let limits = options.limits.as_deref().map(|file| stated(file, Limits::parse));
    let asked = Stated {
        methods: options.method.clone(),
        objective: options.objective.clone(),
        ceiling_s: ceiling_s.unwrap_or_default(),
        measure: options.measure.clone(),
        harm: options.harm.as_deref().map(|file| stated(file, Harm::parse)).transpose()?,
        need: options.need.as_deref().map(|file| stated(file, Need::parse)).transpose()?,
        safeguard,
        chance: Chance { target_s, share: chance.unwrap_or_default() },
        amount: amounts.into_iter().flatten().next().unwrap_or(Amount::AsGiven),
        limits: limits.transpose()?.unwrap_or_default(),
        screening: options.screening,
        frontier: options.frontier,
    };
    Ok(asked.question()?)
}

/// Reads what options state, and keeps every fault.
pub(super) struct Asked(pub Problems);

impl Asked {
    fn read<T>(&mut self, path: &str, found: &str, read: Option<T>, (rule, hint): (&str, &str)) -> Option<T> {
        if read.is_none() {
            self.0.push(Problem {
                file: "command line".to_owned(),
                path: path.to_owned(),
                line: None,
                found: format!("`{found}`"),
                rule: rule.to_owned(),
                hint: hint.to_owned(),
            });
        }
        read
    }

    /// `40 min`, in seconds.
    pub fn duration(&mut self, path: &str, text: Option<&str>) -> Option<f64> {
        let text = text?;
        let read = Quantity::Duration.parse(text);
        self.read(path, text, read, ("a duration with its unit", "for example \"40 min\""))
    }

    /// `5%` or `0.05`.
    pub fn share(&mut self, path: &str, text: Option<&str>) -> Option<f64> {
        let text = text?;
        self.read(path, text, share_of(text), ("a share", "for example 5%"))
    }

    /// `£100k`, above 0.
    pub fn money(&mut self, path: &str, text: Option<&str>) -> Option<f64> {
        let text = text?;
        let read = Quantity::Money.parse(text).filter(|pounds| *pounds > 0.0);
        self.read(path, text, read, ("money above 0", "for example \"£100k\""))
    }
}

/// `5%` or `0.05`; a whole number without the sign is as good as always one that lacks it.
pub(crate) fn share_of(text: &str) -> Option<f64> {
    match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0),
        None => text.parse().ok().filter(|share: &f64| share.abs() < 1.0),
    }
}

/// What a file states: weights, indices or bounds.
fn stated<T>(file: &Path, parse: fn(&str, &str) -> Result<T, Problems>) -> Result<T, Failure> {
    let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
    Ok(parse(&file.display().to_string(), &text)?)
}
