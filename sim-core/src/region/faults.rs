//! The faults of one file, at most [`SHOWN`] of them.

use crate::problem::{Problem, Problems};

/// How many faults of one file are reported; the last says how many more there are.
const SHOWN: usize = 200;
/// How many characters of a cell are repeated in a fault.
const CLIP: usize = 60;

/// What is wrong, without the place.
pub(crate) struct Fault {
    pub found: String,
    pub rule: String,
    pub hint: String,
}

impl Fault {
    pub fn new(found: impl Into<String>, rule: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { found: found.into(), rule: rule.into(), hint: hint.into() }
    }
}

/// The faults met in one file so far.
pub(crate) struct Faults {
    file: String,
    list: Vec<Problem>,
    more: usize,
}

impl Faults {
    pub fn of(file: impl Into<String>) -> Self {
        Self { file: file.into(), list: Vec::new(), more: 0 }
    }

    /// A fault of a cell: `row 12, residents`.
    pub fn at_cell(&mut self, line: usize, column: &str, fault: impl FnOnce() -> Fault) {
        self.push(Some(line), || (format!("row {line}, {column}"), fault()));
    }

    /// A fault of a whole row.
    pub fn at_row(&mut self, line: usize, fault: impl FnOnce() -> Fault) {
        self.push(Some(line), || (format!("row {line}"), fault()));
    }

    /// A fault of the first row.
    pub fn at_header(&mut self, column: &str, fault: impl FnOnce() -> Fault) {
        self.push(Some(1), || (format!("header, {}", plain(column)), fault()));
    }

    /// A fault of the file as a whole, or of a key path in it.
    pub fn in_file(&mut self, path: &str, fault: impl FnOnce() -> Fault) {
        self.push(None, || (path.to_owned(), fault()));
    }

    /// The faults in order of their lines, those of the whole file first.
    pub fn into_problems(mut self) -> Problems {
        self.list.sort_by_key(|problem| problem.line);
        let mut problems = Problems::none();
        let shown = if self.more > 0 { SHOWN - 1 } else { SHOWN };
        let hidden = self.more + self.list.len().saturating_sub(shown);
        self.list.into_iter().take(shown).for_each(|problem| problems.push(problem));
        if hidden > 0 {
            problems.push(Problem {
                file: self.file,
                path: String::new(),
                line: None,
                found: format!("{hidden} more faults"),
                rule: format!("the first {shown} faults of a file are shown"),
                hint: "mend those above first".to_owned(),
            });
        }
        problems
    }

    /// Builds the fault only if it will be shown: a file may hold millions.
    fn push(&mut self, line: Option<usize>, fault: impl FnOnce() -> (String, Fault)) {
        if self.list.len() == SHOWN {
            self.more += 1;
            return;
        }
        let (path, Fault { found, rule, hint }) = fault();
        self.list.push(Problem { file: self.file.clone(), path, line, found, rule, hint });
    }
}

/// A cell as it is repeated in a fault: in quotes, clipped, without control characters.
pub(crate) fn quoted(cell: &str) -> String {
    if cell.is_empty() { "an empty cell".to_owned() } else { format!("`{}`", plain(cell)) }
}

/// The first characters of a text, control characters replaced.
pub(crate) fn plain(text: &str) -> String {
    let mut clipped: String = text
        .chars()
        .take(CLIP)
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect();
    if text.chars().nth(CLIP).is_some() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(count: usize) -> Problems {
        let mut faults = Faults::of("x.csv");
        (0..count).for_each(|k| faults.at_row(count - k, || Fault::new("a", "b", "c")));
        faults.into_problems()
    }

    #[test]
    fn two_hundred_faults_are_shown_in_order_of_line() {
        let problems = with(SHOWN);
        assert_eq!(problems.len(), SHOWN);
        assert!(problems.iter().is_sorted_by_key(|problem| problem.line));
    }

    #[test]
    fn the_last_fault_counts_the_rest() {
        let problems = with(1_000);
        assert_eq!(problems.len(), SHOWN);
        assert_eq!(problems.iter().last().map(|p| p.found.as_str()), Some("801 more faults"));
    }

    #[test]
    fn a_cell_is_clipped_and_made_plain() {
        assert_eq!(quoted("a\u{1b}b"), "`a\u{fffd}b`");
        assert_eq!(quoted(&"é".repeat(100)).chars().count(), CLIP + 3);
    }
}
