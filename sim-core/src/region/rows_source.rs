//! Reading `SOURCE.toml`, and the hash of all tables.

use super::faults::{Fault, Faults, plain, quoted};
use super::files::Files;
use super::row::nearest;
use super::schemas::{ALL, SOURCE};
use super::{SourceTable, Sources};
use toml::{Table, Value};

/// What kind of thing a table is.
pub(super) const TIERS: [&str; 6] = ["published", "derived", "assumption", "synthetic", "fitted", "own"];

/// Bytes of the longest `SOURCE.toml` that is read.
const LIMIT: usize = 1 << 20;

/// Reads where the tables come from; every table is listed.
pub(super) fn read_sources(files: &Files) -> (Sources, Faults) {
    let mut faults = Faults::of(SOURCE);
    let sources =
        files.open(SOURCE, &mut faults).map(<[u8]>::to_owned).and_then(|bytes| parse(&bytes, &mut faults));
    let mut sources = sources.map_or_else(Sources::default, |file| to_sources(&file, files, &mut faults));
    sources.hash = hash(files);
    (sources, faults)
}

fn parse(bytes: &[u8], faults: &mut Faults) -> Option<Table> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= LIMIT);
    let Some(text) = text else {
        faults.in_file("", || {
            Fault::new("bytes that are no UTF-8, or too many", "text in UTF-8 of at most 1 MiB", "")
        });
        return None;
    };
    let read = toml::from_str::<Table>(text);
    if let Err(error) = &read {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = 1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
        faults.at_row(line, || Fault::new("text that is no TOML", "a TOML file", plain(error.message())));
    }
    read.ok()
}

fn to_sources(file: &Table, files: &Files, faults: &mut Faults) -> Sources {
    let empty = Table::new();
    let region = file.get("region").and_then(Value::as_table).unwrap_or(&empty);
    let [title, vintage, attribution] =
        ["title", "vintage", "attribution"].map(|key| text(region, "region", key, faults));
    let listed = file.get("table").and_then(Value::as_table).unwrap_or(&empty);
    check_names(listed, files, faults);
    let tables = ALL.iter().filter(|schema| !(schema.may_be_absent && files.is_missing(schema.file)));
    let lent = lent(files);
    let listed_of = |file: &str| if files.lender(file).is_some() { &lent } else { listed };
    let tables = tables.filter_map(|schema| to_table(schema.file, listed_of(schema.file), faults)).collect();
    Sources { title, vintage, attribution, tables, hash: String::new() }
}

/// Where the tables of the region come from that lends what a folder leaves out; nothing if there is none.
fn lent(files: &Files) -> Table {
    let lender = ALL.iter().find_map(|schema| files.lender(schema.file));
    let bytes = lender.and_then(|lender| lender.bytes(SOURCE)).unwrap_or_default();
    let source = std::str::from_utf8(bytes).ok().and_then(|text| toml::from_str::<Table>(text).ok());
    source.and_then(|file| file.get("table").and_then(Value::as_table).cloned()).unwrap_or_default()
}

fn check_names(listed: &Table, files: &Files, faults: &mut Faults) {
    let absent = |file: &str| ALL.iter().all(|schema| schema.file != file) && !files.has_stray(file);
    for file in listed.keys().filter(|file| absent(file)) {
        let free = ALL.iter().map(|schema| schema.file).filter(|known| !listed.contains_key(*known));
        faults.in_file("table", || Fault::new(quoted(file), "a table of the region", nearest(file, free)));
    }
}

fn to_table(file: &str, listed: &Table, faults: &mut Faults) -> Option<SourceTable> {
    let path = format!("table.\"{file}\"");
    let Some(entry) = listed.get(file).and_then(Value::as_table) else {
        let hint = format!("add [{path}] with publisher, licence, period and tier");
        faults.in_file(&path, || Fault::new("no entry", "every table says where it comes from", hint));
        return None;
    };
    let [publisher, licence, period, tier] =
        ["publisher", "licence", "period", "tier"].map(|key| text(entry, &path, key, faults));
    if !tier.is_empty() && !TIERS.contains(&tier.as_str()) {
        let rule = || format!("one of {}", TIERS.join(", "));
        faults.in_file(&format!("{path}.tier"), || Fault::new(quoted(&tier), rule(), nearest(&tier, TIERS)));
    }
    let sha256 = entry.get("sha256").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(SourceTable { file: file.to_owned(), publisher, licence, period, tier, sha256 })
}

/// A text that must not be empty.
fn text(table: &Table, path: &str, key: &str, faults: &mut Faults) -> String {
    let found = table.get(key).map_or("nothing", Value::type_str);
    let text = table.get(key).and_then(Value::as_str).unwrap_or_default().trim();
    if text.is_empty() {
        let found = if found == "string" { "an empty text" } else { found };
        faults.in_file(&format!("{path}.{key}"), || Fault::new(found, "a text in quotation marks", ""));
    }
    text.to_owned()
}

/// BLAKE3 over name, length and bytes of every table, in order of file name.
fn hash(files: &Files) -> String {
    let mut hasher = blake3::Hasher::new();
    for (file, bytes) in ALL.iter().filter_map(|schema| Some((schema.file, files.bytes(schema.file)?))) {
        hasher.update(file.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.finalize().to_hex().to_string()
}
