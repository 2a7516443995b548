use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What is to be shared out over the ICSs of a service, by which method and for whom.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of the runs that results are told from; 30 for a service, and the scenario's own number for a scenario, if not given")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario first: run.days=56")))]
pub(crate) struct AllocateArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario of one service. Its uplift is what is shared out.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    /// A method; give it again for several, or `all`.
    #[arg(long, value_name = "METHOD", default_value = "exchange")]
    pub method: Vec<String>,
    /// Whose wait counts: utilitarian, iso-elastic:E, bernoulli-nash, worst, lexicographic or between:P.
    #[arg(long, value_name = "OBJECTIVE", default_value = "utilitarian")]
    pub objective: String,
    /// The wait that is worth nothing, for iso-elastic objectives.
    #[arg(long, value_name = "DURATION", default_value = "2 h")]
    pub ceiling: String,
    /// What is watched: c1-mean, c1-p90, c2-mean and so on to c4-p90; or what boards watch: c2-over-60min, c3-over-6h,
    /// stack-at-peak, lost-over-15min, lost-over-45min, late-finishes, cost-per-hour.
    #[arg(long, value_name = "RESPONSE", default_value = "c2-mean")]
    pub measure: String,
    /// Weigh minutes of C1 to C4 by a TOML file: [weight] C1 to C4, source, years and place. No lives are counted.
    #[arg(long, value_name = "FILE", conflicts_with = "measure")]
    pub harm: Option<PathBuf>,
    /// For need-weighted: a TOML file with source, years, and [need] and [cost] by ICS, as published with the allocations.
    #[arg(long, value_name = "FILE")]
    pub need: Option<PathBuf>,
    /// By how much of its present wait an ICS may become worse: 0%; there is no safeguard if not given.
    #[arg(long, value_name = "SHARE")]
    pub safeguard: Option<String>,
    /// For sample-average: the wait that the ICS that waits longest is to keep to; without it the worst samples are made good.
    #[arg(long, value_name = "DURATION")]
    pub target: Option<String>,
    /// For sample-average: in what share of samples the target is kept, or beyond which share the worst begin.
    #[arg(long, value_name = "SHARE", default_value = "90%")]
    pub chance: String,
    /// Share out so many vehicle-hours a week, in whole lines of 84.
    #[arg(long, value_name = "HOURS", conflicts_with_all = ["budget", "reshuffle"])]
    pub hours: Option<f64>,
    /// Share out as many hours as this money buys in a week: "£100k".
    #[arg(long, value_name = "MONEY", conflicts_with = "reshuffle")]
    pub budget: Option<String>,
    /// Add nothing: move at most this share of all lines, and of the lines of each ICS: 5%.
    #[arg(long, value_name = "SHARE")]
    pub reshuffle: Option<String>,
    /// Share out so many hours as this share of those that are there: 2%.
    #[arg(long, value_name = "SHARE", conflicts_with_all = ["hours", "budget", "reshuffle"])]
    pub uplift: Option<String>,
    /// Ask for every service of the scenario by itself; --out then has a folder for each.
    #[arg(long, conflicts_with_all = ["write", "frontier", "limits"])]
    pub every_service: bool,
    /// With --every-service and --uplift: also what the same lines would do if they could go to any service. A bound, no proposal.
    #[arg(long, requires_all = ["every_service", "uplift"], conflicts_with_all = ["json", "out"])]
    pub between: bool,
    /// A TOML file of bounds: [least], [most] and [weight] by patch or ICS, and most_at_station.
    #[arg(long, value_name = "FILE")]
    pub limits: Option<PathBuf>,
    /// Replications of the runs in which single lines are tried.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub screening: u32,
    /// Find the frontier from the mean of all to the ICS that waits longest, in 11 points.
    #[arg(long)]
    pub frontier: bool,
    /// Write the scenario with the first method's allocation to this file.
    #[arg(long, value_name = "FILE.toml")]
    pub write: Option<PathBuf>,
    /// Write the HTML page to this file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Write manifest.json and the tables as Parquet and CSV to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print the manifest and the tables as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
