use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What `ambics player` is asked.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.hide(true)))]
pub(crate) struct PlayerArguments {
    /// A scenario file, the name of a shipped scenario, or a service (RYF).
    #[arg(value_name = "SCENARIO|SERVICE")]
    pub scenario: String,
    /// The day that is played, from 04:00; the first of the window if not given.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The HTML page to write.
    #[arg(long, value_name = "FILE.html")]
    pub out: PathBuf,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
