use super::SimulationArguments;
use clap::Args;

/// Whose lead-in is looked at.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions; 10 for a service")))]
pub(crate) struct WarmUpArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
