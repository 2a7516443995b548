//! The subcommands, one file each.

mod allocate;
mod ambsys;
mod backtest;
mod between;
mod calibrate;
mod check;
mod check_log;
mod checkpoint;
mod circle;
mod compare;
mod doctor;
mod emulate;
mod ensemble;
mod export;
pub(crate) mod governance;
mod governance_wait;
mod handover;
mod import;
mod incidents;
mod init;
mod interventions;
mod planround;
mod player;
mod pooling;
mod portfolio;
mod recipe;
mod replay;
mod reproduce;
mod required;
mod rota;
mod run;
mod schema;
mod scorecard;
mod seek;
mod stations;
mod store;
mod sweep;
mod trace;
mod warm_up;

pub(crate) use allocate::share_of;

use crate::arguments::{Command, Import, RunArguments};
use crate::document::{Document, text};
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::{self, Folder, chosen, json};
use crate::running::Outcome;
use jiff::Timestamp;
use std::io::{self, Write, stdout};

/// Does what was asked and gives the exit code.
pub(crate) fn execute(command: Command) -> Result<i32, Failure> {
    match command {
        Command::Run { scenario, until: Some(until), checkpoint: Some(file), options, .. } => {
            checkpoint::checkpoint(&scenario, &until, &file, &options)
        }
        Command::Run { scenario, ensemble, options, .. } => match options.fit.as_deref().filter(|_| ensemble)
        {
            Some(fit) => ensemble::ensemble(&scenario, fit, &options),
            None => run::run(&scenario, &options),
        },
        Command::Init { dir, trust } => init::init(&dir, &trust),
        Command::Player(options) => player::player(&options),
        Command::Recipe(options) => recipe::recipe(&options),
        Command::Compare { scenarios, options } => compare::compare(&scenarios, &options),
        Command::Seek { scenario, question, options } => seek::seek(&scenario, &question, &options),
        Command::Calibrate { scenario, options } => calibrate::calibrate(&scenario, &options),
        Command::Planround(options) => planround::planround(&options),
        Command::Required(options) => required::required(&options),
        Command::Stations(options) => stations::stations(&options),
        Command::Pooling(options) => pooling::pooling(&options),
        Command::Sweep(options) => sweep::sweep(&options),
        Command::Resume(options) => sweep::resume(&options),
        Command::Verify { dir } => store::verify(&dir),
        Command::Merge { dir, from } => store::merge(&dir, &from),
        Command::Gc { dir } => store::gc(&dir),
        Command::Portfolio(options) => portfolio::portfolio(&options),
        Command::Allocate(options) => allocate::allocate(&options),
        Command::Backtest(options) => backtest::backtest(&options),
        Command::Scorecard(options) => scorecard::scorecard(&options),
        Command::Emulate(options) => emulate::emulate(&options),
        Command::Governance(options) => governance::governance(&options),
        Command::Circle(options) => circle::circle(&options),
        Command::Replay { trace, options } => replay::replay(&trace, &options),
        Command::Reproduce(options) => reproduce::reproduce(&options),
        Command::WarmUp(options) => warm_up::warm_up(&options),
        Command::Check { files } => check::check(&files),
        Command::Import(Import::Matrix { response, codes, to_codes, out }) => {
            let codes: Vec<_> = std::iter::once(codes.as_path()).chain(to_codes.as_deref()).collect();
            import::matrix(&response, &codes, &out)
        }
        Command::Import(Import::Handover { file, scenario, out }) => {
            handover::handover(&file, &scenario, &out)
        }
        Command::Import(Import::Incidents(options)) => incidents::incidents(&options),
        Command::Import(Import::Rota(options)) => rota::rota(&options),
        Command::Export(options) => export::export(&options),
        Command::Import(Import::Ambsys { file, options }) => ambsys::ambsys(&file, &options),
        Command::CheckLog { log } => check_log::check_log(&log),
        Command::Trace { log, incident_id, replication } => trace::trace(&log, &incident_id, replication),
        Command::Interventions { name } => interventions::interventions(name.as_deref()),
        Command::Schema { out } => schema::schema(out.as_deref()),
        Command::Doctor => doctor::doctor(),
    }
}

/// Prints a text; that the reader has gone away is no fault.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Where a result goes, and since when it has been in the making.
struct Destination<'a> {
    folder: Option<Folder>,
    started: Timestamp,
    options: &'a RunArguments,
}

impl<'a> Destination<'a> {
    /// Opens the folder before anything runs.
    fn open(options: &'a RunArguments) -> Result<Self, Failure> {
        let folder = options.out.as_deref().map(Folder::open).transpose()?;
        Ok(Self { folder, started: output::now(), options })
    }

    /// Prints the report or its JSON, which holds `tables`, and writes the folder.
    fn deliver(&self, outcome: &Outcome, document: &Document, tables: &[&str]) -> Result<i32, Failure> {
        let experiment = &outcome.experiment;
        if experiment.replications.is_empty() {
            eprintln!("ambics: stopped before any replication was finished; nothing is kept.");
            return Ok(INTERRUPTED);
        }
        let printed = if self.options.json {
            let manifest = experiment.manifest(usize::from(self.options.simulation.threads));
            format!("{:#}\n", json(&manifest, &chosen(experiment.tables(), tables)))
        } else {
            text(document)
        };
        print(&printed)?;
        if let Some(folder) = &self.folder {
            let how = (self.options.csv, usize::from(self.options.simulation.threads));
            let files = output::write(folder, experiment, document, self.started, how)?;
            eprintln!("ambics: {files} files in {}", folder.file("").display());
        }
        if outcome.interrupted {
            let asked = experiment.arms[0].scenario.run().replications;
            eprintln!(
                "ambics: stopped after {} of {asked} replications, which are kept.",
                experiment.replications.len()
            );
        }
        Ok(if outcome.interrupted { INTERRUPTED } else { DONE })
    }
}
