use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// By how much C2 is to be faster, and where to put what comes out.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions; 10 for a service, and the scenario's own number for a scenario, if not given")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario first: run.days=56")))]
pub(crate) struct RequiredArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario of one whole service.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    /// By how much the C2 mean is to fall, with its unit.
    #[arg(long, value_name = "DURATION", default_value = "1 min")]
    pub faster: String,
    /// How many departments are named: those at which crews lose most hours.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub departments: usize,
    /// Write the HTML page to this file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Write manifest.json and the table as Parquet and CSV to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print the manifest and the table as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
