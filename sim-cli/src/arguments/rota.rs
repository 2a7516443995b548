use clap::Args;
use std::path::PathBuf;

/// What `ambics import rota` is asked.
#[derive(Debug, Args)]
pub(crate) struct RotaArguments {
    /// The rota: a CSV file with one row a shift, on a date, on some days, or every day.
    #[arg(value_name = "ROTA.csv")]
    pub rota: PathBuf,
    /// How its columns and vehicles are called: rota, or a TOML file of your own.
    #[arg(long, value_name = "PROFILE", default_value = "rota")]
    pub profile: String,
    /// A column that the profile leaves open or calls otherwise: vehicles="Number". May be given again.
    #[arg(long = "column", value_name = "FIELD=NAME")]
    pub columns: Vec<String>,
    /// Your own stations: a CSV file with station, and longitude and latitude or area; without it, codes of the base's stations.
    #[arg(long, value_name = "FILE.csv")]
    pub stations: Option<PathBuf>,
    /// A look-up of the Office for National Statistics from the codes of the stations' area column (postcodes, LSOA). May be given again.
    #[arg(long = "look-up", value_name = "FILE.csv", requires = "stations")]
    pub look_ups: Vec<PathBuf>,
    /// The service whose rota it is: its ODS code, such as RYF.
    #[arg(long, value_name = "SERVICE")]
    pub service: String,
    /// The region on which the scenario stands.
    #[arg(long, value_name = "REGION", default_value = "england-2022")]
    pub base: String,
    /// The folder to make: scenario.toml, rota.csv, and data with your stations.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}
