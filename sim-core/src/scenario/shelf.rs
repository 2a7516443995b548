//! Where scenario files and regions come from: the scenario's own folder, or what ambics ships. Nothing outside.

use super::report::{Fault, nearest};
use crate::problem::Problems;
use crate::region::Region;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of the longest scenario file.
const FILE_LIMIT: u64 = 4 << 20;
/// Bytes of the longest data file.
const DATA_LIMIT: u64 = 256 << 20;
/// How a scenario file ends.
pub(super) const SCENARIO: &[&str] = &[".toml"];
/// How a data file of rows and columns ends.
pub(super) const TABLE: &[&str] = &[".csv", ".parquet"];
/// Most entries of a folder that are looked at for a hint or a check.
const MOST_ENTRIES: usize = 4_096;
/// Longest name of a file or a region.
const LONGEST_NAME: usize = 100;

/// The place from which a scenario's other files are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shelf {
    /// A folder; the file's own names are taken in it.
    Folder(PathBuf),
    /// The scenarios that ambics ships, below a path such as `tiny/`.
    Shipped(String),
}

/// Why there is no region.
pub(super) enum NoRegion {
    /// The name leads nowhere.
    Name(Fault),
    /// The region's own tables.
    Tables(Problems),
}

impl Shelf {
    /// A sibling's name as the user knows it.
    pub fn shown(&self, name: &str) -> Arc<str> {
        match self {
            Self::Folder(folder) => folder.join(name).display().to_string().into(),
            Self::Shipped(below) => format!("{below}{name}").into(),
        }
    }

    /// The bytes of a data file beside the scenario, whose name is plain already: at most 256 MiB.
    ///
    /// Nothing outside the folder is read, not even through a link.
    pub fn file(&self, name: &str) -> Result<Vec<u8>, Fault> {
        let missing = |error: &io::Error| {
            let hint = nearest(name, self.data_files().iter().map(String::as_str));
            Fault::new(why(error), "a data file of the same folder", hint)
        };
        match self {
            Self::Folder(folder) => {
                let path = folder.join(name);
                inside(folder, &fs::canonicalize(&path).map_err(|error| missing(&error))?)?;
                file_bytes(&path, ("a data file", DATA_LIMIT))
            }
            Self::Shipped(below) => {
                let found = ambics_scenarios::data_file(&format!("{below}{name}"));
                found.map(<[u8]>::to_vec).ok_or_else(|| missing(&io::ErrorKind::NotFound.into()))
            }
        }
    }

    /// The names of the data files here.
    fn data_files(&self) -> Vec<String> {
        let is_table = |name: &str| TABLE.iter().any(|end| name.ends_with(end));
        match self {
            Self::Folder(folder) => entries(folder).into_iter().filter(|name| is_table(name)).collect(),
            Self::Shipped(below) => {
                let names =
                    ambics_scenarios::data_files().filter_map(|name| name.strip_prefix(below.as_str()));
                names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
            }
        }
    }

    /// The text of a sibling, whose name is plain already.
    pub fn text(&self, name: &str) -> Result<String, Fault> {
        match self {
            Self::Folder(folder) => {
                let path = folder.join(name);
                let real = fs::canonicalize(&path).map_err(|error| absent(&error, name, &self.files()))?;
                inside(folder, &real)?;
                file_text(&path)
            }
            Self::Shipped(below) => {
                let found = name
                    .strip_suffix(".toml")
                    .and_then(|stem| ambics_scenarios::scenario(&format!("{below}{stem}")));
                found
                    .map(str::to_owned)
                    .ok_or_else(|| absent(&io::ErrorKind::NotFound.into(), name, &self.files()))
            }
        }
    }

    /// The text of the file that the user names; where there is none, the nearest in its folder is proposed.
    pub fn first(&self, path: &Path, name: &str) -> Result<String, Fault> {
        let there = fs::metadata(path).map_err(|error| absent(&error, name, &self.files()));
        there.and_then(|_| file_text(path))
    }

    /// The names of the scenario files here.
    fn files(&self) -> Vec<String> {
        match self {
            Self::Folder(folder) => {
                entries(folder).into_iter().filter(|name| name.ends_with(".toml")).collect()
            }
            Self::Shipped(below) => {
                let names =
                    ambics_scenarios::scenarios().filter_map(|name| name.strip_prefix(below.as_str()));
                names.filter(|name| !name.contains('/')).map(|name| format!("{name}.toml")).collect()
            }
        }
    }

    /// The region of a plain name: the folder's own before the one that ambics ships.
    pub fn region(&self, name: &str) -> Result<Region, NoRegion> {
        if let Self::Folder(folder) = self {
            let own = folder.join("data").join(name);
            if fs::symlink_metadata(&own).is_ok() {
                stays_inside(folder, &own).map_err(NoRegion::Name)?;
                return Region::load(&own).map_err(NoRegion::Tables);
            }
        }
        if !Region::shipped().contains(&name) {
            return Err(NoRegion::Name(self.unknown_region(name)));
        }
        Region::embedded(name).map_err(NoRegion::Tables)
    }

    fn unknown_region(&self, name: &str) -> Fault {
        let own = match self {
            Self::Folder(folder) => entries(&folder.join("data")),
            Self::Shipped(_) => Vec::new(),
        };
        let known = own.iter().map(String::as_str).chain(Region::shipped().iter().copied());
        let rule = "a folder data/<name> beside the scenario, or a region that ambics ships";
        Fault::new(super::report::quoted(name), rule, nearest(name, known))
    }
}

/// The bytes of a file that the user names; `what` it should be, and its most bytes.
fn file_bytes(path: &Path, (what, most): (&str, u64)) -> Result<Vec<u8>, Fault> {
    let unreadable = |error: io::Error| Fault::new(error.kind().to_string(), "a file that can be read", "");
    // Asked before opening: to open a pipe would wait for its writer.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Fault::new("a folder or a device", what, ""));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(Fault::new("a longer file", format!("{what} of at most {} MiB", most >> 20), ""));
    }
    Ok(bytes)
}

/// The bytes of a data file that the user names, at most 256 MiB.
pub(super) fn data_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    file_bytes(path, ("a data file", DATA_LIMIT))
}

/// The text of a file that the user names, at most 4 MiB of UTF-8.
pub(super) fn file_text(path: &Path) -> Result<String, Fault> {
    let bytes = file_bytes(path, ("a scenario file", FILE_LIMIT))?;
    utf8(&bytes).map(str::to_owned)
}

/// Bytes as text in UTF-8.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        Fault::new(
            format!("bytes that are no UTF-8 in line {line}"),
            "a text in UTF-8",
            "save the file as UTF-8",
        )
    })
}

/// The fault of a file that is not there, with the nearest of those that are.
pub(super) fn absent(error: &io::Error, name: &str, present: &[String]) -> Fault {
    let hint = nearest(name, present.iter().map(String::as_str));
    Fault::new(why(error), "a scenario file of the same folder", hint)
}

/// Why a file cannot be opened.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        kind => kind.to_string(),
    }
}

/// The names in a folder, in order; none if it cannot be read.
pub(super) fn entries(folder: &Path) -> Vec<String> {
    let read = fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_ENTRIES);
    let mut names: Vec<String> = read.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

/// A folder and each link in it lead nowhere outside `folder`.
fn stays_inside(folder: &Path, own: &Path) -> Result<(), Fault> {
    let real = |path: &Path| {
        fs::canonicalize(path).map_err(|e| Fault::new(e.kind().to_string(), "a region's folder", ""))
    };
    inside(folder, &real(own)?)?;
    let links = fs::read_dir(own).into_iter().flatten().flatten().take(MOST_ENTRIES);
    for link in links.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_symlink())) {
        inside(folder, &real(&link.path())?)?;
    }
    Ok(())
}

fn inside(folder: &Path, real: &Path) -> Result<(), Fault> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let within = fs::canonicalize(folder).is_ok_and(|folder| real.starts_with(folder));
    let outside = || {
        Fault::new("a link out of the folder", "everything lies under the scenario's folder", "copy it there")
    };
    if within { Ok(()) } else { Err(outside()) }
}

/// Why a name is not plain: what to do about it; `None` if it is. A file ends with one of `ends`, a region has none.
///
/// A plain name is the same on every system and leads nowhere: no folder, no drive, no reserved name.
pub(super) fn name_fault(name: &str, ends: &[&str]) -> Option<String> {
    name_is_plain(name, !ends.is_empty()).err().map(str::to_owned).or_else(|| {
        let fits = ends.is_empty() || ends.iter().any(|end| name.ends_with(end));
        let kind = if ends == SCENARIO { "scenario" } else { "data" };
        (!fits).then(|| format!("a {kind} file ends with {}", ends.join(" or ")))
    })
}

fn name_is_plain(name: &str, is_file: bool) -> Result<(), &'static str> {
    const FORBIDDEN: &[char] = &['/', '\\', ':', '*', '?', '"', '<', '>', '|', '%', '$', '~'];
    let edge = |c: char| c == '.' || c.is_whitespace();
    if name.is_empty() {
        return Err("give a name");
    }
    if name.contains(FORBIDDEN) || name.contains("..") || name.chars().any(char::is_control) {
        return Err("the name alone: no folder, no drive, no `..`");
    }
    if name.starts_with(edge) || name.ends_with(edge) || name.starts_with('-') {
        return Err("a name begins and ends with a letter or a digit");
    }
    if name.chars().count() > LONGEST_NAME {
        return Err("a name has at most 100 characters");
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !is_file && !name.chars().all(plain) {
        return Err("letters, digits, `-` and `_`");
    }
    if is_reserved(name) {
        return Err("some systems reserve this name; choose another");
    }
    Ok(())
}

/// Names that Windows takes for devices, whatever follows the first point.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = |device: &str| {
        let number = stem.strip_prefix(device);
        number.is_some_and(|n| {
            n.chars().count() == 1 && n.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN" | "CONOUT")
        || numbered("COM")
        || numbered("LPT")
}
