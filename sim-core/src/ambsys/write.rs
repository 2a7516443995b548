//! The table in the shape in which it is published.

use super::{AmbSys, OrgLevel, Organisation};
use std::collections::BTreeMap;

impl AmbSys {
    /// The table as CSV in the published shape: a row for each organisation and month that has a figure, a column for
    /// each item, `.` for missing. Region rows name their region, and the others give its code, as published.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let head = ["Year", "Month", "Region", "Org Code", "Org Name"].map(str::to_owned).into_iter();
        let in_memory = "bytes are written to memory without fail";
        writer.write_record(head.chain(self.items.iter().map(|item| item.code.clone()))).expect(in_memory);
        let mut rows: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for figure in &self.figures {
            let row = rows.entry((figure.month, figure.organisation));
            let cells = row.or_insert_with(|| vec![".".to_owned(); self.items.len()]);
            cells[usize::from(figure.item)] = figure.value.to_string();
        }
        for ((month, organisation), cells) in rows {
            let organisation = &self.organisations[usize::from(organisation)];
            let (code, name) = (organisation.code.clone(), neutral(&organisation.name));
            let about =
                [month.year.to_string(), month.month.to_string(), region_cell(organisation), code, name];
            writer.write_record(about.into_iter().chain(cells)).expect(in_memory);
        }
        String::from_utf8(writer.into_inner().expect(in_memory)).expect("what was written is text")
    }
}

fn region_cell(organisation: &Organisation) -> String {
    match organisation.level {
        OrgLevel::England => organisation.code.clone(),
        OrgLevel::Region => neutral(&organisation.name),
        OrgLevel::Trust | OrgLevel::Icb | OrgLevel::Other => organisation.region.clone().unwrap_or_default(),
    }
}

/// A text that begins like a formula gets a quote before it.
fn neutral(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}
