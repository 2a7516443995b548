//! The best member of a fit file, as edits of a scenario.

use crate::problem::{Problem, Problems, did_you_mean};
use crate::scenario::Edit;

const COLUMNS: [&str; 4] = ["member", "weight", "key", "value"];

/// The edits of member 0, the best set, of a fit file in CSV: columns `member`, `weight`, `key` and `value`.
///
/// # Errors
/// Every fault of the file with its row.
pub fn best_member(file: &str, text: &str) -> Result<Vec<Edit>, Problems> {
    let mut problems = Problems::none();
    let mut fault = |path: String, found: String, rule: &str, hint: String| {
        let (file, rule) = (file.to_owned(), rule.to_owned());
        problems.push(Problem { file, path, line: None, found, rule, hint });
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
    let at = COLUMNS.map(|column| names.iter().position(|name| name == column));
    let [Some(member), Some(_), Some(key), Some(value)] = at else {
        for column in COLUMNS.iter().filter(|column| !names.iter().any(|name| name == *column)) {
            let other = names.iter().find(|name| !COLUMNS.contains(&name.as_str()));
            let hint = other.map_or_else(String::new, |other| did_you_mean(other, COLUMNS));
            let rule = "the columns member, weight, key and value";
            fault("row 1".to_owned(), format!("no column `{column}`"), rule, hint);
        }
        return Err(problems);
    };
    let mut edits = Vec::new();
    for (row, record) in reader.records().enumerate().map(|(number, record)| (number + 2, record)) {
        let record = record.unwrap_or_default();
        let cell = |column: usize| record.get(column).unwrap_or("");
        match cell(member).parse::<u32>() {
            Ok(0) => match Edit::parse(&format!("{}={}", cell(key), cell(value))) {
                Ok(edit) => edits.push(edit),
                Err(_) => fault(
                    format!("row {row}, key"),
                    format!("{}={}", cell(key), cell(value)),
                    "a key of a scenario and its value",
                    "practice.drive.RYF, 1.02".to_owned(),
                ),
            },
            Ok(_) => {}
            Err(_) => fault(
                format!("row {row}, member"),
                cell(member).to_owned(),
                "a whole number from 0",
                String::new(),
            ),
        }
    }
    if edits.is_empty() && problems.is_empty() {
        problems.push(Problem {
            file: file.to_owned(),
            path: "member".to_owned(),
            line: None,
            found: "no row of member 0".to_owned(),
            rule: "member 0, the best set".to_owned(),
            hint: String::new(),
        });
    }
    problems.into_result(|| edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_best_set_is_taken_and_a_fault_has_its_row() {
        let text = "member,weight,key,value\n0,0.6,travel.time_factor,1.02\n1,0.4,travel.time_factor,1.1\n";
        let edits = best_member("fit.csv", text).expect("a sound file");
        assert_eq!(edits, [Edit::parse("travel.time_factor=1.02").expect("an edit")]);
        let said = |text: &str| best_member("fit.csv", text).expect_err("a fault").to_string();
        assert!(said("member,weight,key,value\nbest,1,a.b,2\n").contains("row 2, member"));
        assert!(said("member,weight,key,wert\n").contains("no column `value`"));
        assert!(said("member,weight,key,value\n1,1,travel.time_factor,2\n").contains("no row of member 0"));
    }
}
