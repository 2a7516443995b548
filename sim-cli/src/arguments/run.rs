use super::SimulationArguments;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How to run, and where to put what comes out.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions, instead of the scenario's own number")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of every scenario: run.days=7, fleet.hours_per_week.RYF=+5%")))]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Take the parameters of a fit, a table that `ambics calibrate` wrote; what --set says stands over them.
    #[arg(long, value_name = "FILE")]
    pub fit: Option<PathBuf>,
    /// The set of the fit, by number; 0, the best, if not given.
    #[arg(long, value_name = "N", requires = "fit", default_value_t = 0)]
    pub member: u32,
    /// Run until half the 95% interval of C1 to C4, mean and 90th centile, is within this share of each: 2%.
    #[arg(long, value_name = "SHARE", conflicts_with_all = ["replications", "from"])]
    pub precision: Option<String>,
    /// With --precision: at most so many replications.
    #[arg(long, value_name = "N", requires = "precision", default_value_t = 1_000)]
    pub most: u32,
    /// Write manifest.json, a Parquet file per table and report.html to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "out")]
    pub csv: bool,
    /// Write every incident too; large.
    #[arg(long, requires = "out")]
    pub records: bool,
    /// Write every step of every vehicle and incident too; very large.
    #[arg(long)]
    pub log: bool,
    /// Run although the estimate says that it takes weeks, or keeps more than memory holds.
    #[arg(long)]
    pub anyway: bool,
    /// Draw the mean response to a category by district in report.html: C1; all but C1 is grey, not validated.
    #[arg(long, value_name = "CATEGORY", requires = "out", value_parser = ["C1", "C2", "C3", "C4"])]
    pub map: Vec<String>,
    /// Write results by calendar month in published codes too, and as CSV in the published shape.
    #[arg(long, value_enum, requires = "out", conflicts_with = "from")]
    pub metrics: Option<Metrics>,
    /// Go on from a checkpoint, every arm of a comparison too; only rules of operation and borders may differ from it.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

/// Results in the codes of someone else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Metrics {
    /// By month in the codes of the Ambulance Systems Indicators; only for whole calendar months.
    Ambsys,
}
