use clap::Args;
use std::path::PathBuf;

/// How much is drawn, and where a study of arrangements goes.
#[derive(Debug, Args)]
pub(crate) struct GovernanceArguments {
    /// The study: a TOML file of kind "arrangements", or the name of a shipped one.
    #[arg(value_name = "STUDY")]
    pub study: String,
    /// Beliefs drawn for each number of team hours, instead of the study's own.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub draws: Option<u32>,
    /// The seed of all luck, instead of the study's own.
    #[arg(long, value_parser = clap::value_parser!(u64))]
    pub seed: Option<u64>,
    /// Threads; 0 takes all cores. The result is the same for any number.
    #[arg(
        long, env = "AMBICS_THREADS", value_name = "T", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(..=1024),
    )]
    pub threads: u16,
    /// Leave out the tornado and the break-even chart.
    #[arg(long)]
    pub brief: bool,
    /// The page to write, one self-contained HTML file with the timeline and the chart.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Write manifest.json and a Parquet file per table to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "out")]
    pub csv: bool,
    /// Print the go-live dates and fits of this arrangement as [[intervention]] tables for a scenario, and nothing else.
    #[arg(long, value_name = "ARRANGEMENT", conflicts_with_all = ["json", "page", "out"])]
    pub interventions: Option<String>,
    #[command(flatten)]
    pub wait: WaitArguments,
    /// Print the manifest and the tables as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
}

/// The dates of each arrangement in the ambulances.
#[derive(Debug, Args)]
#[command(next_help_heading = "Through the ambulances")]
pub(crate) struct WaitArguments {
    /// Take the dates and fits of each arrangement to the ambulances: what patients wait, paired; first of all what would have
    /// to be true.
    #[arg(long, conflicts_with = "interventions")]
    pub ambulances: bool,
    /// The scenario that packages come into; the study's service as it is today if not given.
    #[arg(long, value_name = "SCENARIO", requires = "ambulances")]
    pub base: Option<String>,
    /// Years after the study's first day at whose end waits are looked at.
    #[arg(long, value_name = "N", default_value_t = 3, requires = "ambulances")]
    pub years: u32,
    /// Draws of belief and luck that are run, one a replication.
    #[arg(
        long, value_name = "N", default_value_t = 10, requires = "ambulances",
        value_parser = clap::value_parser!(u32).range(1..=100_000),
    )]
    pub replications: u32,
    /// Days of the window at the end of each year; the base's own if not given.
    #[arg(long, value_name = "D", requires = "ambulances")]
    pub days: Option<u32>,
    /// Split each difference at the end of the last year over the channels, by Shapley shares over their 32 subsets: up to 31
    /// further runs for each arrangement and draw.
    #[arg(long, requires = "ambulances")]
    pub channels: bool,
    /// Every ambulance service of the region at once, each with the same arrangement; the base is England if not given.
    #[arg(long, requires = "ambulances")]
    pub every_service: bool,
    /// Hours a week of the trust's team; the middle of the study's range if not given.
    #[arg(long, value_name = "H", requires = "ambulances")]
    pub team_hours: Option<f64>,
}
