//! A log in the shapes that other tools read: process mining, queue animation, and a trust's own extract.

mod extract;
mod process;
mod vidigi;

use crate::failure::Failure;
use ambics::experiment::{LogLine, LogLines};
use clap::ValueEnum;
use std::io::Write;

/// What a log is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// One row a response with its times, as a trust's extract: what `ambics import incidents` reads.
    Extract,
    /// CSV of events of incidents, for pm4py and bupaR.
    Csv,
    /// XES of the same events, for process-mining tools.
    Xes,
    /// CSV with the columns of vidigi's event log.
    Vidigi,
}

/// Writes the lines of one replication of one arm; gives how many rows, or events.
pub(crate) fn write(lines: &[LogLine<'_>], shape: Shape, out: &mut impl Write) -> Result<usize, Failure> {
    match shape {
        Shape::Extract => rows(out, &extract::COLUMNS, extract::responses(lines)),
        Shape::Csv => rows(out, &process::COLUMNS, process::rows(lines)),
        Shape::Xes => Ok(process::xes(lines, out)?),
        Shape::Vidigi => rows(out, &vidigi::COLUMNS, vidigi::rows(lines)),
    }
}

/// The lines of one replication, and of the first arm or the one named; nothing if there is none.
pub(crate) fn of_replication<'t>(
    log: &LogLines<'t>,
    arm: Option<&str>,
    replication: i64,
) -> Vec<LogLine<'t>> {
    let first = (!log.is_empty()).then(|| log.line(0).arm);
    let arm = arm.or(first).unwrap_or_default();
    log.iter().filter(|line| line.replication == replication && line.arm == arm).collect()
}

fn rows<const N: usize>(
    out: &mut impl Write,
    columns: &[&str; N],
    rows: Vec<[String; N]>,
) -> Result<usize, Failure> {
    let unwritten = |error: csv::Error| Failure::Output(error.into());
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns).map_err(unwritten)?;
    for row in &rows {
        writer.write_record(row).map_err(unwritten)?;
    }
    writer.flush()?;
    Ok(rows.len())
}
