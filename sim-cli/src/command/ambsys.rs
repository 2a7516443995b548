use super::print;
use crate::arguments::AmbsysArguments;
use crate::document::text;
use crate::failure::{DONE, Failure};
use crate::output::{self, Folder, list};
use crate::report::indicators;
use ambics::ambsys::{AmbSys, Choice};
use ambics::problem::{Problem, Problems};
use ambics::region::Month;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Reads and checks a file of published indicators, says all that was met in it, and adds up what was asked for.
pub(super) fn ambsys(path: &Path, options: &AmbsysArguments) -> Result<i32, Failure> {
    let choice = Choice {
        organisations: options.org.clone(),
        months: options.months.as_deref().map(months).transpose()?,
    };
    let table = AmbSys::load(path)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    let totals = options.total.iter().map(|code| Ok((code, table.total(code, &choice)?)));
    let totals = totals.collect::<Result<Vec<_>, Failure>>()?;
    let means = options.mean.iter().map(|code| Ok((code, table.mean(code, &choice)?)));
    let means = means.collect::<Result<Vec<_>, Failure>>()?;
    let asked = indicators::Asked { table: &table, totals, means };
    if options.json {
        print(&format!("{:#}\n", document(&asked)))?;
    } else if asked.is_nothing() {
        print(&text(&indicators::met(&table)))?;
    } else {
        print(&text(&indicators::answers(&asked)))?;
    }
    if let Some(folder) = &folder {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let about = json!({
            "kind": "ambsys",
            "source": name,
            "rows": table.report().rows,
            "rows_dropped": table.report().dropped.len(),
            "figures": table.figures().len(),
        });
        let files = output::write_tables(folder, &table.tables(), options.csv, about)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    Ok(DONE)
}

/// The first and the last month of `2023-10..2024-03`, or of one month.
fn months(given: &str) -> Result<(Month, Month), Problems> {
    Choice::months(given).ok_or_else(|| {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: "--months".to_owned(),
            path: String::new(),
            line: None,
            found: format!("`{given}`"),
            rule: "a month, or a first and a last one".to_owned(),
            hint: "2023-10..2024-03".to_owned(),
        });
        problems
    })
}

/// What was asked for, or every table if nothing was.
fn document(asked: &indicators::Asked<'_>) -> Value {
    let mut document = Map::new();
    document.insert("file".to_owned(), json!(asked.table.file()));
    if asked.is_nothing() {
        for (name, batch) in asked.table.tables() {
            document.insert(name.to_owned(), list(&batch));
        }
        document.insert("not_checked".to_owned(), json!(asked.table.check().not_checked));
    } else {
        let missing = |missing: &[(String, Month)]| -> Vec<Value> {
            missing.iter().map(|(code, month)| json!([code, month.to_string()])).collect()
        };
        let total = |(code, sum): &(&String, ambics::ambsys::Sum)| json!({ "item": code, "value": sum.value, "figures": sum.figures, "missing": missing(&sum.missing) });
        let mean = |(code, ratio): &(&String, ambics::ambsys::Ratio)| {
            json!({ "item": code, "value": ratio.value, "total": ratio.total, "base": ratio.base,
                "total_code": ratio.codes.0, "base_code": ratio.codes.1, "missing": missing(&ratio.missing) })
        };
        document.insert("total".to_owned(), asked.totals.iter().map(total).collect());
        document.insert("mean".to_owned(), asked.means.iter().map(mean).collect());
    }
    Value::Object(document)
}
