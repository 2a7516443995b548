use crate::events::Shape;
use clap::Args;
use std::path::PathBuf;

/// What `ambics export` is asked.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// A log that `run --log` wrote: log.parquet or log.csv, or the folder that holds one.
    #[arg(value_name = "LOG")]
    pub log: PathBuf,
    /// The shape: extract, csv (pm4py, bupaR), xes or vidigi.
    #[arg(long = "as", value_name = "SHAPE", value_enum)]
    pub shape: Shape,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The replication, from 0.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub replication: u32,
    /// The arm, if the log has several; the first if not given.
    #[arg(long, value_name = "NAME")]
    pub arm: Option<String>,
}
