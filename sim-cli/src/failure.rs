//! How a command can fail, what it then says, and its exit code.

use ambics::ambsys::Refusal;
use ambics::problem::{Problem, Problems};
use std::io;
use std::path::PathBuf;

pub(crate) const DONE: i32 = 0;
pub(crate) const INTERNAL: i32 = 70;
/// Files that cannot be read or written, or are not what was written.
pub(crate) const DAMAGED: i32 = 74;
pub(crate) const INTERRUPTED: i32 = 130;

/// Why a command gave nothing, or not all of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line; clap words it.
    #[error("{0}")]
    Usage(#[from] clap::Error),
    /// Faults in what the user wrote.
    #[error("{0}")]
    Input(#[from] Problems),
    /// A question that published figures cannot answer.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// A file or folder that cannot be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    /// A folder that holds something else.
    #[error("{} holds files that ambics did not write, so nothing is written there: name an empty or a new folder", .0.display())]
    OthersFolder(PathBuf),
    /// A folder that is called as a file is.
    #[error(
        "{} is the name of a file, and what is written here is a folder: name a folder, or give a page by --page",
        .0.display()
    )]
    FileAsFolder(PathBuf),
    /// A store of runs that cannot be used, or not written.
    #[error("{0}")]
    Store(#[from] ambics_store::StoreError),
    /// Text that nobody takes.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    pub fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }

    pub fn code(&self) -> i32 {
        match self {
            Self::Usage(error) => error.exit_code(),
            Self::Input(_) | Self::Refused(_) => 65,
            Self::File { .. }
            | Self::OthersFolder(_)
            | Self::FileAsFolder(_)
            | Self::Output(_)
            | Self::Store(_) => DAMAGED,
        }
    }

    /// Says it on the error stream; help and version go where they belong.
    pub fn print(&self) {
        match self {
            Self::Usage(error) => {
                // Nobody is left to tell if this fails.
                let _ = error.print();
            }
            Self::Input(problems) => eprintln!("{}", listed(problems)),
            other => eprintln!("ambics: {other}"),
        }
    }
}

/// Every fault on lines of its own, and how many there are.
pub(crate) fn listed(problems: &Problems) -> String {
    let faults: Vec<String> = problems.iter().map(fault).collect();
    let plural = if problems.len() == 1 { "fault" } else { "faults" };
    format!("{}\n{} {plural}", faults.join("\n"), problems.len())
}

/// The place of a fault, and below it what was found, the rule and the hint.
pub(crate) fn fault(problem: &Problem) -> String {
    let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
    let path = if problem.path.is_empty() { String::new() } else { format!(": {}", problem.path) };
    let mut text =
        format!("{}{line}{path}\n  found {}\n  rule  {}", problem.file, problem.found, problem.rule);
    if !problem.hint.is_empty() {
        text.push_str(&format!("\n  hint  {}", problem.hint));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_its_place_and_each_part_its_line() {
        let problem = Problem {
            file: "x.toml".into(),
            path: "run.days".into(),
            line: Some(3),
            found: "0".into(),
            rule: "a whole number from 1 to 3660".into(),
            hint: String::new(),
        };
        assert_eq!(fault(&problem), "x.toml:3: run.days\n  found 0\n  rule  a whole number from 1 to 3660");
    }
}
