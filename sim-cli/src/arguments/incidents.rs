use clap::Args;
use std::path::PathBuf;

/// What `ambics import incidents` is asked.
#[derive(Debug, Args)]
pub(crate) struct IncidentArguments {
    /// The extract: a CSV file with one row a response.
    #[arg(value_name = "EXTRACT.csv")]
    pub extract: PathBuf,
    /// How its columns are called: ambics, ads, or a TOML file of your own.
    #[arg(long, value_name = "PROFILE", default_value = "ambics")]
    pub profile: String,
    /// A column that the profile leaves open or calls otherwise: allocated="Time allocated". May be given again.
    #[arg(long = "column", value_name = "FIELD=NAME")]
    pub columns: Vec<String>,
    /// A look-up of the Office for National Statistics from the codes of your area column (postcodes, OA, LSOA) to LSOA or MSOA.
    /// May be given again: they follow one another.
    #[arg(long = "look-up", value_name = "FILE.csv")]
    pub look_ups: Vec<PathBuf>,
    /// The service whose extract it is: its ODS code, such as RYF.
    #[arg(long, value_name = "SERVICE")]
    pub service: String,
    /// The region on which the pack builds: what the extract cannot say comes from there.
    #[arg(long, value_name = "REGION", default_value = "england-2022")]
    pub base: String,
    /// A rota to take into the pack: the folder that `import rota` made, with your own stations, or a file in the scenario's
    /// columns; the base's effective hours if not given.
    #[arg(long, value_name = "DIR|FILE.csv")]
    pub rota: Option<PathBuf>,
    /// The folder to make: scenario.toml, data/pack and pack.json.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}
