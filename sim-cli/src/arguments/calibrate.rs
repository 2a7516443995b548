use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What a calibration fits, and where the fit goes.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of each month, instead of the scenario's own number").default_value("4")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario first: travel.law=straight_line")))]
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
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// The folder for the fit; a calibration that was stopped goes on from what lies there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}
