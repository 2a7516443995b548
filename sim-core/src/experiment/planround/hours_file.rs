//! A user's vehicle-hours by month.

use crate::problem::{Problem, Problems, did_you_mean};
use crate::region::Month;
use std::collections::BTreeMap;

/// Vehicle-hours of a service by month, as its user counts them: planned or produced, the same throughout.
///
/// Only their ratios count: a model's hours are effective hours, which are no hours of a rota.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthlyHours {
    file: String,
    hours: BTreeMap<Month, f64>,
}

/// Hours of a month that no English service exceeds.
const MOST_HOURS: f64 = 2e6;
const COLUMNS: [&str; 2] = ["month", "hours"];
const SERVICE: &str = "service_code";

impl MonthlyHours {
    /// Reads a CSV text with the columns `month` (2023-10) and `hours` (vehicle-hours of the whole month).
    ///
    /// # Errors
    /// Every fault of the file, with its row.
    pub fn read(file: &str, text: &str) -> Result<Self, Problems> {
        let mut faults = Faults { file, problems: Problems::none() };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let names: Vec<String> =
            reader.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
        let find = |column: &str| names.iter().position(|name| name == column);
        let [Some(month), Some(amount)] = COLUMNS.map(find) else {
            for column in COLUMNS.iter().filter(|column| find(column).is_none()) {
                let hint = match names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
                    Some(other) => did_you_mean(other, COLUMNS),
                    None => "the first row names the columns: month,hours".to_owned(),
                };
                faults.at((1, ""), format!("no column `{column}`"), "the columns month and hours", &hint);
            }
            return Err(faults.problems);
        };
        let mut hours = BTreeMap::new();
        for (number, record) in reader.records().enumerate() {
            let row = number + 2;
            let Ok(record) = record else {
                faults.at(
                    (row, ""),
                    "no UTF-8 text".to_owned(),
                    "a row of text",
                    "save the file as CSV UTF-8",
                );
                continue;
            };
            if record.iter().all(str::is_empty) {
                continue;
            }
            let cell = |column: usize| record.get(column).unwrap_or("");
            let month = faults.month(row, cell(month));
            let amount = faults.hours(row, cell(amount));
            let (Some(month), Some(amount)) = (month, amount) else { continue };
            if hours.insert(month, amount).is_some() {
                faults.at((row, "month"), format!("{month} again"), "each month once", "add up its hours");
            }
        }
        if hours.is_empty() && faults.problems.is_empty() {
            faults.at((2, ""), "no row".to_owned(), "a row a month below the names of the columns", "");
        }
        faults.problems.into_result(|| Self { file: file.to_owned(), hours })
    }

    /// Reads the hours of several services: the columns of [`MonthlyHours::read`] and `service_code`, which may be left
    /// out where there is one service.
    ///
    /// # Errors
    /// Every fault of the file, with its row.
    pub fn by_service(
        file: &str,
        text: &str,
        services: &[String],
    ) -> Result<BTreeMap<String, Self>, Problems> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let Some(column) = header.iter().position(|name| name == SERVICE) else {
            let mut faults = Faults { file, problems: Problems::none() };
            if let [only] = services {
                return Ok(BTreeMap::from([(only.clone(), Self::read(file, text)?)]));
            }
            let hint = "the first row names the columns: service_code,month,hours";
            faults.at(
                (1, ""),
                format!("no column `{SERVICE}`"),
                "the columns service_code, month and hours",
                hint,
            );
            return Err(faults.problems);
        };
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap_or_default).collect();
        let code = |row: &csv::StringRecord| row.get(column).unwrap_or("").to_owned();
        let mut faults = Faults { file, problems: Problems::none() };
        for (number, row) in rows.iter().enumerate() {
            let found = code(row);
            if !row.iter().all(str::is_empty) && !services.contains(&found) {
                let hint = did_you_mean(&found, services.iter().map(String::as_str));
                faults.at((number + 2, SERVICE), format!("`{found}`"), "a service of the scenario", &hint);
            }
        }
        let mut hours = BTreeMap::new();
        for service in services.iter().filter(|service| rows.iter().any(|row| code(row) == **service)) {
            // Rows of the others are left empty, so that each keeps its number.
            let own =
                rows.iter().map(|row| if code(row) == *service { row.clone() } else { blank(row.len()) });
            match Self::read(
                file,
                &as_text(
                    std::iter::once(without(&header, column)).chain(own.map(|row| without(&row, column))),
                ),
            ) {
                Ok(own) => {
                    hours.insert(service.clone(), own);
                }
                Err(more) => faults.problems.extend(more),
            }
        }
        faults.problems.into_result(|| hours)
    }

    /// The name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Vehicle-hours a week over some months.
    ///
    /// # Errors
    /// If the file lacks one of them.
    pub fn per_week(&self, months: &[Month]) -> Result<f64, Problems> {
        let lacking: Vec<String> =
            months.iter().filter(|month| !self.hours.contains_key(month)).map(Month::to_string).collect();
        if !lacking.is_empty() || months.is_empty() {
            let mut faults = Faults { file: &self.file, problems: Problems::none() };
            let found = format!("no row for {}", lacking.join(", "));
            faults.push(
                "month",
                found,
                "a row for each month of both periods",
                "add the rows, or name other periods",
            );
            return Err(faults.problems);
        }
        let days: f64 = months.iter().map(|month| f64::from(days_of(*month))).sum();
        Ok(months.iter().map(|month| self.hours[month]).sum::<f64>() / days * 7.0)
    }
}

fn days_of(month: Month) -> i8 {
    jiff::civil::Date::new(month.year, month.month, 1).map_or(30, |first| first.days_in_month())
}

/// A row of so many empty cells.
fn blank(cells: usize) -> csv::StringRecord {
    std::iter::repeat_n("", cells.max(2)).collect()
}

/// A row without one of its cells.
fn without(row: &csv::StringRecord, column: usize) -> csv::StringRecord {
    row.iter().enumerate().filter(|(at, _)| *at != column).map(|(_, cell)| cell).collect()
}

/// Rows as the text of a CSV file.
fn as_text(rows: impl Iterator<Item = csv::StringRecord>) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    rows.for_each(|row| writer.write_record(&row).expect("bytes are written to memory without fail"));
    let bytes = writer.into_inner().expect("bytes are written to memory without fail");
    String::from_utf8(bytes).expect("what was written is text")
}

/// The faults of one file.
struct Faults<'a> {
    file: &'a str,
    problems: Problems,
}

impl Faults<'_> {
    fn at(&mut self, (row, column): (usize, &str), found: String, rule: &str, hint: &str) {
        let path = if column.is_empty() { format!("row {row}") } else { format!("row {row}, {column}") };
        self.push(&path, found, rule, hint);
    }

    fn push(&mut self, path: &str, found: String, rule: &str, hint: &str) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            path: path.to_owned(),
            line: None,
            found,
            rule: rule.to_owned(),
            hint: hint.to_owned(),
        });
    }

    fn month(&mut self, row: usize, text: &str) -> Option<Month> {
        let month = Month::parse(text);
        if month.is_none() {
            self.at(
                (row, "month"),
                format!("`{text}`"),
                "a month such as 2023-10",
                "year, hyphen, month in two digits",
            );
        }
        month
    }

    fn hours(&mut self, row: usize, text: &str) -> Option<f64> {
        let hours = text.parse().ok().filter(|hours: &f64| *hours > 0.0 && *hours <= MOST_HOURS);
        if hours.is_none() {
            let hint = if text.contains(',') {
                "write 152000, without a comma"
            } else {
                "all vehicle-hours of the month"
            };
            self.at((row, "hours"), format!("`{text}`"), "a number above 0, at most 2000000", hint);
        }
        hours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let problems = MonthlyHours::read("hours.csv", text).expect_err("it is at fault");
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_fault_names_file_row_rule_and_fix() {
        let told = faults("month,hours\n2023-13,9\n2023-11,-1\n2023-12,\"9,000\"\n2024-01,5\n2024-01,5\n");
        let wanted = ["row 2, month", "row 3, hours", "row 4, hours", "row 6, month"];
        assert_eq!(told.len(), wanted.len(), "{told:?}");
        for (told, wanted) in told.iter().zip(wanted) {
            assert!(told.starts_with(&format!("hours.csv: {wanted}: found")) && told.contains('('), "{told}");
        }
        assert!(faults("months,hours\n2023-10,5\n")[0].contains("did you mean `month`?"));
        assert!(faults("")[0].contains("no column `month`"));
        assert!(faults("month,hours\n")[0].contains("row 2: found no row"));
    }

    #[test]
    fn hours_of_several_services_keep_their_rows() {
        let services = ["RYF", "RYA"].map(str::to_owned);
        let text = "service_code,month,hours\nRYF,2024-01,310\nRYA,2024-01,620\nRYF,2024-02,290\n";
        let hours = MonthlyHours::by_service("hours.csv", text, &services).expect("sound");
        let january = [Month::parse("2024-01").expect("a month")];
        let per_week = |code: &str| hours[code].per_week(&january).expect("it is there");
        assert!((per_week("RYF") - 70.0).abs() < 1e-9 && (per_week("RYA") - 140.0).abs() < 1e-9);
        let wrong = "service_code,month,hours\nRYF,2024-01,310\nRYX,2024-01,620\nRYA,2024-13,290\n";
        let told =
            MonthlyHours::by_service("hours.csv", wrong, &services).expect_err("two faults").to_string();
        assert!(told.contains("row 3, service_code: found `RYX`") && told.contains("row 4, month"), "{told}");
        let told = MonthlyHours::by_service("hours.csv", "month,hours\n2024-01,3\n", &services);
        assert!(told.expect_err("which service?").to_string().contains("no column `service_code`"));
    }

    #[test]
    fn hours_are_weekly_over_the_days_of_the_months() {
        let hours = MonthlyHours::read("hours.csv", "\u{feff}month,hours\n2024-01,310\n2024-02,290\n")
            .expect("sound");
        let months = ["2024-01", "2024-02"].map(|month| Month::parse(month).expect("a month"));
        assert!((hours.per_week(&months).expect("both") - 70.0).abs() < 1e-9);
        let missing = hours.per_week(&[Month::parse("2023-12").expect("a month")]).expect_err("not there");
        assert!(missing.to_string().contains("no row for 2023-12"));
    }
}
