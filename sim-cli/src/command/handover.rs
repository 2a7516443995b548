//! The daily handover returns of acute trusts become a handover table of their hospitals.

use super::print;
use crate::arms;
use crate::failure::{DONE, Failure};
use ambics::dist::normal_quantile;
use ambics::problem::{Problem, Problems};
use ambics::region::Region;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The limits of the two bands, minutes.
const BANDS_MIN: [f64; 2] = [30.0, 60.0];
const COLUMNS: [&str; 7] =
    ["acute_trust_code", "date", "handovers", "mean_min", "hours", "over_30", "over_60"];

/// What an acute trust returned, added up over its rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Returned {
    handovers: f64,
    /// All time from arrival to handover, minutes; `None`: not returned in every row.
    minutes: Option<f64>,
    /// Handovers over 30 and 60 minutes; `None`: not returned in every row.
    over: Option<[f64; 2]>,
}

/// Writes the rows of `handover.table` for the hospitals of each trust of a file.
pub(super) fn handover(file: &Path, scenario: &str, out: &Path) -> Result<i32, Failure> {
    let scenario = arms::scenario(scenario)?;
    let text = fs::read_to_string(file).map_err(Failure::file("read", file))?;
    let returns = read(&file.display().to_string(), &text, scenario.region())?;
    let (table, hospitals) = table(&returns, scenario.region());
    fs::write(out, table).map_err(Failure::file("write", out))?;
    let estimated = returns.values().filter(|own| own.minutes.is_none()).count();
    let (trusts, out) = (returns.len(), out.display());
    print(&format!(
        "{out}: {hospitals} hospitals of {trusts} acute trusts, the mean of {estimated} from their bands; every hospital \
         of a trust has the trust's figures\n"
    ))?;
    Ok(DONE)
}

/// The rows of a table of handover, by code of the hospital.
fn table(returns: &BTreeMap<String, Returned>, region: &Region) -> (String, usize) {
    let mut text = "hospital_code,hour,mean_min,p90_min,over_30_share,over_60_share\n".to_owned();
    let own = |hospital: &&ambics::region::Hospital| returns.contains_key(&hospital.acute_trust_code);
    let mut n = 0;
    for hospital in region.hospitals().iter().filter(own) {
        let returned = &returns[&hospital.acute_trust_code];
        let shares = returned.over.map(|over| over.map(|n| n / returned.handovers));
        let mean = returned.minutes.map(|minutes| minutes / returned.handovers);
        let mean = mean.or_else(|| shares.and_then(mean_of_bands)).unwrap_or_default();
        let [over_30, over_60] =
            shares.map_or([String::new(), String::new()], |s| s.map(|s| format!("{s:.4}")));
        text.push_str(&format!("{},,{mean:.2},,{over_30},{over_60}\n", hospital.code));
        n += 1;
    }
    (text, n)
}

/// The mean of the log-normal law with these shares over 30 and 60 minutes, minutes; `None` if there is no such law.
fn mean_of_bands([over_30, over_60]: [f64; 2]) -> Option<f64> {
    if !(over_60 > 0.0 && over_60 < over_30 && over_30 < 1.0) {
        return None;
    }
    let (a, b) = (normal_quantile(1.0 - over_30), normal_quantile(1.0 - over_60));
    let sigma = (BANDS_MIN[1].ln() - BANDS_MIN[0].ln()) / (b - a);
    let mu = BANDS_MIN[0].ln() - sigma * a;
    let mean = (mu + sigma * sigma / 2.0).exp();
    (1.0..=1_440.0).contains(&mean).then_some(mean)
}

fn read(file: &str, text: &str, region: &Region) -> Result<BTreeMap<String, Returned>, Problems> {
    let mut faults = Faults { file, problems: Problems::none() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
    let at = |name: &str| names.iter().position(|known| known == name);
    let says = ["mean_min", "hours"].into_iter().any(|name| at(name).is_some())
        || (at("over_30").is_some() && at("over_60").is_some());
    for needed in ["acute_trust_code", "handovers"].into_iter().filter(|name| at(name).is_none()) {
        let rule = "the columns acute_trust_code and handovers";
        faults.at("row 1", &format!("no column `{needed}`"), (rule, &COLUMNS.join(", ")));
    }
    if !says {
        let rule = "mean_min, hours, or both over_30 and over_60";
        faults.at("row 1", "no column that says how long handovers took", (rule, "see docs/data.md"));
    }
    let mut returns: BTreeMap<String, Returned> = BTreeMap::new();
    for (row, record) in reader.records().enumerate().map(|(number, record)| (number + 2, record)) {
        let record = record.unwrap_or_default();
        let cell = |name: &str| at(name).and_then(|at| record.get(at)).unwrap_or("");
        if !faults.problems.is_empty() && !says {
            break;
        }
        if let Some((code, returned)) = faults.row(row, &cell, region) {
            let known = returns.entry(code).or_insert(Returned {
                handovers: 0.0,
                minutes: Some(0.0),
                over: Some([0.0; 2]),
            });
            known.handovers += returned.handovers;
            known.minutes = known.minutes.zip(returned.minutes).map(|(a, b)| a + b);
            known.over = known.over.zip(returned.over).map(|(a, b)| [a[0] + b[0], a[1] + b[1]]);
        }
    }
    for (code, own) in &returns {
        let shares = own.over.map(|over| over.map(|n| n / own.handovers));
        if own.minutes.is_none() && shares.and_then(mean_of_bands).is_none() {
            let rule = "bands of some handovers over 60 minutes and more over 30, or a mean";
            faults.at(code, "no mean, and bands that give none", (rule, "add mean_min"));
        }
    }
    faults.problems.into_result(|| returns)
}

/// The faults of one file.
struct Faults<'a> {
    file: &'a str,
    problems: Problems,
}

impl Faults<'_> {
    fn at(&mut self, path: &str, found: &str, (rule, hint): (&str, &str)) {
        let (file, path, found) = (self.file.to_owned(), path.to_owned(), found.to_owned());
        let (rule, hint) = (rule.to_owned(), hint.to_owned());
        self.problems.push(Problem { file, path, line: None, found, rule, hint });
    }

    /// A number that may be missing; `Err` if it is none.
    fn number(&mut self, row: usize, (name, cell): (&str, &str), most: f64) -> Result<Option<f64>, ()> {
        match cell.replace(',', "").parse::<f64>() {
            _ if cell.is_empty() => Ok(None),
            Ok(number) if (0.0..=most).contains(&number) => Ok(Some(number)),
            _ => {
                let rule = format!("a number from 0 to {most}");
                self.at(&format!("row {row}, {name}"), cell, (&rule, "leave it empty if it is not known"));
                Err(())
            }
        }
    }

    fn row<'c>(
        &mut self,
        row: usize,
        cell: &dyn Fn(&str) -> &'c str,
        region: &Region,
    ) -> Option<(String, Returned)> {
        let code = cell("acute_trust_code").to_owned();
        let handovers = self.number(row, ("handovers", cell("handovers")), 1e6);
        let mean = self.number(row, ("mean_min", cell("mean_min")), 1_440.0);
        let hours = self.number(row, ("hours", cell("hours")), 1e6);
        let over = ["over_30", "over_60"].map(|name| self.number(row, (name, cell(name)), 1e6));
        if !region.hospitals().iter().any(|hospital| hospital.acute_trust_code == code) {
            let rule = "the ODS code of an acute trust with an emergency department in the region";
            self.at(&format!("row {row}, acute_trust_code"), &format!("`{code}`"), (rule, "RK9, say"));
            return None;
        }
        let [Ok(over_30), Ok(over_60)] = over else { return None };
        let Some(handovers) = handovers.ok()? else {
            self.at(
                &format!("row {row}, handovers"),
                "no number",
                ("handovers of the day", "leave out the row"),
            );
            return None;
        };
        if handovers == 0.0 {
            return None;
        }
        let over = over_30.zip(over_60).map(|(a, b)| [a, b]);
        if over.is_some_and(|[over_30, over_60]| over_60 > over_30 || over_30 > handovers) {
            let rule = "over_60 within over_30, and both within handovers: bands count from their limit up";
            self.at(
                &format!("row {row}, over_30"),
                cell("over_30"),
                (rule, "over_30 counts those over 60 too"),
            );
            return None;
        }
        let minutes = mean.ok()?.map(|mean| mean * handovers).or(hours.ok()?.map(|hours| hours * 60.0));
        Some((code, Returned { handovers, minutes, over }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambics::scenario::Scenario;

    fn told(text: &str) -> Result<String, String> {
        let scenario = Scenario::embedded("tiny/tiny").expect("it is shipped");
        let returns = read("sitrep.csv", text, scenario.region()).map_err(|problems| problems.to_string())?;
        Ok(table(&returns, scenario.region()).0)
    }

    #[test]
    fn days_add_up_and_bands_give_a_mean_where_there_is_none() {
        let days = "acute_trust_code,date,handovers,mean_min,over_30,over_60\n\
                    TA1,2024-01-01,100,30,40,10\nTA1,2024-01-02,300,50,160,70\n";
        assert_eq!(told(days).expect("sound").lines().nth(1), Some("T01,,45.00,,0.5000,0.2000"));
        // A log-normal law: half over 30 minutes, and over twice that 0.1587, one deviate: σ = ln 2, mean 30 e^(σ²/2).
        let bands = "acute_trust_code,handovers,over_30,over_60\nTA2,100000,50000,15866\n";
        let mean = 30.0 * (std::f64::consts::LN_2.powi(2) / 2.0).exp();
        assert!(told(bands).expect("sound").contains(&format!("T02,,{mean:.2},,0.5000,0.1587")));
    }

    #[test]
    fn faults_name_row_rule_and_fix() {
        let fault = |text: &str| told(text).expect_err("a fault");
        assert!(
            fault("acute_trust_code,handovers,mean_min\nXX9,10,30\n").contains("row 2, acute_trust_code")
        );
        assert!(fault("acute_trust_code,handovers,mean_min\nTA1,ten,30\n").contains("row 2, handovers"));
        assert!(fault("acute_trust_code,handovers,mean_min\nTA1,,30\n").contains("found no number"));
        assert!(fault("acute_trust_code,handovers\nTA1,10\n").contains("how long handovers took"));
        let bands = "acute_trust_code,handovers,over_30,over_60\nTA1,10,3,5\n";
        assert!(fault(bands).contains("over_60 within over_30"));
    }
}
