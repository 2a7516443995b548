use ambics::engine::Stop;
use ambics::experiment::{Progress, RunOptions};
use clap::Args;

/// How a scenario is simulated; each command says of replications and keys what they are to it.
#[derive(Debug, Args)]
pub(crate) struct SimulationArguments {
    /// Independent repetitions.
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
    /// Change a key of the scenario.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

impl SimulationArguments {
    /// A run on so many threads that can be watched and stopped.
    pub fn run_options<'a>(&self, progress: &'a Progress, stop: &'a Stop) -> RunOptions<'a> {
        let threads = usize::from(self.threads);
        RunOptions { threads, progress: Some(progress), stop: Some(stop), ..RunOptions::default() }
    }
}
