//! A fit: plausible sets of parameters with their weights, each a list of edits of a scenario.

use super::Scenario;
use super::edit::Edit;
use super::files::{DataFile, Opened};
use super::keys::{KEYS, Slot, slot};
use super::report::{Fault, Place, Report, nearest};
use super::rows::{Columns, Row, read};
use super::sheet::Sheet;
use super::shelf::{TABLE, data_bytes};
use super::value::Change;
use crate::problem::Problems;
use std::collections::BTreeMap;
use std::path::Path;

/// How far the weights of a fit may be from 1 in all.
const WEIGHT_TOLERANCE: f64 = 1e-6;
/// What the table is, for its faults.
const COLUMNS: Columns =
    Columns { of: "a fit", needed: &["member", "weight", "key", "value"], optional: &[] };

/// Plausible sets of parameters: what calibration cannot tell apart.
///
/// Members are in order of their numbers, from 0, which is the best; weights are above 0 and sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensemble {
    /// The members.
    pub members: Vec<Member>,
}

/// One plausible set of parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its number; 0 is the best.
    pub number: u32,
    /// Its share of the ensemble.
    pub weight: f64,
    /// The keys of a scenario and the values that they take.
    pub edits: Vec<Edit>,
}

impl Member {
    /// The edits for a scenario: those of services that it does not simulate are left out.
    #[must_use]
    pub fn edits_for(&self, scenario: &Scenario) -> Vec<Edit> {
        let region = scenario.region();
        let simulated = scenario.services();
        let is_of_another = |edit: &&Edit| {
            let code = edit.path().rsplit_once('.').map_or("", |(_, code)| code);
            region.find_service(code).is_some_and(|service| !simulated.contains(&service))
        };
        self.edits.iter().filter(|edit| !is_of_another(edit)).cloned().collect()
    }
}

/// A row of the table: one key of one member.
struct Given {
    number: u32,
    weight: f64,
    edit: Edit,
}

impl Ensemble {
    /// A fit of one member.
    #[must_use]
    pub fn one(edits: Vec<Edit>) -> Self {
        Self { members: vec![Member { number: 0, weight: 1.0, edits }] }
    }

    /// Loads a fit from a CSV or Parquet file.
    ///
    /// # Errors
    /// If the file cannot be read, and every fault of [`Ensemble::read`].
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let shown = path.display().to_string();
        let bytes = data_bytes(path).map_err(|fault| super::at_file(shown.as_str().into(), fault))?;
        Self::read(&shown, bytes)
    }

    /// Reads a fit from the bytes of a table with the columns `member`, `weight`, `key` and `value`, a row a key.
    ///
    /// ```
    /// use ambics::scenario::Ensemble;
    /// let table = "member,weight,key,value\n0,1,fleet.hours_per_week.TNY,2100\n";
    /// let fit = Ensemble::read("fit.csv", table.as_bytes().to_vec()).expect("a sound table");
    /// assert_eq!((fit.members.len(), fit.csv()), (1, table.to_owned()));
    /// ```
    ///
    /// # Errors
    /// Every row that is no key of a scenario with a value; a member without number 0 before it, with two weights or
    /// with a key twice; weights that do not sum to 1.
    pub fn read(file: &str, bytes: Vec<u8>) -> Result<Self, Problems> {
        if !TABLE.iter().any(|end| file.ends_with(end)) {
            let rule = format!("a file that ends with {}", TABLE.join(" or "));
            return Err(super::at_file(
                file.into(),
                Fault::new("another kind of file", rule, "write it as CSV"),
            ));
        }
        let mut report = Report::default();
        let sheet = Sheet::open(file, bytes).map_err(|fault| super::at_file(file.into(), fault))?;
        let name = DataFile { key: "fit", name: file.to_owned(), blake3: String::new() };
        let opened = Opened { file: name, sheet, shown: file.into() };
        let rows = read(&opened, &COLUMNS, &mut report, given);
        let ensemble = Self::of_rows(rows, &opened, &mut report);
        if report.is_empty() { Ok(ensemble) } else { Err(report.into_problems()) }
    }

    fn of_rows(rows: Vec<(usize, Given)>, opened: &Opened, report: &mut Report) -> Self {
        let place = |line| Place { file: opened.shown.clone(), line };
        let mut members: BTreeMap<u32, Member> = BTreeMap::new();
        for (line, Given { number, weight, edit }) in rows {
            let new = || Member { number, weight, edits: Vec::new() };
            let member = members.entry(number).or_insert_with(new);
            if member.weight.to_bits() != weight.to_bits() {
                let (found, hint) =
                    (weight.to_string(), format!("member {number} has {} above", member.weight));
                report.at(
                    &place(Some(line)),
                    "weight",
                    Fault::new(found, "one weight for each member", hint),
                );
            }
            if member.edits.iter().any(|known| known.path == edit.path) {
                let rule = "each key once for each member";
                report.at(
                    &place(Some(line)),
                    "key",
                    Fault::new(edit.path.clone(), rule, "take one of them out"),
                );
            }
            member.edits.push(edit);
        }
        let ensemble = Self { members: members.into_values().collect() };
        if report.is_empty() {
            ensemble.check(&place(None), report);
        }
        ensemble
    }

    fn check(&self, place: &Place, report: &mut Report) {
        let missing = (0..).zip(&self.members).find(|(number, member)| *number != member.number);
        if let Some((missing, _)) = missing {
            let found = format!("no member {missing}");
            let rule = "members are numbered 0, 1, 2 and so on, the best first";
            report.at(place, "member", Fault::new(found, rule, "number them anew"));
        }
        let sum: f64 = self.members.iter().map(|member| member.weight).sum();
        if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
            let found = format!("weights of the members that sum to {sum}");
            report.at(place, "weight", Fault::new(found, "a sum of 1", "divide each weight by the sum"));
        }
    }

    /// The table of this fit as CSV, which [`Ensemble::read`] reads back as the same.
    ///
    /// # Panics
    /// If memory refuses bytes.
    #[must_use]
    pub fn csv(&self) -> String {
        let in_memory = "bytes are written to memory without fail";
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS.needed).expect(in_memory);
        for member in &self.members {
            for edit in &member.edits {
                let cells = [member.number.to_string(), member.weight.to_string()];
                let row = cells.into_iter().chain([edit.path().to_owned(), edit.value_text()]);
                writer.write_record(row).expect(in_memory);
            }
        }
        String::from_utf8(writer.into_inner().expect(in_memory)).expect("what was written is text")
    }

    /// A scenario with the parameters of each member, in their order.
    ///
    /// # Errors
    /// Every fault of the edits against the scenario, each with the number of its member.
    pub fn scenarios(&self, scenario: &Scenario) -> Result<Vec<Scenario>, Problems> {
        let mut problems = Problems::none();
        let mut scenarios = Vec::with_capacity(self.members.len());
        for member in &self.members {
            match scenario.with(&member.edits_for(scenario)) {
                Ok(edited) => scenarios.push(edited),
                Err(faults) => faults.iter().for_each(|fault| {
                    let file = format!("fit, member {}", member.number);
                    problems.push(crate::problem::Problem { file, ..fault.clone() });
                }),
            }
        }
        problems.into_result(|| scenarios)
    }
}

/// Reads one row.
fn given(row: &mut Row<'_>) -> Option<Given> {
    let number = row.with("member", |text| text.parse().ok(), "a whole number from 0, the best first");
    let share = |text: &str| text.parse().ok().filter(|weight: &f64| *weight > 0.0 && *weight <= 1.0);
    let weight = row.with("weight", share, "a share above 0, at most 1");
    let key = key(row);
    let value = value(row);
    Some(Given { number: number?, weight: weight?, edit: Edit::new(key?, value?) })
}

/// The key of a row: one that a scenario has.
fn key(row: &mut Row<'_>) -> Option<String> {
    let key = row.cell("key");
    if matches!(slot(key), Slot::Unknown | Slot::Group) {
        let parent = key.rsplit_once('.').map_or("", |(parent, _)| parent);
        let near = nearest(key, KEYS.iter().map(|known| known.path));
        let hint = if KEYS.iter().any(|known| known.path == parent) {
            format!("`{parent}` takes no entries")
        } else {
            near
        };
        return row.fault("key", "a key of a scenario with its path", hint);
    }
    Some(key.to_owned())
}

/// The value of a row, in the key's own form.
fn value(row: &mut Row<'_>) -> Option<toml::Value> {
    let text = row.cell("value");
    let edit = Edit::parse(&format!("k={text}")).ok();
    let Some(edit) = edit.filter(|_| !text.is_empty()) else {
        return row.fault("value", "a value in the key's own form", "for example 31200 or 200 min");
    };
    if edit.value.as_str().is_some_and(|text| Change::parse(text).is_some()) {
        return row.fault("value", "a value, not a change of one", "state what the change leads to");
    }
    Some(edit.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(table: &str) -> Vec<String> {
        let problems = Ensemble::read("fit.csv", table.as_bytes().to_vec()).expect_err("it is at fault");
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn members_are_edits_of_a_scenario() {
        let table = "member,weight,key,value\n0,0.75,fleet.hours_per_week.TNY,2100\n\
                     0,0.75,policy.queue.rate_c3,0.3\n1,0.25,fleet.hours_per_week.TNY,2050.5\n";
        let fit = Ensemble::read("fit.csv", table.as_bytes().to_vec()).expect("sound");
        assert_eq!(fit.csv(), table);
        let tiny = Scenario::embedded("tiny/tiny").expect("shipped");
        let scenarios = fit.scenarios(&tiny).expect("edits of tiny");
        let hours: Vec<f64> = scenarios.iter().map(|s| s.hours_in_force()[0].hours_per_week).collect();
        assert_eq!(hours, [2100.0, 2050.5]);
        let own = [Edit::new("fleet.hours_per_week.TNY", 2100), Edit::new("policy.queue.rate_c3", 0.3)];
        assert_eq!(scenarios[0].canonical(), tiny.with(&own).expect("the same edits").canonical());
        assert_eq!(Ensemble::one(fit.members[1].edits.clone()).members[0].weight.to_bits(), 1.0f64.to_bits());
    }

    #[test]
    fn every_fault_names_file_row_rule_and_fix() {
        let table = "member,weight,key,value\nbest,1,run.days,7\n0,2,run.days,7\n0,0.5,run.dayz,7\n0,0.5,run.days,\n\
                     0,0.5,fleet.hours_per_week.TNY,+5%\n";
        let lines = told(table);
        let wanted = ["2: member", "3: weight", "4: key", "5: value", "6: value"];
        assert_eq!(lines.len(), wanted.len(), "{lines:?}");
        for (line, wanted) in lines.iter().zip(wanted) {
            assert!(line.starts_with(&format!("fit.csv:{wanted}: found")), "{line}");
        }
        assert!(lines[2].contains("did you mean `run.days`?"), "{}", lines[2]);
    }

    #[test]
    fn members_hold_together() {
        let head = "member,weight,key,value\n";
        let told = |rows: &str| told(&format!("{head}{rows}"));
        assert!(told("0,0.5,run.days,7\n0,0.4,run.seed,7\n")[0].contains("one weight for each member"));
        assert!(told("0,1,run.days,7\n0,1,run.days,8\n")[0].contains("each key once"));
        assert!(told("1,1,run.days,7\n")[0].contains("no member 0"));
        assert!(told("0,0.5,run.days,7\n1,0.4,run.days,8\n")[0].contains("sum to 0.9"));
        assert!(told("")[0].contains("no row below the first"));
    }

    #[test]
    fn a_fault_against_a_scenario_names_the_member() {
        let fit = Ensemble::one(vec![Edit::new("fleet.hours_per_week.XXX", 5.0)]);
        let tiny = Scenario::embedded("tiny/tiny").expect("shipped");
        let problems = fit.scenarios(&tiny).expect_err("no such service");
        assert!(problems.to_string().contains("fit, member 0: fleet.hours_per_week"), "{problems}");
    }
}
