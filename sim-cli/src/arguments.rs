//! What the command line says.

use clap::{Args, Parser, Subcommand, ValueEnum};
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

const EMULATE: &str = "\
Make one (about as long as a planning round), then ask it as often as you like:
  ambics emulate RYF --out emulator.json --page emulator.html
  ambics emulate --ask emulator.json hours=+2% incidents=-1% handover=-5min
Hours are effective hours of this model, not rostered ones. Outside the ranges that it was made for it does
not answer.";

/// Which scenarios need no file.
fn shipped() -> String {
    format!(
        "A scenario is a TOML file, or the name of one that ambics ships:\n{}.",
        ambics::scenario::shipped().join(", ")
    )
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Simulate one scenario and print what its residents experience.
    #[command(after_help = shipped())]
    Run {
        /// The scenario: a file, or the name of a shipped one.
        scenario: String,
        /// Stop at this local time, "2024-01-12 04:00", and save how everything stands instead of a result.
        #[arg(long, value_name = "TIME", requires = "checkpoint", conflicts_with_all = ["from", "out", "json"])]
        until: Option<String>,
        /// The file for how everything stands then.
        #[arg(long, value_name = "FILE", requires = "until")]
        checkpoint: Option<PathBuf>,
        #[command(flatten)]
        options: RunArguments,
    },
    /// Compare arms with a baseline on the same simulated incidents.
    #[command(after_help = shipped())]
    Compare {
        /// The baseline and then the arms; or one study, a file that lists its arms.
        #[arg(required = true, value_name = "SCENARIO|STUDY")]
        scenarios: Vec<String>,
        #[command(flatten)]
        options: RunArguments,
    },
    /// Find the value of one key at which a measure comes to a target, on the same simulated incidents.
    #[command(after_help = SEEK)]
    Seek {
        /// The scenario: a file, or the name of a shipped one.
        scenario: String,
        #[command(flatten)]
        question: QuestionArguments,
        #[command(flatten)]
        options: SeekArguments,
    },
    /// Fit services to their published months: all response figures at once, and what the figures cannot tell apart.
    #[command(after_help = shipped())]
    Calibrate {
        /// The scenario: a file, or the name of a shipped one; one service, or several with what they share.
        scenario: String,
        #[command(flatten)]
        options: CalibrateArguments,
    },
    /// Answer a service's planning round: the bridge between two periods, exchange rates, and leakage.
    #[command(after_help = shipped())]
    Planround(PlanArguments),
    /// Predict months of a published AmbSYS file from their inputs and hold them against it.
    #[command(after_help = shipped())]
    Backtest(BacktestArguments),
    /// Hold a scenario against what its services published: each month run on its own, every figure scored.
    #[command(after_help = shipped())]
    Scorecard(ScoreArguments),
    /// Make an emulator of a scenario's C2 mean over hours, incidents and handover, or ask one: answers at once.
    #[command(after_help = EMULATE)]
    Emulate(EmulateArguments),
    /// Replay recorded incidents with a fleet and a table of driving times; nothing is drawn.
    Replay {
        /// The trace: a TOML file, with its tables in the same folder.
        trace: PathBuf,
        #[command(flatten)]
        options: ReplayArguments,
    },
    /// Check scenarios, studies and region folders; report every fault at once.
    Check {
        /// Files, folders of regions, or names of shipped scenarios.
        #[arg(required = true)]
        files: Vec<String>,
    },
    /// Read what others publish or answer: monthly indicators, driving times, handover returns.
    #[command(subcommand)]
    Import(Import),
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
    /// Print the JSON Schema of a scenario file.
    Schema {
        /// Write it to this file instead.
        #[arg(long)]
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

/// What to do with published indicators.
#[derive(Debug, Args)]
pub(crate) struct AmbsysArguments {
    /// Add this count or total up, by code or name: A8, c2_response_total_s.
    #[arg(long, value_name = "ITEM")]
    pub total: Vec<String>,
    /// Make this mean anew, its total over its count: A31, c2_response_mean_s.
    #[arg(long, value_name = "ITEM")]
    pub mean: Vec<String>,
    /// Over these organisations, by code: RYF; all ambulance services if not given.
    #[arg(long, value_name = "CODE")]
    pub org: Vec<String>,
    /// Over these months: 2023-10..2024-03, or one month; all if not given.
    #[arg(long, value_name = "A..B")]
    pub months: Option<String>,
    /// Write manifest.json and a Parquet file per table to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "out")]
    pub csv: bool,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

/// Results in the codes of someone else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Metrics {
    /// By month in the codes of the Ambulance Systems Indicators; only for whole calendar months.
    Ambsys,
}

/// What a calibration fits, and where the fit goes.
#[derive(Debug, Args)]
pub(crate) struct CalibrateArguments {
    /// The months, each a set of its own.
    #[arg(long, value_name = "A..B", default_value = "2023-10..2024-03")]
    pub months: String,
    /// Fit what all services share too, not only what is each service's own.
    #[arg(long)]
    pub shared: bool,
    /// Vectors of the space-filling screen before the fit; 0 begins at the scenario as it stands.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub screen: u32,
    /// Most steps of the least squares.
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub steps: u32,
    /// Sets of parameters in the ensemble, the best among them.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub members: u32,
    /// Leave out the curve of hours against time on scene, which takes twelve runs of all months.
    #[arg(long)]
    pub no_trade_off: bool,
    /// Independent repetitions of each month, instead of the scenario's own number.
    #[arg(long, value_name = "N", default_value = "4")]
    pub replications: Option<u32>,
    /// The seed of all luck, instead of the scenario's own.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    pub seed: Option<i64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Change a key of the scenario first: travel.law=straight_line.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// The folder for the fit; a calibration that was stopped goes on from what lies there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// What a planning round asks, and where its page goes.
#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario of one whole service.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    /// A CSV file with the columns month and hours: the service's vehicle-hours by month.
    #[arg(long, value_name = "FILE")]
    pub hours: Option<PathBuf>,
    /// Months of the earlier period; the first half of the scenario's if not given.
    #[arg(long, value_name = "MONTHS", requires = "after")]
    pub before: Option<String>,
    /// Months of the later period; the second half if not given.
    #[arg(long, value_name = "MONTHS", requires = "before")]
    pub after: Option<String>,
    /// Months whose load is called winter; the latest published December to February if not given.
    #[arg(long, value_name = "MONTHS")]
    pub winter: Option<String>,
    /// The page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write manifest.json and a Parquet file per exhibit to this folder.
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "tables")]
    pub csv: bool,
    /// Print the manifest and the exhibits as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    /// Independent repetitions; 8 for a service, and the scenario's own number for a scenario, if not given.
    #[arg(long, value_name = "N")]
    pub replications: Option<u32>,
    /// The seed of all luck, instead of the scenario's own.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    pub seed: Option<i64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Change a key of the scenario: run.days=56, fleet.hours_per_week.RYF=+5%.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// What a backtest predicts, from what, and where it is put.
#[derive(Debug, Args)]
pub(crate) struct BacktestArguments {
    /// A TOML file, or a shipped name.
    pub scenario: String,
    /// The Ambulance Systems Indicators as NHS England publishes them: a CSV file.
    #[arg(long, value_name = "FILE")]
    pub observed: PathBuf,
    /// The months to predict: 2024-01..2024-03.
    #[arg(long, value_name = "MONTHS")]
    pub months: String,
    /// A fit to predict with: a CSV or Parquet table of member, weight, key and value. Without one the scenario is taken
    /// as it stands, and one level of hours a trust is fitted here.
    #[arg(long, value_name = "FILE")]
    pub fit: Option<PathBuf>,
    /// The months of the fit; the scenario's own before the first month predicted if not given.
    #[arg(long, value_name = "MONTHS")]
    pub fit_months: Option<String>,
    /// A CSV file with the columns service_code, month and hours, for the conditional score.
    #[arg(long, value_name = "FILE")]
    pub hours: Option<PathBuf>,
    /// After a break of the region's breaks.csv let nothing from before it count for the level of hours.
    #[arg(long)]
    pub update_at_breaks: bool,
    /// Write manifest.json, the predictions and the scores to this folder, as Parquet and CSV.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print the manifest and the tables as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    /// Independent repetitions of each month, instead of 4.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub replications: u32,
    /// The seed of all luck, instead of the scenario's own.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    pub seed: Option<i64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Change a key of the scenario: select.trusts=["RYF"], fleet.hours_per_week.RYF=+5%.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// What a scorecard is made of, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct ScoreArguments {
    /// The scenario: a file, or the name of a shipped one; services that are simulated whole are scored.
    pub scenario: String,
    /// The months, each run on its own: 2023-10..2024-03, or one month.
    #[arg(long, value_name = "A..B")]
    pub months: String,
    /// A fit file, of which the best set is taken: CSV with the columns member, weight, key and value.
    #[arg(long, value_name = "FILE")]
    pub fit: Option<PathBuf>,
    /// A folder in which ambics backtest left backtest.csv, or the file itself, for the page.
    #[arg(long, value_name = "DIR")]
    pub backtest: Option<PathBuf>,
    /// Write manifest.json and each table as Parquet and CSV to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The validation page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
    /// Independent repetitions of each month, instead of the scenario's own number.
    #[arg(long, value_name = "N")]
    pub replications: Option<u32>,
    /// The seed of all luck, instead of the scenario's own.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    pub seed: Option<i64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Change a key of the scenario: travel.law=network, fleet.hours_per_week.RYF=+5%.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// What an emulator is made of, or asked.
#[derive(Debug, Args)]
pub(crate) struct EmulateArguments {
    /// A service by its ODS code (RYF) or short name, or a scenario; with --ask the changes: hours=+2% handover=-5min.
    #[arg(value_name = "SERVICE|SCENARIO|CHANGE")]
    pub words: Vec<String>,
    /// Ask this emulator, as --out wrote it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "points", "range", "replications", "seed", "set"])]
    pub ask: Option<PathBuf>,
    /// Code of the service that is asked for; the only one if not given.
    #[arg(long, value_name = "CODE", requires = "ask")]
    pub of: Option<String>,
    /// The file to write the emulator to, small JSON.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    /// Ratios of an input to the scenario's own within which it will answer: hours=0.8..1.2; may be repeated.
    #[arg(long, value_name = "INPUT=LOW..HIGH")]
    pub range: Vec<String>,
    /// Points inside the ranges, beside the scenario itself and the eight corners; 64 if not given.
    #[arg(long, value_name = "N")]
    pub points: Option<u32>,
    /// Independent repetitions of each point; 8 for a service, the scenario's own number for a scenario, if not given.
    #[arg(long, value_name = "N")]
    pub replications: Option<u32>,
    /// The seed of all luck, instead of the scenario's own.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    pub seed: Option<i64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Change a key of the scenario: run.days=56, fleet.hours_per_week.RYF=+5%.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// Where what a replay gives is put.
#[derive(Debug, Args)]
pub(crate) struct ReplayArguments {
    /// Write manifest.json and the incident table as Parquet to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print the incident table as CSV; with --out write it as a CSV file too.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Print the incident table as one JSON document.
    #[arg(long)]
    pub json: bool,
}

/// What a search looks for.
#[derive(Debug, Args)]
pub(crate) struct QuestionArguments {
    /// The key to turn, any number that --set takes: fleet.hours_per_week.RYF.
    #[arg(long, value_name = "KEY")]
    pub change: String,
    /// The measure: a category (C1, C1T, C2, C3, C4, Other, all) and mean or p90.
    #[arg(long, value_name = "MEASURE")]
    pub goal: String,
    /// Code of the service, ICS, patch or district that is measured; the only service, or England, if left out.
    #[arg(long, value_name = "CODE")]
    pub of: Option<String>,
    /// What the measure is to be, with its unit: "30 min".
    #[arg(long, value_name = "DURATION")]
    pub target: String,
    /// Least and highest value of the key to try; a tenth to ten times the value in force, or its range if left out.
    #[arg(long, value_names = ["LOW", "HIGH"], num_args = 2)]
    pub between: Option<Vec<String>>,
}

/// How a search runs, and where to put what comes out.
#[derive(Debug, Args)]
pub(crate) struct SeekArguments {
    /// Independent repetitions of each value tried, at least 2, instead of the scenario's own number.
    #[arg(long, value_name = "N")]
    pub replications: Option<u32>,
    /// The seed of all luck, instead of the scenario's own.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    pub seed: Option<i64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Change another key of the scenario first: run.days=7.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Write the HTML page to this file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

/// How to run, and where to put what comes out.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// Independent repetitions, instead of the scenario's own number.
    #[arg(long, value_name = "N")]
    pub replications: Option<u32>,
    /// The seed of all luck, instead of the scenario's own.
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    pub seed: Option<i64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Change a key of every scenario: run.days=7, fleet.hours_per_week.RYF=+5%.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Take the parameters of a fit, a table that `ambics calibrate` wrote; what --set says stands over them.
    #[arg(long, value_name = "FILE")]
    pub fit: Option<PathBuf>,
    /// The set of the fit, by number; 0, the best, if not given.
    #[arg(long, value_name = "N", requires = "fit", default_value_t = 0)]
    pub member: u32,
    /// Write manifest.json, a Parquet file per table and report.html to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "out")]
    pub csv: bool,
    /// Write every incident too; large.
    #[arg(long, requires = "out")]
    pub records: bool,
    /// Write every step of every vehicle and incident too; very large.
    #[arg(long)]
    pub log: bool,
    /// Draw the mean response to a category by district in report.html: C1; all but C1 is grey, not validated.
    #[arg(long, value_name = "CATEGORY", requires = "out", value_parser = ["C1", "C2", "C3", "C4"])]
    pub map: Vec<String>,
    /// Write results by calendar month in published codes too, and as CSV in the published shape.
    #[arg(long, value_enum, requires = "out", conflicts_with = "from")]
    pub metrics: Option<Metrics>,
    /// Go on from a checkpoint, every arm of a comparison too; only rules of operation and borders may differ from it.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}
