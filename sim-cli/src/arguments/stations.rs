use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// Where a service's vehicles would cover most, by a model of location.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("With --simulate: independent repetitions; 20 if not given")))]
pub(crate) struct StationArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario of one service.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    /// The model: mexclp, mclp or p-median.
    #[arg(long, value_name = "MODEL", default_value = "mexclp")]
    pub method: String,
    /// An ordinary drive within which demand is covered.
    #[arg(long, value_name = "DURATION", default_value = "8 min")]
    pub within: String,
    /// Vehicles to stand, or for mclp and p-median stations to be used; as many as on duty today on average if not given.
    #[arg(long, value_name = "N")]
    pub place: Option<u32>,
    /// Part of their time in which vehicles are busy, for mexclp; expected work over hours if not given.
    #[arg(long, value_name = "SHARE")]
    pub busy: Option<String>,
    /// Most vehicles at one station.
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub most: u32,
    /// Simulate the model's best beside the present: the same hours on the same shifts, at its stations.
    #[arg(long)]
    pub simulate: bool,
    /// Write the scenario in which vehicles stand as the model has them to this file.
    #[arg(long, value_name = "FILE.toml")]
    pub write: Option<PathBuf>,
    /// Write the HTML page to this file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print the table as JSON instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
