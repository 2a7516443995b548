use clap::Args;
use std::path::PathBuf;

/// A result that is to be made again.
#[derive(Debug, Args)]
pub(crate) struct ReproduceArguments {
    /// The manifest.json of `ambics run` or `ambics compare`, or the folder that holds it with its tables.
    #[arg(value_name = "MANIFEST|DIR")]
    pub manifest: PathBuf,
    /// The folder of the scenario, if it has data files or a region of its own.
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub threads: u16,
}
