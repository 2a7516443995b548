//! One cell of figures.

/// Largest figure that is read: total seconds of a year of England stay far below.
const MOST: i64 = 1_000_000_000_000;

/// What stands in a cell where a figure could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// A figure.
    Figure(i64),
    /// A mark that says that there is none; which mark, for the report.
    Missing(&'static str),
    /// Something else.
    Wrong,
}

/// Marks that stand for a figure that is not there.
const MARKS: [&str; 7] = [".", "", "-", "*", "NA", "N/A", "n/a"];

impl Cell {
    /// Reads a cell: a whole number, separators of thousands and `.0` allowed, or a mark for missing.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        if let Some(mark) = MARKS.into_iter().find(|mark| *mark == text) {
            return Self::Missing(mark);
        }
        let whole = text.split_once('.').map_or(text, |(whole, rest)| {
            if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') { whole } else { "" }
        });
        without_separators(whole)
            .and_then(|digits| digits.parse().ok())
            .filter(|value| *value <= MOST)
            .map_or(Self::Wrong, Self::Figure)
    }
}

/// The digits of a number, its separators of thousands taken out if they stand where they should.
fn without_separators(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let in_threes = groups.clone().all(|group| group.len() == 3);
    let separated = text.contains(',');
    let sound = in_threes && (!separated || (1..=3).contains(&first.len()));
    let digits: String = text.chars().filter(|c| *c != ',').collect();
    (sound && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// How to mend a cell that is wrong.
pub(super) fn hint(text: &str) -> &'static str {
    if text.contains(':') {
        "write times in seconds"
    } else if text.starts_with('-') {
        "no count and no time is below 0"
    } else if text.contains('.') {
        "counts and seconds are whole"
    } else {
        "write `.` where there is no figure"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_is_a_whole_number_or_a_mark_for_missing() {
        let cases = [
            ("465", Cell::Figure(465)),
            (" 0 ", Cell::Figure(0)),
            ("1,234,567", Cell::Figure(1_234_567)),
            ("2240.0", Cell::Figure(2240)),
            (".", Cell::Missing(".")),
            ("", Cell::Missing("")),
            ("*", Cell::Missing("*")),
            ("12,34", Cell::Wrong),
            (",123", Cell::Wrong),
            ("1234,567", Cell::Wrong),
            ("7.5", Cell::Wrong),
            ("7.", Cell::Wrong),
            ("-3", Cell::Wrong),
            ("+3", Cell::Wrong),
            ("1e3", Cell::Wrong),
            ("0:07:18", Cell::Wrong),
            ("9999999999999", Cell::Wrong),
            ("99999999999999999999999", Cell::Wrong),
        ];
        for (text, cell) in cases {
            assert_eq!(Cell::of(text), cell, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_read_back_however_it_is_written(value in 0..=MOST, separated: bool, as_float: bool) {
            let plain = value.to_string();
            let grouped: Vec<&str> = {
                let first = (plain.len() - 1) % 3 + 1;
                std::iter::once(&plain[..first]).chain((first..plain.len()).step_by(3).map(|at| &plain[at..at + 3])).collect()
            };
            let text = if separated { grouped.join(",") } else { plain.clone() };
            let text = if as_float { format!("{text}.0") } else { text };
            prop_assert_eq!(Cell::of(&text), Cell::Figure(value));
        }

        #[test]
        fn no_text_is_taken_for_a_number_that_it_does_not_spell(text in "[0-9,.*:eE+-]{0,8}") {
            if let Cell::Figure(value) = Cell::of(&text) {
                let digits: String = text.split('.').next().unwrap().chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(digits.parse::<i64>().unwrap(), value);
            }
        }
    }
}
