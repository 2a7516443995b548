use super::RunArguments;
use clap::Args;
use std::path::PathBuf;

/// What `ambics recipe` is asked.
#[derive(Debug, Args)]
pub(crate) struct RecipeArguments {
    /// The question: Q1 to Q11; all are listed if not given.
    #[arg(value_name = "QUESTION")]
    pub question: Option<String>,
    /// The service for which it is run: its ODS code or short name; the file is only printed if not given.
    #[arg(value_name = "SERVICE")]
    pub service: Option<String>,
    /// The ICS that changes, where one does; the service's largest if not given.
    #[arg(long, value_name = "ICS")]
    pub ics: Option<String>,
    /// Keep base.toml and the recipe's file in this folder.
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    #[command(flatten)]
    pub run: RunArguments,
}
