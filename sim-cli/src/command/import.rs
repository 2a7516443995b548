//! What a routing engine answers becomes a file that a scenario can name.

use super::print;
use crate::failure::{DONE, Failure};
use ambics::problem::{Problem, Problems};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Seconds by source and target; none where no road leads.
type Times = Vec<Vec<Option<f64>>>;

/// Most faults that are told.
const SHOWN: usize = 200;

/// Writes the durations of an answer as a matrix of `from,to,seconds`.
///
/// # Source
/// Response shapes: OSRM HTTP API, service `table`; Valhalla, time-distance matrix; openrouteservice, matrix v2.
pub(super) fn matrix(response: &Path, codes: &[&Path], out: &Path) -> Result<i32, Failure> {
    let mut faults = Faults { file: response.display().to_string(), problems: Problems::none() };
    let sources = codes_of(codes[0])?;
    let targets = codes.get(1).map_or_else(|| Ok(sources.clone()), |path| codes_of(path))?;
    let bytes = fs::read(response).map_err(Failure::file("read", response))?;
    let times = match serde_json::from_slice::<Value>(&bytes) {
        Ok(answer) => times(&answer, &mut faults),
        Err(error) => {
            faults.at("", error.to_string(), "an answer in JSON", "");
            None
        }
    };
    let times = times.filter(|times| is_whole(times, (&sources, &targets), &mut faults));
    let Some(times) = times.filter(|_| faults.problems.is_empty()) else {
        return Err(faults.problems.into());
    };
    fs::write(out, long(&times, (&sources, &targets))?).map_err(Failure::file("write", out))?;
    let unreachable = times.iter().flatten().filter(|time| time.is_none()).count();
    let pairs = sources.len() * targets.len();
    print(&format!("{}: {pairs} pairs in seconds, {unreachable} of them without a road\n", out.display()))?;
    Ok(DONE)
}

/// The faults of one file.
struct Faults {
    file: String,
    problems: Problems,
}

impl Faults {
    fn at(&mut self, path: &str, found: impl Into<String>, rule: &str, hint: &str) {
        if self.problems.len() < SHOWN {
            let (file, path, found) = (self.file.clone(), path.to_owned(), found.into());
            let (rule, hint) = (rule.to_owned(), hint.to_owned());
            self.problems.push(Problem { file, path, line: None, found, rule, hint });
        }
    }
}

/// The codes of the places that were asked for, in the order in which they were asked for.
fn codes_of(path: &Path) -> Result<Vec<String>, Failure> {
    let mut faults = Faults { file: path.display().to_string(), problems: Problems::none() };
    let text = fs::read_to_string(path).map_err(Failure::file("read", path))?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.strip_prefix('\u{feff}').unwrap_or(&text).as_bytes());
    let column = reader.headers().ok().and_then(|names| names.iter().position(|name| name.trim() == "code"));
    let Some(column) = column else {
        faults.at("header", "no column `code`", "one code a row, below the name `code`", "");
        return Err(faults.problems.into());
    };
    let mut codes: Vec<String> = Vec::new();
    for (number, record) in reader.records().enumerate() {
        let code = record.ok().and_then(|record| record.get(column).map(|code| code.trim().to_owned()));
        let code = code.unwrap_or_default();
        if code.is_empty() || codes.contains(&code) {
            let found = if code.is_empty() { "no code".to_owned() } else { format!("`{code}` again") };
            faults.at(&format!("row {}", number + 2), found, "each row a code, each code once", "");
        }
        codes.push(code);
    }
    if codes.is_empty() {
        faults.at("", "no row below the first", "one code a row, below the name `code`", "");
    }
    faults.problems.into_result(|| codes).map_err(Failure::from)
}

/// The durations of an answer, whose shape its keys tell.
fn times(answer: &Value, faults: &mut Faults) -> Option<Times> {
    if let Some(code) = answer.get("code").and_then(Value::as_str).filter(|code| *code != "Ok") {
        let message = answer.get("message").and_then(Value::as_str).unwrap_or_default();
        let hint = "ask again until its code is Ok";
        faults.at("code", format!("\"{code}\" {message}").trim_end(), "an answer that holds a table", hint);
        return None;
    }
    match (answer.get("sources_to_targets"), answer.get("durations")) {
        (Some(Value::Array(rows)), _) => Some(pairs(rows, faults)),
        (Some(brief), _) => rows_of(brief.get("durations"), "sources_to_targets.durations", faults),
        (None, Some(rows)) => rows_of(Some(rows), "durations", faults),
        (None, None) => {
            let keys: Vec<&str> =
                answer.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
            let found = format!("neither `durations` nor `sources_to_targets`, but {}", listed(&keys));
            let rule = "the answer of OSRM table, Valhalla sources_to_targets or openrouteservice matrix";
            let hint = if keys.contains(&"distances") { "ask for durations too" } else { "" };
            faults.at("", found, rule, hint);
            None
        }
    }
}

fn listed(keys: &[&str]) -> String {
    if keys.is_empty() { "no key".to_owned() } else { keys.join(", ") }
}

/// OSRM, openrouteservice and Valhalla's brief form: an array of seconds for each source.
fn rows_of(rows: Option<&Value>, path: &str, faults: &mut Faults) -> Option<Times> {
    let Some(rows) = rows.and_then(Value::as_array) else {
        faults.at(path, "no array", "an array of seconds for each source", "");
        return None;
    };
    let mut times = Times::new();
    for (source, row) in rows.iter().enumerate() {
        let path = format!("{path}[{source}]");
        let Some(cells) = row.as_array() else {
            faults.at(&path, "no array", "an array of seconds for each source", "");
            continue;
        };
        let cell = |(target, cell)| seconds(cell, &format!("{path}[{target}]"), faults);
        times.push(cells.iter().enumerate().map(cell).collect());
    }
    Some(times)
}

/// Valhalla's own form: for each source the pairs, which say themselves where they belong.
fn pairs(rows: &[Value], faults: &mut Faults) -> Times {
    let mut times = Times::new();
    for (source, row) in rows.iter().enumerate() {
        let cells = row.as_array().map_or(&[][..], Vec::as_slice);
        let mut own = vec![None; cells.len()];
        for (at, cell) in cells.iter().enumerate() {
            let path = format!("sources_to_targets[{source}][{at}]");
            let index = |key: &str, otherwise: usize| {
                cell.get(key).and_then(Value::as_u64).map_or(otherwise, |index| index as usize)
            };
            let (from, to) = (index("from_index", source), index("to_index", at));
            if from != source || to >= own.len() {
                let found = format!("from_index {from}, to_index {to}");
                faults.at(&path, found, "all targets of each source, source by source", "");
                continue;
            }
            match cell.get("time") {
                Some(time) => own[to] = seconds(time, &format!("{path}.time"), faults),
                None => faults.at(&path, "no `time`", "a time for each pair, null where no road leads", ""),
            }
        }
        times.push(own);
    }
    times
}

/// The seconds of a cell; null says that no road leads there.
fn seconds(cell: &Value, path: &str, faults: &mut Faults) -> Option<f64> {
    let number = cell.as_f64().filter(|number| *number >= 0.0);
    if number.is_none() && !cell.is_null() {
        faults.at(path, cell.to_string(), "seconds of at least 0, or null", "");
    }
    number
}

/// Whether there is a row for each source and a cell for each target.
fn is_whole(times: &Times, (sources, targets): (&[String], &[String]), faults: &mut Faults) -> bool {
    let hint =
        "--codes lists the places in the order of the request; --to-codes the targets, if they are others";
    if times.len() != sources.len() {
        let rule = format!("a row for each of the {} codes", sources.len());
        faults.at("", format!("{} rows of times", times.len()), &rule, hint);
    }
    for (source, row) in times.iter().enumerate().filter(|(_, row)| row.len() != targets.len()) {
        let rule = format!("a time to each of the {} codes", targets.len());
        faults.at(&format!("row {source}"), format!("{} times", row.len()), &rule, hint);
    }
    faults.problems.is_empty()
}

/// The long form: a row a pair.
fn long(times: &Times, (sources, targets): (&[String], &[String])) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let unwritten = |error: csv::Error| Failure::Output(error.into());
    writer.write_record(["from", "to", "seconds"]).map_err(unwritten)?;
    for (from, row) in sources.iter().zip(times) {
        for (to, time) in targets.iter().zip(row) {
            let seconds = time.map_or_else(String::new, |seconds| seconds.to_string());
            writer.write_record([from.as_str(), to.as_str(), seconds.as_str()]).map_err(unwritten)?;
        }
    }
    writer.into_inner().map_err(|error| Failure::Output(error.into_error()))
}
