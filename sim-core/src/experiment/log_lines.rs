//! The table of a log, read back: its lines, and the proof that it is legal.

use crate::category::Ending;
use crate::outcome::{Illegal, LogCounts, LogReason, LogRow, Step, replay_log};
use crate::problem::{Problem, Problems};
use crate::state::{IncidentStatus, VehicleStatus};
use crate::tape::IncidentId;
use crate::units::SimTime;
use arrow_array::{Array, Int64Array, RecordBatch, StringArray};

/// One line of a log's table; `None` and an empty text where it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLine<'t> {
    /// Name of the arm.
    pub arm: &'t str,
    /// Number of the replication.
    pub replication: i64,
    /// The component's row in the world.
    pub component: i64,
    /// Number of the row.
    pub row: i64,
    /// When, milliseconds since the lead-in began.
    pub at_ms: i64,
    /// When, by the local clock.
    pub local_time: &'t str,
    /// `vehicle` or `incident`.
    pub subject: &'t str,
    /// Row in the fleet.
    pub vehicle: Option<i64>,
    /// Kind of the vehicle.
    pub kind: &'t str,
    /// Station of the vehicle.
    pub station_code: &'t str,
    /// The incident.
    pub incident_id: &'t str,
    /// Its category.
    pub category: &'t str,
    /// Status before.
    pub from: &'t str,
    /// Status from now on.
    pub to: &'t str,
    /// Area where it is.
    pub area_code: &'t str,
    /// The hospital.
    pub hospital_code: &'t str,
    /// Why.
    pub reason: &'t str,
    /// When the drive that begins is to end.
    pub arrives_ms: Option<i64>,
}

/// The columns of a log's table that hold whole numbers; the others hold texts.
pub const LOG_NUMBERS: [&str; 6] = ["replication", "component", "row", "at_ms", "vehicle", "arrives_ms"];

/// The columns of a log's table that hold texts.
pub const LOG_TEXTS: [&str; 12] = [
    "arm",
    "local_time",
    "subject",
    "kind",
    "station_code",
    "incident_id",
    "category",
    "from",
    "to",
    "area_code",
    "hospital_code",
    "reason",
];

/// The columns of a log's table.
#[derive(Debug)]
pub struct LogLines<'t> {
    numbers: Vec<&'t Int64Array>,
    texts: Vec<&'t StringArray>,
    rows: usize,
}

impl<'t> LogLines<'t> {
    /// The lines of a table.
    ///
    /// # Errors
    /// Every column that is missing or of another kind.
    pub fn of(table: &'t RecordBatch) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let numbers = LOG_NUMBERS.iter().filter_map(|name| typed(table, name, &mut problems)).collect();
        let texts = LOG_TEXTS.iter().filter_map(|name| typed(table, name, &mut problems)).collect();
        problems.into_result(|| Self { numbers, texts, rows: table.num_rows() })
    }

    /// Number of lines.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// A line.
    #[must_use]
    pub fn line(&self, row: usize) -> LogLine<'t> {
        let number = |column: usize| {
            let column = self.numbers[column];
            column.is_valid(row).then(|| column.value(row))
        };
        let text = |column: usize| {
            let column = self.texts[column];
            if column.is_valid(row) { column.value(row) } else { "" }
        };
        LogLine {
            arm: text(0),
            replication: number(0).unwrap_or(-1),
            component: number(1).unwrap_or(-1),
            row: number(2).unwrap_or(-1),
            at_ms: number(3).unwrap_or(i64::MIN),
            local_time: text(1),
            subject: text(2),
            vehicle: number(4),
            kind: text(3),
            station_code: text(4),
            incident_id: text(5),
            category: text(6),
            from: text(7),
            to: text(8),
            area_code: text(9),
            hospital_code: text(10),
            reason: text(11),
            arrives_ms: number(5),
        }
    }

    /// All lines in order.
    pub fn iter(&self) -> impl Iterator<Item = LogLine<'t>> + '_ {
        (0..self.rows).map(|row| self.line(row))
    }
}

fn typed<'t, A: Array + 'static>(
    table: &'t RecordBatch,
    name: &str,
    problems: &mut Problems,
) -> Option<&'t A> {
    let column = table.column_by_name(name);
    let found = column.and_then(|column| column.as_any().downcast_ref::<A>());
    if found.is_none() {
        let what = column.map_or_else(|| "no such column".to_owned(), |c| c.data_type().to_string());
        problems.push(fault(name, what, "a column of the table `log` as ambics writes it"));
    }
    found
}

fn fault(path: &str, found: impl Into<String>, rule: &str) -> Problem {
    Problem {
        file: "log".to_owned(),
        path: path.to_owned(),
        line: None,
        found: found.into(),
        rule: rule.to_owned(),
        hint: String::new(),
    }
}

/// Replays a log's table, each replication of each arm by itself, and proves it legal.
///
/// # Errors
/// A table that is no log, or the rows that break a rule.
pub fn check_log(table: &RecordBatch) -> Result<Result<LogCounts, Vec<Illegal>>, Problems> {
    let lines = LogLines::of(table)?;
    let mut problems = Problems::none();
    let mut rows = Vec::with_capacity(lines.len());
    for (number, line) in lines.iter().enumerate() {
        match line.row() {
            Ok(row) => rows.push(row),
            Err((column, found)) => {
                problems.push(fault(&format!("row {number}: {column}"), found, "a value that ambics writes"));
            }
        }
    }
    problems.into_result(|| ())?;
    let same = |a: LogLine<'_>, b: LogLine<'_>| (a.arm, a.replication) == (b.arm, b.replication);
    let (mut counts, mut faults, mut from) = (LogCounts::default(), Vec::new(), 0);
    for to in 1..=rows.len() {
        if to < rows.len() && same(lines.line(from), lines.line(to)) {
            continue;
        }
        match replay_log(&rows[from..to]) {
            Ok(more) => counts.add(&more),
            Err(more) => faults.extend(more.into_iter().map(|f| Illegal { row: f.row + from, ..f })),
        }
        from = to;
    }
    Ok(if faults.is_empty() { Ok(counts) } else { Err(faults) })
}

/// The column of a value that nothing writes, and the value.
type Unknown<'t> = (&'static str, &'t str);

impl<'t> LogLine<'t> {
    /// The line as the checker takes it.
    fn row(&self) -> Result<LogRow, Unknown<'t>> {
        let vehicle = |name: &str| VehicleStatus::ALL.into_iter().find(|status| status.name() == name);
        let incident = |name: &str| IncidentStatus::ALL.into_iter().find(|status| status.name() == name);
        let begins = self.from.is_empty();
        let step = match (self.subject, begins) {
            ("vehicle", true) => vehicle(self.to).map(|to| Step::Vehicle(None, to)),
            ("vehicle", false) => {
                vehicle(self.from).zip(vehicle(self.to)).map(|(from, to)| Step::Vehicle(Some(from), to))
            }
            (_, true) => incident(self.to).map(|to| Step::Incident(None, to)),
            (_, false) => {
                incident(self.from).zip(incident(self.to)).map(|(from, to)| Step::Incident(Some(from), to))
            }
        };
        let endings = Ending::ALL.into_iter().map(LogReason::Ended);
        let reason = LogReason::NOTES.into_iter().chain(endings).find(|r| r.name() == self.reason);
        let id = match self.incident_id {
            "" => None,
            text => Some(IncidentId(u64::from_str_radix(text, 16).map_err(|_| ("incident_id", text))?)),
        };
        Ok(LogRow {
            number: u32::try_from(self.row).map_err(|_| ("row", "no whole number"))?,
            component: u16::try_from(self.component).map_err(|_| ("component", "no whole number"))?,
            at: SimTime(self.at_ms),
            step: step.ok_or(("to", self.to))?,
            reason: reason.ok_or(("reason", self.reason))?,
            vehicle: self.vehicle.map(|row| row as u32),
            incident: id,
            category: None,
            area: None,
            hospital: None,
            arrives: None,
        })
    }
}
