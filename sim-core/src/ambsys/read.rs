//! From the bytes of a file to the table, with every row accounted for.

use super::cell::{Cell, hint};
use super::header::Header;
use super::item::{Item, items};
use super::organisation::{Known, OrgLevel, Organisation, known, level_of};
use super::report::{DropReason, DroppedRow, Renamed, Report};
use super::{AmbSys, Figure};
use crate::problem::Problems;
use crate::region::Month;
use crate::region::faults::{Fault, Faults, quoted};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Bytes of the longest file that is read.
const FILE_LIMIT: u64 = 256 << 20;

/// A row that gives figures.
struct Row {
    line: usize,
    month: Month,
    code: String,
    name: String,
    region: String,
    /// One entry for each item of the header.
    values: Vec<Option<i64>>,
}

/// What has been read so far.
struct Reading {
    faults: Faults,
    report: Report,
    rows: Vec<Row>,
    /// Where each organisation and month stands in `rows`.
    seen: BTreeMap<(String, Month), usize>,
}

impl AmbSys {
    /// Reads a file of the Ambulance Systems Indicators, or of the same shape.
    ///
    /// # Errors
    /// Every fault with file, row, what was found, the rule and how to mend it.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let shown = path.display().to_string();
        let mut faults = Faults::of(&shown);
        match bytes_of(path) {
            Ok(bytes) => Self::read(&shown, &bytes),
            Err(fault) => {
                faults.in_file("", || fault);
                Err(faults.into_problems())
            }
        }
    }

    /// Reads the bytes of a file of this name.
    ///
    /// # Errors
    /// Every fault with file, row, what was found, the rule and how to mend it.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Problems> {
        let mut reading = Reading {
            faults: Faults::of(file),
            report: Report::default(),
            rows: Vec::new(),
            seen: BTreeMap::new(),
        };
        let header = text_of(bytes, &mut reading.faults).and_then(|text| reading.lines(text));
        let Reading { faults, report, rows, .. } = reading;
        let problems = faults.into_problems();
        match header.filter(|_| problems.is_empty()) {
            Some(header) => Ok(table(file, &header, rows, report)),
            None => Err(problems),
        }
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Fault> {
    let unreadable =
        |error: std::io::Error| Fault::new(error.kind().to_string(), "a file that can be read", "");
    // Asked before opening: to open a pipe would wait for its writer.
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() || about.len() > FILE_LIMIT {
        let found = "a folder, a device or a longer file";
        return Err(Fault::new(found, "a file of at most 256 MiB", "name the CSV file itself"));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FILE_LIMIT).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(unreadable)
}

/// The bytes as text, without the mark that some programs put first.
fn text_of<'a>(bytes: &'a [u8], faults: &mut Faults) -> Option<&'a str> {
    const CSV: &str = "take the time series in CSV, or save the sheet as `CSV UTF-8`";
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        faults.in_file("", || Fault::new("a spreadsheet", "a CSV file", CSV));
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            faults.at_row(line, || Fault::new("bytes that are no UTF-8", "text in UTF-8", CSV));
            None
        }
    }
}

/// The cells of one line; a cell that goes on in the next line ends with its line.
fn cells_of(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    // A text in memory is read without fail, and a line is one record.
    let read = reader.read_record(&mut record).unwrap_or(false);
    if read { record.iter().map(|cell| cell.trim().to_owned()).collect() } else { Vec::new() }
}

impl Reading {
    /// Reads all lines; `None` if the first says too little.
    fn lines(&mut self, text: &str) -> Option<Header> {
        let mut lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
        let first = lines.next().unwrap_or_default();
        if first.trim().is_empty() {
            self.faults.at_row(1, || Fault::new("an empty line", "the columns are named first", ""));
            return None;
        }
        let header = Header::of(&cells_of(first), &mut self.faults)?;
        self.report.left_out.clone_from(&header.left_out);
        let last = text.ends_with('\n').then(|| text.matches('\n').count() + 1);
        for (line, text) in lines.enumerate().map(|(row, text)| (row + 2, text)) {
            // What follows the last line break is no row.
            if Some(line) != last {
                self.report.rows += 1;
                self.line(line, text, &header);
            }
        }
        let organisations: BTreeSet<&str> = self.seen.keys().map(|(code, _)| code.as_str()).collect();
        if organisations.len() > usize::from(u16::MAX) {
            let found = format!("{} organisations", organisations.len());
            self.faults.in_file("", || Fault::new(found, "at most 65535 organisations", ""));
        }
        if self.rows.is_empty() && self.report.dropped.len() == self.report.rows {
            let rule = "rows of figures below the names of the columns";
            self.faults.in_file("", || Fault::new("no row with a figure", rule, ""));
        }
        Some(header)
    }

    fn line(&mut self, line: usize, text: &str, header: &Header) {
        let cells = cells_of(text);
        if cells.iter().all(String::is_empty) {
            return self.drop_row(line, None, DropReason::Blank);
        }
        let is_figure = |(at, _): &&(usize, String)| {
            cells.get(*at).is_some_and(|cell| !matches!(Cell::of(cell), Cell::Missing(_)))
        };
        let figures = header.items.iter().filter(is_figure).count();
        let has_year = cells.get(header.year).is_some_and(|cell| cell.parse::<i64>().is_ok());
        if figures == 0 && !has_year {
            return self.drop_row(line, None, DropReason::Note);
        }
        if cells.len() != header.width {
            let found = format!("{} cells", cells.len());
            let rule = format!("{} cells, as in the first line", header.width);
            let hint = "put a text with a comma in quotation marks, and close every one on its line";
            return self.faults.at_row(line, || Fault::new(found, rule, hint));
        }
        let (about, values) = (self.about(line, &cells, header), self.values(line, &cells, header));
        if let Some(((month, code), values)) = about.zip(values) {
            let text = |at: Option<usize>| at.map_or_else(String::new, |at| cells[at].clone());
            self.keep(Row {
                line,
                month,
                code,
                name: text(header.name),
                region: text(header.region),
                values,
            });
        }
    }

    /// The month and the organisation of a row; `None` if one of them is wrong.
    fn about(&mut self, line: usize, cells: &[String], header: &Header) -> Option<(Month, String)> {
        let mut number = |column: &'static str, at: usize, range: std::ops::RangeInclusive<i16>| {
            let found = cells[at].parse::<i16>().ok().filter(|number| range.contains(number));
            if found.is_none() {
                let rule = format!("a whole number from {} to {}", range.start(), range.end());
                self.faults.at_cell(line, column, || Fault::new(quoted(&cells[at]), rule, ""));
            }
            found
        };
        let year = number("Year", header.year, 1990..=2100);
        let month = number("Month", header.month, 1..=12);
        let code = &cells[header.code];
        let is_code =
            !code.is_empty() && code.len() <= 16 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_code {
            let rule = "the code of an organisation, letters and digits";
            let hint = "names change, so rows are joined by code";
            self.faults.at_cell(line, "Org Code", || Fault::new(quoted(code), rule, hint));
        }
        let month = Month { year: year?, month: i8::try_from(month?).expect("it is at most 12") };
        is_code.then(|| (month, code.clone()))
    }

    /// The figures of a row, in the order of the items; `None` if a cell is wrong.
    fn values(&mut self, line: usize, cells: &[String], header: &Header) -> Option<Vec<Option<i64>>> {
        let mut values = Some(Vec::with_capacity(header.items.len()));
        for (at, code) in &header.items {
            let value = match Cell::of(&cells[*at]) {
                Cell::Figure(value) => Some(value),
                Cell::Missing(mark) => {
                    *self.report.missing.entry(mark).or_default() += 1;
                    None
                }
                Cell::Wrong => {
                    let rule = "a whole number of at least 0, or `.` for missing";
                    let cell = &cells[*at];
                    self.faults.at_cell(line, code, || Fault::new(quoted(cell), rule, hint(cell)));
                    values = None;
                    None
                }
            };
            if let Some(values) = &mut values {
                values.push(value);
            }
        }
        values
    }

    /// Keeps a row, unless it says nothing, or what another row of its organisation and month says already.
    fn keep(&mut self, row: Row) {
        let about = (row.code.clone(), row.month);
        if row.values.iter().all(Option::is_none) {
            self.drop_values(row, DropReason::NoFigure);
        } else if let Some(other) = self.seen.get(&about).map(|at| &self.rows[*at]) {
            if other.values == row.values {
                let first = other.line;
                return self.drop_values(row, DropReason::Repeats(first));
            }
            let (code, month, line) = (&row.code, row.month, other.line);
            let found = format!("`{code}` in {month} again, with other figures");
            let hint = format!("see row {line} too, and take out the one that is wrong");
            self.faults
                .at_row(row.line, || Fault::new(found, "one row for each organisation and month", hint));
        } else {
            self.report.kept += 1;
            self.seen.insert(about, self.rows.len());
            self.rows.push(row);
        }
    }

    /// Drops a row whose cells have been counted.
    fn drop_values(&mut self, row: Row, reason: DropReason) {
        self.drop_row(row.line, Some((row.code, row.month)), reason);
    }

    fn drop_row(&mut self, line: usize, about: Option<(String, Month)>, reason: DropReason) {
        self.report.dropped.push(DroppedRow { line, about, reason });
    }
}

fn table(file: &str, header: &Header, mut rows: Vec<Row>, mut report: Report) -> AmbSys {
    let known_items = items();
    let item = |(_, code): &(usize, String)| {
        known_items.iter().find(|item| item.code == *code).cloned().unwrap_or_else(|| Item::unknown(code))
    };
    rows.sort_by(|a, b| (&a.code, a.month).cmp(&(&b.code, b.month)));
    let known = known();
    let by_code: Vec<&[Row]> = rows.chunk_by(|a, b| a.code == b.code).collect();
    report.renamed = by_code.iter().filter_map(|rows| renamed(rows)).collect();
    let mut organisations: Vec<Organisation> =
        by_code.iter().map(|rows| organisation(rows, &known)).collect();
    organisations.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    let find = |code: &str| organisations.iter().position(|organisation| organisation.code == code);
    let mut figures = Vec::new();
    for rows in &by_code {
        let organisation = find(&rows[0].code).expect("every row has its organisation") as u16;
        for row in *rows {
            let given = row.values.iter().enumerate().filter_map(|(item, value)| Some((item, (*value)?)));
            let month = row.month;
            figures.extend(given.map(|(item, value)| Figure {
                organisation,
                month,
                item: item as u16,
                value,
            }));
        }
    }
    let items = header.items.iter().map(item).collect();
    AmbSys::new(file, with_region_codes(organisations), items, figures).with_report(report)
}

/// An organisation from its rows in order of month.
fn organisation(rows: &[Row], known: &[Known]) -> Organisation {
    let last = rows.last().expect("an organisation has a row");
    let level = level_of(&last.code, known);
    let region = match level {
        OrgLevel::England => None,
        OrgLevel::Region => Some(last.code.clone()),
        OrgLevel::Trust | OrgLevel::Icb | OrgLevel::Other => Some(last.region.clone()),
    };
    let (code, name) = (last.code.clone(), last.name.clone());
    Organisation { level, code, name, region: region.filter(|region| !region.is_empty()) }
}

/// Regions by code: where a row names its region, the code of the region's own row stands in.
fn with_region_codes(mut organisations: Vec<Organisation>) -> Vec<Organisation> {
    let regions = organisations.iter().filter(|organisation| organisation.level == OrgLevel::Region);
    let codes: BTreeMap<String, String> =
        regions.map(|region| (region.name.to_lowercase(), region.code.clone())).collect();
    for organisation in &mut organisations {
        let code = organisation.region.as_ref().and_then(|region| codes.get(&region.to_lowercase()));
        if let Some(code) = code.cloned() {
            organisation.region = Some(code);
        }
    }
    organisations
}

/// The names of an organisation, if they change.
fn renamed(rows: &[Row]) -> Option<Renamed> {
    let mut names: Vec<(String, usize, Month, Month)> = Vec::new();
    for row in rows {
        match names.iter_mut().find(|(name, ..)| *name == row.name) {
            Some((_, months, _, last)) => (*months, *last) = (*months + 1, row.month),
            None => names.push((row.name.clone(), 1, row.month, row.month)),
        }
    }
    (names.len() > 1).then(|| Renamed { code: rows[0].code.clone(), names })
}
