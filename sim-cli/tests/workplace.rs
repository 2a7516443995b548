//! A folder of its own for a test, and the built command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that goes away with the test.
pub struct Workplace(PathBuf);

impl Workplace {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("ambics-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file and gives its path as an argument.
    pub fn file(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.argument(name)
    }

    /// A path here as an argument.
    pub fn argument(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ambics"))
}

/// What the built command does with these arguments.
pub fn ambics(arguments: &[&str]) -> Output {
    command().args(arguments).output().unwrap()
}

/// What it prints, given that all goes well.
pub fn printed(arguments: &[&str]) -> String {
    let output = ambics(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
