use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What is asked of a circle, and where its page goes.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of each level of hours and incidents; 8 if not given")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario: assumption.reinvested_share=0.3")))]
pub(crate) struct CircleArguments {
    /// A scenario with interventions: a file, or the name of a shipped one.
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    /// Pounds a year to split between crews and prevention; what the scenario's programme costs if not given.
    #[arg(long, value_name = "GBP")]
    pub budget: Option<f64>,
    /// Days over which the response to hours and incidents is measured; 91 if not given.
    #[arg(long, value_name = "N")]
    pub days: Option<u32>,
    /// Draws of what is believed of effects, costs and assumptions; 1000 if not given.
    #[arg(long, value_name = "N")]
    pub draws: Option<u32>,
    /// Let calls that were not made before take up a part of new capacity (assumption.induced_share).
    #[arg(long)]
    pub induced: bool,
    /// The page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Write manifest.json and a Parquet file per table to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "out")]
    pub csv: bool,
    /// Print the manifest and the tables as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
