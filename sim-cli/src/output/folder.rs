//! The folder of a result: each file is written under another name and then renamed.

use crate::failure::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// Endings of files that somebody could want instead of a folder.
const FILES: [&str; 5] = ["html", "htm", "csv", "json", "parquet"];

/// A folder that is empty or holds a result of ambics.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Opens the folder and makes it if it is not there; fails at once if it cannot be written to.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if FILES.contains(&ending) && !path.is_dir() {
            return Err(Failure::FileAsFolder(path.to_owned()));
        }
        fs::create_dir_all(path).map_err(Failure::file("make the folder", path))?;
        let mut is_empty = true;
        for entry in fs::read_dir(path).map_err(Failure::file("read", path))? {
            let name = entry.map_err(Failure::file("read", path))?.file_name();
            is_empty &= name.to_string_lossy().starts_with('.');
        }
        if !is_empty && !path.join("manifest.json").is_file() {
            return Err(Failure::OthersFolder(path.to_owned()));
        }
        let folder = Self(path.to_owned());
        let trial = folder.hidden("trial");
        fs::write(&trial, b"")
            .and_then(|()| fs::remove_file(&trial))
            .map_err(Failure::file("write to", path))?;
        Ok(folder)
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn hidden(&self, name: &str) -> PathBuf {
        self.0.join(format!(".{name}.{}.part", std::process::id()))
    }

    /// Writes a file whole or not at all.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let part = self.hidden(name);
        let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, self.file(name)));
        written.map_err(|error| {
            // What cannot be written may not be there to remove either.
            let _ = fs::remove_file(&part);
            Failure::file("write", self.file(name))(error)
        })
    }

    /// Removes files of an earlier result that this one does not have.
    pub fn remove_all_but(&self, kept: &[String], own: impl Iterator<Item = String>) -> Result<(), Failure> {
        for name in own.filter(|name| !kept.contains(name)) {
            let path = self.file(&name);
            if path.is_file() {
                fs::remove_file(&path).map_err(Failure::file("remove", path))?;
            }
        }
        Ok(())
    }
}
