use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What an emulator is made of, or asked.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of each point; 8 for a service, the scenario's own number for a scenario, if not given")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario: run.days=56, fleet.hours_per_week.RYF=+5%")))]
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
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
