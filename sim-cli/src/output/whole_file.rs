//! A single file, written whole or not at all.

use crate::failure::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// Fails before anything runs if the file could not be written; leaves what is there.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        let error = std::io::Error::from(std::io::ErrorKind::IsADirectory);
        return Err(Failure::file("write", path)(error));
    }
    let part = part(path);
    fs::write(&part, b"").and_then(|()| fs::remove_file(&part)).map_err(Failure::file("write", path))
}

/// Writes the file under another name beside it and then renames that.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let part = part(path);
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    written.map_err(|error| {
        // What cannot be written may not be there to remove either.
        let _ = fs::remove_file(&part);
        Failure::file("write", path)(error)
    })
}

fn part(path: &Path) -> PathBuf {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}
