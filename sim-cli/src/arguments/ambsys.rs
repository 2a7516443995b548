use clap::Args;
use std::path::PathBuf;

/// What to do with published indicators.
#[derive(Debug, Args)]
pub(crate) struct AmbsysArguments {
    /// Add this count or total up, by code or name: A8, c2_response_total_s.
    #[arg(long, value_name = "ITEM")]
    pub total: Vec<String>,
    /// Make this mean anew, its total over its count: A31, c2_response_mean_s.
    #[arg(long, value_name = "ITEM")]
    pub mean: Vec<String>,
    /// Over these organisations, by code: RYF; all ambulance services if not given.
    #[arg(long, value_name = "CODE")]
    pub org: Vec<String>,
    /// Over these months: 2023-10..2024-03, or one month; all if not given.
    #[arg(long, value_name = "A..B")]
    pub months: Option<String>,
    /// Write manifest.json and a Parquet file per table to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "out")]
    pub csv: bool,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}
