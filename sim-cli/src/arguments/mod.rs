//! What the command line says.

mod allocate;
mod ambsys;
mod backtest;
mod calibrate;
mod circle;
mod emulate;
mod export;
mod governance;
mod incidents;
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
mod scorecard;
mod seek;
mod simulation;
mod stations;
mod sweep;
mod warm_up;

pub(crate) use allocate::AllocateArguments;
pub(crate) use ambsys::AmbsysArguments;
pub(crate) use backtest::BacktestArguments;
pub(crate) use calibrate::CalibrateArguments;
pub(crate) use circle::CircleArguments;
pub(crate) use emulate::EmulateArguments;
pub(crate) use export::ExportArguments;
pub(crate) use governance::GovernanceArguments;
pub(crate) use incidents::IncidentArguments;
pub(crate) use planround::PlanArguments;
pub(crate) use player::PlayerArguments;
pub(crate) use pooling::PoolingArguments;
pub(crate) use portfolio::PortfolioArguments;
pub(crate) use recipe::RecipeArguments;
pub(crate) use replay::ReplayArguments;
pub(crate) use reproduce::ReproduceArguments;
pub(crate) use required::RequiredArguments;
pub(crate) use rota::RotaArguments;
pub(crate) use run::RunArguments;
pub(crate) use scorecard::ScoreArguments;
pub(crate) use seek::{QuestionArguments, SeekArguments};
pub(crate) use simulation::SimulationArguments;
pub(crate) use stations::StationArguments;
pub(crate) use sweep::{ResumeArguments, SweepArguments};
pub(crate) use warm_up::WarmUpArguments;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Simulates ambulance demand and operations in England: what residents of Integrated Care Systems experience.
#[derive(Debug, Parser)]
#[command(name = "ambics", version, after_help = AFTER, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Exit codes: 0 done, 2 usage, 65 bad input, 70 internal fault, 74 file not read or written, 130 interrupted.
Planning only: never for live dispatch, strike or surge tactics.";

const SEEK: &str = "\
How many weekly hours for a C2 mean of 30 minutes, which handover gives it, which share treated by telephone:
  ambics seek south-west --change fleet.hours_per_week.RYF --goal \"C2 mean\" --target \"30 min\"
  ambics seek south-west --change handover.mean.RYF --goal \"C2 mean\" --target \"30 min\"
  ambics seek south-west --change demand.hear_and_treat.RYF --goal \"C2 mean\" --target \"30 min\"
Hours are effective hours of this model, not rostered ones. No answer is given where the target is
out of reach, or where the measure turns.";

const ALLOCATE: &str = "\
The uplift of a scenario, by what lines did in runs, with nobody worse off than today:
  ambics allocate south-west-lead --method all --objective iso-elastic:1 --safeguard 0%
  ambics allocate RYF --hours 1000 --objective worst --page allocation.html
  ambics allocate RYF --reshuffle 5% --objective worst --safeguard 0% --frontier
A line is one ambulance for 12 hours on every day: 84 vehicle-hours a week. Hours are effective hours
of this model, not rostered ones. Where a line stands within an ICS rests on synthetic stations.";

const EMULATE: &str = "\
Make one (about as long as a planning round), then ask it as often as you like:
  ambics emulate RYF --out emulator.json --page emulator.html
  ambics emulate --ask emulator.json hours=+2% incidents=-1% handover=-5min
Hours are effective hours of this model, not rostered ones. Outside the ranges that it was made for
it does not answer.";

const CIRCLE: &str = "\
Does prevention feed itself, and how much of a yearly budget should it have beside crews:
  ambics circle dorset-prevention --budget 2e6 --page circle.html
How waiting answers to hours and incidents is measured by runs of the scenario; the rest is what is
believed of effects, costs and assumptions. Hours released are capacity and no cash.";

/// Which scenarios need no file.
fn shipped() -> String {
    format!(
        "A scenario is a TOML file, or the name of one that ambics ships:\n{}.",
        ambics::scenario::shipped().join(", ")
    )
}

/// Which studies need no file, and what they can be made of.
fn studies() -> String {
    format!(
        "Studies that ambics ships: {}.\nArrangements, for [[arrangement]] like = \"…\": {}.",
        ambics::scenario::shipped_studies().join(", "),
        ambics::scenario::shipped_arrangements().join(", ")
    )
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Simulate one scenario and print what its residents experience.
    #[command(after_help = shipped())]
    Run {
        /// The scenario: a file, the name of a shipped one, or a service as it is today: RYF, SWASFT or its name.
        scenario: String,
        /// Stop at this local time, "2024-01-12 04:00", and save how everything stands instead of a result.
        #[arg(long, value_name = "TIME", requires = "checkpoint", conflicts_with_all = ["from", "out", "json"])]
        until: Option<String>,
        /// The file for how everything stands then.
        #[arg(long, value_name = "FILE", requires = "until")]
        checkpoint: Option<PathBuf>,
        /// Run every set of the fit: means by their weights, and intervals that hold chance and doubt about parameters.
        #[arg(
            long, requires = "fit",
            conflicts_with_all = ["member", "until", "from", "records", "log", "map", "metrics", "precision"],
        )]
        ensemble: bool,
        #[command(flatten)]
        options: RunArguments,
    },
    /// Compare arms with a baseline on the same simulated incidents.
    #[command(after_help = shipped())]
    Compare {
        /// The baseline and then the arms, each a file, a shipped name or a service; or one study, a file that lists its arms.
        #[arg(required = true, value_name = "SCENARIO|STUDY")]
        scenarios: Vec<String>,
        #[command(flatten)]
        options: RunArguments,
    },
    /// Find the value of one key at which a measure comes to a target, on the same simulated incidents.
    #[command(after_help = SEEK)]
    Seek {
        /// The scenario: a file, the name of a shipped one, or a service as it is today: RYF, SWASFT or its name.
        scenario: String,
        #[command(flatten)]
        question: QuestionArguments,
        #[command(flatten)]
        options: SeekArguments,
    },
    /// Fit services to their published months: all response figures at once, and what the figures cannot tell apart.
    #[command(after_help = shipped())]
    Calibrate {
        /// The scenario: a file, the name of a shipped one, or a service (RYF, SWASFT); several services with what they share.
        scenario: String,
        #[command(flatten)]
        options: CalibrateArguments,
    },
    /// Answer a service's planning round: the bridge between two periods, exchange rates, and leakage.
    #[command(after_help = shipped())]
    Planround(PlanArguments),
    /// Say what would have to be true for C2 to be so much faster: how far hours, handover, telephone advice or incidents
    /// would each have to change.
    #[command(after_help = shipped())]
    Required(RequiredArguments),
    /// Share an uplift out over the ICSs of a service in whole rota lines, or move lines between them, by several methods, and
    /// simulate each answer on fresh luck.
    #[command(after_help = ALLOCATE)]
    Allocate(AllocateArguments),
    /// Say where the vehicles of a service would cover most, by models without a queue, each with its bound.
    #[command(after_help = shipped())]
    Stations(StationArguments),
    /// Divide what the ICSs of a service have from sharing its vehicles, by several rules: a hypothetical game.
    #[command(after_help = shipped())]
    Pooling(PoolingArguments),
    /// Run a sweep: a design over keys of a scenario, thousands of runs, into a store that survives kills.
    Sweep(SweepArguments),
    /// Go on with a sweep that was stopped or killed: what is missing is run, and nothing else.
    Resume(ResumeArguments),
    /// Check every byte of a store of runs.
    Verify {
        /// The folder of the store.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Take the runs of other stores of the same sweep into one.
    Merge {
        /// The folder of the store that takes them.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The folders of the others.
        #[arg(value_name = "FROM", required = true)]
        from: Vec<PathBuf>,
    },
    /// Clear a store of what killed processes left, and forget damaged runs so that `resume` makes them again.
    Gc {
        /// The folder of the store.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Say what a sum of money a week buys of a list of offers: rota lines, clinicians, cohort staff, prevention; each alone, and
    /// the best mix, simulated on fresh luck.
    #[command(after_help = shipped())]
    Portfolio(PortfolioArguments),
    /// Predict months of a published AmbSYS file from their inputs and hold them against it.
    #[command(after_help = shipped())]
    Backtest(BacktestArguments),
    /// Hold a scenario against what its services published: each month run on its own, every figure scored.
    #[command(after_help = shipped())]
    Scorecard(ScoreArguments),
    /// Make an emulator of a scenario's C2 mean over hours, incidents and handover, or ask one: answers at once.
    #[command(after_help = EMULATE)]
    Emulate(EmulateArguments),
    /// Arrangements side by side: from engagement work to go-live dates, over thousands of beliefs. No ambulance is in it.
    #[command(after_help = studies())]
    Governance(GovernanceArguments),
    /// Follow a scenario's prevention month by month, and split a budget between it and crews.
    #[command(after_help = CIRCLE)]
    Circle(CircleArguments),
    /// Replay recorded incidents with a fleet and a table of driving times; nothing is drawn.
    Replay {
        /// The trace: a TOML file, with its tables in the same folder.
        trace: PathBuf,
        #[command(flatten)]
        options: ReplayArguments,
    },
    /// Make a result again from its manifest, and say IDENTICAL or where it differs.
    Reproduce(ReproduceArguments),
    /// Say whether a window begins as it goes on: is the lead-in long enough.
    #[command(after_help = shipped())]
    WarmUp(WarmUpArguments),
    /// Check scenarios, studies and region folders; report every fault at once.
    Check {
        /// Files, folders of regions, or names of shipped scenarios.
        #[arg(required = true)]
        files: Vec<String>,
    },
    /// Read what others publish or answer: monthly indicators, driving times, handover returns.
    #[command(subcommand)]
    Import(Import),
    /// Make the folder of a study of a service: scenario.toml, study.toml, the schema, and what to do next.
    Init {
        /// The folder to make.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// The service: its ODS code (RYF), name or short name.
        #[arg(long, value_name = "SERVICE")]
        trust: String,
    },
    /// Write a page that plays one simulated day on a map: vehicles, those who wait, hospitals.
    Player(PlayerArguments),
    /// Questions that trusts ask, as files of a few lines: list them, print one, or run it for a service.
    Recipe(RecipeArguments),
    /// Write a log in the shape of another tool: a trust's extract, process mining (CSV, XES), queue animation (vidigi).
    Export(ExportArguments),
    /// Prove a log legal: replay every step of it, and report every row that breaks a rule.
    CheckLog {
        /// A log that `run --log` wrote: log.parquet or log.csv, or the folder that holds one.
        #[arg(value_name = "LOG")]
        log: PathBuf,
    },
    /// Tell one incident's story from a log.
    Trace {
        /// A log that `run --log` wrote: log.parquet or log.csv, or the folder that holds one.
        #[arg(value_name = "LOG")]
        log: PathBuf,
        /// The incident, as the tables name it.
        incident_id: String,
        /// The replication; the first that has the incident if not given.
        #[arg(long, value_name = "N")]
        replication: Option<u32>,
    },
    /// List the interventions that ambics ships with their evidence, or print the file of one: an example for your own.
    Interventions {
        /// The name of one: falls_community.
        name: Option<String>,
    },
    /// Print the JSON Schema of a scenario file.
    Schema {
        /// Write it to this file instead.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print version, cores and data hashes, to paste into a question; nothing private is in it.
    Doctor,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Make a matrix of driving times from the JSON of OSRM table, Valhalla or openrouteservice.
    Matrix {
        /// The answer, as it came.
        response: PathBuf,
        /// A CSV file with the column `code`: the places in the order in which they were asked for.
        #[arg(long, value_name = "FILE")]
        codes: PathBuf,
        /// The same for the targets, if they are others than the sources.
        #[arg(long, value_name = "FILE")]
        to_codes: Option<PathBuf>,
        /// The CSV file to write: from, to, seconds.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Make a profile pack from a trust's own extract: aggregates without small numbers, and a scenario that runs on them.
    Incidents(IncidentArguments),
    /// Make a scenario of a service's own rota: shifts on dates or days, its own words for vehicles, and its own stations.
    Rota(RotaArguments),
    /// Make a handover table of hospitals from the daily returns of acute trusts.
    Handover {
        /// A CSV file: acute_trust_code, handovers, and mean_min, hours, or over_30 and over_60; a row a day or one in all.
        file: PathBuf,
        /// The scenario whose hospitals they are: a file, or the name of a shipped one.
        #[arg(long, value_name = "SCENARIO", default_value = "england-2023")]
        scenario: String,
        /// The CSV file to write, for handover.table of a scenario.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Read and check the Ambulance Systems Indicators of NHS England, as published, or a file of the same shape.
    Ambsys {
        /// The monthly time series in CSV.
        file: PathBuf,
        #[command(flatten)]
        options: AmbsysArguments,
    },
}
