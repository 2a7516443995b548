//! The faults met while a scenario is read, each at its place, at most [`SHOWN`] of them.

use crate::problem::{Problem, Problems, did_you_mean};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many faults are reported; the last says how many more there are.
const SHOWN: usize = 200;
/// How many characters of a text are repeated in a fault.
const CLIP: usize = 60;

/// What is wrong, without the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub found: String,
    pub rule: String,
    pub hint: String,
}

impl Fault {
    pub fn new(found: impl Into<String>, rule: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { found: found.into(), rule: rule.into(), hint: hint.into() }
    }
}

/// Where a setting stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The file's name as the user knows it.
    pub file: Arc<str>,
    /// Line from 1; none for an edit.
    pub line: Option<usize>,
}

/// The faults so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    list: Vec<Problem>,
    more: usize,
    /// Lines that could not be read: what they seem to hold is not reported again.
    unreadable: BTreeSet<(Arc<str>, usize)>,
}

impl Report {
    /// A fault of a setting, or of a whole file if `path` is empty.
    pub fn at(&mut self, place: &Place, path: &str, fault: Fault) {
        self.at_with(place, path, || fault);
    }

    /// The same; the fault is made only if it is shown, for a file may hold a million.
    pub fn at_with(&mut self, place: &Place, path: &str, fault: impl FnOnce() -> Fault) {
        if self.is_unreadable_at(place) {
            return;
        }
        if self.list.len() >= SHOWN {
            self.more += 1;
            return;
        }
        let Fault { found, rule, hint } = fault();
        let (file, path) = (place.file.to_string(), plain(path));
        self.list.push(Problem { file, path, line: place.line, found, rule, hint });
    }

    /// A fault of a line that is no TOML; if it heads a table, `lines` of keys behind it belong to none.
    pub fn unreadable(&mut self, place: &Place, fault: Fault, lines: usize) {
        self.at(place, "", fault);
        let broken = place.line.into_iter().flat_map(|line| line..=line + lines);
        self.unreadable.extend(broken.map(|line| (place.file.clone(), line)));
    }

    /// Whether the line of a place is no TOML.
    pub fn is_unreadable_at(&self, place: &Place) -> bool {
        place.line.is_some_and(|line| self.unreadable.contains(&(place.file.clone(), line)))
    }

    /// Whether a file has a line that is no TOML.
    pub fn is_unreadable(&self, file: &str) -> bool {
        self.unreadable.iter().any(|(name, _)| &**name == file)
    }

    /// Faults found by others.
    pub fn extend(&mut self, problems: Problems) {
        self.list.extend(problems.iter().cloned());
    }

    /// How many faults there are, those that are not shown too.
    pub fn count(&self) -> usize {
        self.list.len() + self.more
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The faults, file by file in the order in which the files were met, each in order of line.
    pub fn into_problems(mut self) -> Problems {
        let mut files: Vec<String> = Vec::new();
        for problem in &self.list {
            if !files.contains(&problem.file) {
                files.push(problem.file.clone());
            }
        }
        let order = |problem: &Problem| (files.iter().position(|file| *file == problem.file), problem.line);
        self.list.sort_by_key(order);
        if self.more > 0 {
            let found = format!("{} more faults", self.more);
            let rule = format!("the first {SHOWN} faults are shown");
            let hint = "mend those above first".to_owned();
            let file = files.first().cloned().unwrap_or_default();
            self.list.push(Problem { file, path: String::new(), line: None, found, rule, hint });
        }
        let mut problems = Problems::none();
        self.list.into_iter().for_each(|problem| problems.push(problem));
        problems
    }
}

/// A value as it is repeated in a fault: clipped, without control characters.
pub(super) fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => quoted(text),
        toml::Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        toml::Value::Array(_) => "a list".to_owned(),
        toml::Value::Table(_) => "a table".to_owned(),
        // The parser's stand-in for a date that it could not read has no text.
        toml::Value::Datetime(datetime) if datetime.date.is_none() && datetime.time.is_none() => {
            "no date".to_owned()
        }
        other => plain(&other.to_string()),
    }
}

/// A text in quotes, clipped, without control characters.
pub(super) fn quoted(text: &str) -> String {
    if text.is_empty() { "an empty text".to_owned() } else { format!("\"{}\"", plain(text)) }
}

/// The first characters of a text, control characters replaced.
pub(super) fn plain(text: &str) -> String {
    let kept = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let mut clipped: String = text.chars().take(CLIP).map(kept).collect();
    if text.chars().nth(CLIP).is_some() {
        clipped.push('…');
    }
    clipped
}

/// The hint that names the nearest of `allowed`; a long text is clipped before it is compared.
pub(super) fn nearest<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    did_you_mean(&plain(found), allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: usize) -> Place {
        Place { file: "x.toml".into(), line: Some(line) }
    }

    #[test]
    fn faults_come_in_order_of_line_and_are_capped() {
        let mut report = Report::default();
        (0..300).rev().for_each(|line| report.at(&place(line), "", Fault::new("a", "b", "")));
        let problems = report.into_problems();
        assert_eq!(problems.len(), SHOWN + 1);
        assert_eq!(problems.iter().last().map(|p| p.found.as_str()), Some("100 more faults"));
        assert!(problems.iter().take(SHOWN).is_sorted_by_key(|p| p.line));
    }

    #[test]
    fn a_line_that_is_no_toml_is_reported_once() {
        let mut report = Report::default();
        report.unreadable(&place(3), Fault::new("a", "b", ""), 0);
        report.at(&place(3), "run.days", Fault::new("a", "b", ""));
        assert_eq!(report.into_problems().len(), 1);
    }
}
