//! The bytes of a region's files, from a folder or from the program itself.

use super::faults::{Fault, Faults};
use super::schemas::{self, SOURCE};
use crate::problem::{Problems, did_you_mean};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Bytes of the longest file that is read.
const FILE_LIMIT: u64 = 64 << 20;

/// What stands where a file of the region should be.
type Found = Result<Cow<'static, [u8]>, Absent>;

/// Why there are no bytes.
enum Absent {
    Missing,
    TooLong,
    Unreadable(io::ErrorKind),
}

/// The files of one region by name.
pub(super) struct Files {
    pub name: String,
    files: BTreeMap<&'static str, Found>,
    /// CSV files of the folder that are no table of a region.
    strays: Vec<String>,
    /// The shipped region from which the tables come that a folder leaves out, if its `SOURCE.toml` names one.
    base: Option<Box<Files>>,
}

impl Files {
    /// Reads a folder.
    pub fn of_folder(folder: &Path) -> Result<Self, Problems> {
        let present = csv_names(folder).map_err(|error| no_folder(folder, error.kind()))?;
        let files = names().map(|name| (name, read(&folder.join(name)))).collect();
        let strays = present.into_iter().filter(|name| names().all(|known| known != name)).collect();
        let own = Self { name: folder_name(folder), files, strays, base: None };
        let base = own.bytes(SOURCE).and_then(base_of);
        let base = base.map(|name| Self::shipped(&name).map_err(|_| no_base(folder, &name))).transpose()?;
        Ok(Self { base: base.map(Box::new), ..own })
    }

    /// Takes a region that this program ships.
    pub fn shipped(region: &str) -> Result<Self, Problems> {
        let shipped = ambics_scenarios::region_files(region).ok_or_else(|| unknown_region(region))?;
        let bytes_of =
            |name| shipped.iter().find(|(file, _)| *file == name).map(|(_, bytes)| Cow::Borrowed(*bytes));
        let files = names().map(|name| (name, bytes_of(name).ok_or(Absent::Missing))).collect();
        Ok(Self { name: region.to_owned(), files, strays: Vec::new(), base: None })
    }

    /// The bytes of a file; if there are none, `faults` says why.
    pub fn open(&self, file: &str, faults: &mut Faults) -> Option<&[u8]> {
        match self.found(file)? {
            Ok(bytes) => Some(bytes),
            Err(absent) => {
                faults.in_file("", || self.absent(file, absent));
                None
            }
        }
    }

    /// The bytes of a table if it could be read.
    pub fn bytes(&self, file: &str) -> Option<&[u8]> {
        self.found(file)?.as_ref().ok().map(AsRef::as_ref)
    }

    /// Whether there is no such file at all.
    pub fn is_missing(&self, file: &str) -> bool {
        matches!(self.found(file), Some(Err(Absent::Missing)))
    }

    /// The region from which a file comes, if it is not this one.
    pub fn lender(&self, file: &str) -> Option<&Self> {
        let lacks = matches!(self.files.get(file), Some(Err(Absent::Missing)));
        self.base.as_deref().filter(|_| lacks && file != SOURCE)
    }

    fn found(&self, file: &str) -> Option<&Found> {
        self.lender(file).unwrap_or(self).files.get(file)
    }

    /// Whether the folder holds such a file beside those of a region.
    pub fn has_stray(&self, file: &str) -> bool {
        self.strays.iter().any(|stray| stray == file)
    }

    fn absent(&self, file: &str, absent: &Absent) -> Fault {
        match absent {
            Absent::Missing => {
                let strays = self.strays.iter().map(String::as_str);
                let hint = if self.strays.is_empty() { String::new() } else { did_you_mean(file, strays) };
                Fault::new("no such file", "every table of a region is there", hint)
            }
            Absent::TooLong => Fault::new("a longer file", "a file of at most 64 MiB", ""),
            Absent::Unreadable(kind) => Fault::new(kind.to_string(), "a file that can be read", ""),
        }
    }
}

/// The region that a `SOURCE.toml` builds on; what is wrong with the file itself is told where it is read.
fn base_of(source: &[u8]) -> Option<String> {
    let table: toml::Table = toml::from_str(std::str::from_utf8(source).ok()?).ok()?;
    table.get("region")?.get("base")?.as_str().map(str::to_owned)
}

fn no_base(folder: &Path, name: &str) -> Problems {
    let hint = did_you_mean(name, ambics_scenarios::regions().iter().copied());
    let rule = ("the name of a region that ambics ships", hint.as_str());
    Problems::one(folder.join(SOURCE).display().to_string(), "region.base", super::faults::quoted(name), rule)
}

fn names() -> impl Iterator<Item = &'static str> {
    schemas::ALL.iter().map(|schema| schema.file).chain([SOURCE])
}

fn csv_names(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    names.retain(|name| name.to_lowercase().ends_with(".csv"));
    names.sort_unstable();
    Ok(names)
}

fn read(path: &Path) -> Found {
    let absent = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Absent::Missing,
        kind => Absent::Unreadable(kind),
    };
    // Asked before opening: to open a pipe would wait for its writer.
    if !fs::metadata(path).map_err(absent)?.is_file() {
        return Err(Absent::Unreadable(io::ErrorKind::IsADirectory));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(absent)?.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(absent)?;
    if bytes.len() as u64 > FILE_LIMIT { Err(Absent::TooLong) } else { Ok(Cow::Owned(bytes)) }
}

/// A region is called what its folder is called.
fn folder_name(folder: &Path) -> String {
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map_or_else(|| "region".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn no_folder(folder: &Path, kind: io::ErrorKind) -> Problems {
    let found = Fault::new(kind.to_string(), "a region is a folder of tables", "");
    one(folder.display().to_string(), found)
}

fn unknown_region(region: &str) -> Problems {
    let hint = did_you_mean(region, ambics_scenarios::regions().iter().copied());
    one(
        String::from("region"),
        Fault::new(super::faults::quoted(region), "the name of a region that ambics ships", hint),
    )
}

fn one(file: String, Fault { found, rule, hint }: Fault) -> Problems {
    Problems::one(file, "", found, (&rule, &hint))
}
