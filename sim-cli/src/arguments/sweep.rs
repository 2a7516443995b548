use clap::Args;
use std::path::PathBuf;

/// Thousands of runs into a store that survives kills, full disks and several processes.
#[derive(Debug, Args)]
pub(crate) struct SweepArguments {
    /// The sweep file: base, design, [vary], [[arm]] and replications.
    #[arg(value_name = "SWEEP.toml")]
    pub file: PathBuf,
    /// The folder of the store; made if it is not there, gone on with if it is this sweep's.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[command(flatten)]
    pub share: ShareArguments,
    /// Say how many runs there are, how long they may take and how large they are, and stop.
    #[arg(long)]
    pub preview: bool,
    /// Sweep even what would take weeks on a hundred machines.
    #[arg(long)]
    pub anyway: bool,
}

/// A sweep that was begun.
#[derive(Debug, Args)]
pub(crate) struct ResumeArguments {
    /// The folder of the store.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub share: ShareArguments,
}

/// Which part of a sweep, and on how many threads.
#[derive(Debug, Args)]
pub(crate) struct ShareArguments {
    /// Only every n-th run, beginning with the i-th: 3/10 is the third of ten parts, for any scheduler.
    #[arg(long, value_name = "i/n", default_value = "1/1")]
    pub shard: String,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: u16,
}
