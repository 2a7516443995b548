use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What a planning round asks, and where its page goes.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions; 8 for a service, and the scenario's own number for a scenario, if not given")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario: run.days=56, fleet.hours_per_week.RYF=+5%")))]
pub(crate) struct PlanArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario of one whole service.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    /// A CSV file with the columns month and hours: the service's vehicle-hours by month.
    #[arg(long, value_name = "FILE")]
    pub hours: Option<PathBuf>,
    /// Months of the earlier period; the first half of the scenario's if not given.
    #[arg(long, value_name = "MONTHS", requires = "after")]
    pub before: Option<String>,
    /// Months of the later period; the second half if not given.
    #[arg(long, value_name = "MONTHS", requires = "before")]
    pub after: Option<String>,
    /// Months whose load is called winter; the latest published December to February if not given.
    #[arg(long, value_name = "MONTHS")]
    pub winter: Option<String>,
    /// The page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write manifest.json and a Parquet file per exhibit to this folder.
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,
    /// Write CSV files too.
    #[arg(long, requires = "tables")]
    pub csv: bool,
    /// Print the manifest and the exhibits as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
