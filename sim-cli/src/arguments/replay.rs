use clap::Args;
use std::path::PathBuf;

/// Where what a replay gives is put.
#[derive(Debug, Args)]
pub(crate) struct ReplayArguments {
    /// Write manifest.json and the incident table as Parquet to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print the incident table as CSV; with --out write it as a CSV file too.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Print the incident table as one JSON document.
    #[arg(long)]
    pub json: bool,
}
