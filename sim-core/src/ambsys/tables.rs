//! The table and what was met in it as Arrow columns.

use super::{AmbSys, Breach, Figure};
use crate::outcome::{Column, Table, column};
use crate::region::Month;
use arrow_array::RecordBatch;

/// The names of the tables in the order in which they are given.
pub const TABLES: [&str; 7] = [
    "ambsys",
    "ambsys_item",
    "ambsys_organisation",
    "ambsys_dropped",
    "ambsys_breach",
    "ambsys_gap",
    "ambsys_renamed",
];

const MONTH: Column = column("month", "", "The month.");
const ORG_CODE: Column = column("org_code", "", "Code of the organisation, by which everything is joined.");
const ITEM: Column = column("item_code", "", "Code of the item.");

impl AmbSys {
    /// Every table with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let tables = [
            self.figure_table(),
            self.item_table(),
            self.organisation_table(),
            self.dropped_table(),
            breach_table(&self.check().breaches),
            self.gap_table(),
            self.renamed_table(),
        ];
        TABLES.into_iter().zip(tables).collect()
    }

    fn figure_table(&self) -> RecordBatch {
        let months = self.figures.iter().map(|figure| figure.month.to_string());
        let rows: Vec<(&Figure, String)> = self.figures.iter().zip(months).collect();
        let organisation = |figure: &Figure| &self.organisations[usize::from(figure.organisation)];
        let item = |figure: &Figure| &self.items[usize::from(figure.item)];
        Table::of("A published figure; what is missing has no row.", &rows)
            .text(MONTH, |(_, month)| month.as_str())
            .text(column("level", "", "england, region, trust, icb or other."), |(figure, _)| {
                organisation(figure).level.name()
            })
            .text(ORG_CODE, |(figure, _)| organisation(figure).code.as_str())
            .text(ITEM, |(figure, _)| item(figure).code.as_str())
            .text(
                column("item", "", "Our name for the item; empty if the code is not known."),
                |(figure, _)| item(figure).name.as_str(),
            )
            .text(column("kind", "", "count, total, mean, centile or unknown."), |(figure, _)| {
                item(figure).kind.name()
            })
            .whole_or_none(
                column("value", "", "A count, or whole seconds where the item's name ends in _s."),
                |(figure, _)| Some(figure.value),
            )
            .batch()
    }

    fn item_table(&self) -> RecordBatch {
        let blocks = self.blocks();
        let span = |code: &String| -> Option<(Month, Month)> {
            let block = blocks.iter().find(|block| block.items.contains(code))?;
            Some((block.first, block.last))
        };
        Table::of("An item of the file and what its code stands for.", &self.items)
            .text(ITEM, |item| item.code.as_str())
            .text(column("item", "", "Our name for it; empty if the code is not known."), |item| {
                item.name.as_str()
            })
            .text(column("kind", "", "count, total, mean, centile or unknown."), |item| item.kind.name())
            .text(column("item_unit", "", "What its figures are in."), |item| item.unit.as_str())
            .text_or_none(
                column("base_code", "", "The count that it is of, or the whole of this part."),
                |item| item.base.as_deref(),
            )
            .text_or_none(column("total_code", "", "Of a mean, its total."), |item| item.total.as_deref())
            .whole_or_none(column("centile", "", "Of a centile, which one."), |item| {
                item.centile.map(i64::from)
            })
            .text(column("evidence", "", "How the meaning is known: named, arithmetic or none."), |item| {
                item.evidence.name()
            })
            .text_or_none(column("first_month", "", "First month with a figure of anyone."), |item| {
                span(&item.code).map(|(first, _)| first.to_string())
            })
            .text_or_none(column("last_month", "", "Last month with one."), |item| {
                span(&item.code).map(|(_, last)| last.to_string())
            })
            .text(column("meaning", "", "One sentence."), |item| item.meaning.as_str())
            .batch()
    }

    fn organisation_table(&self) -> RecordBatch {
        Table::of("An organisation of the file.", &self.organisations)
            .text(ORG_CODE, |organisation| organisation.code.as_str())
            .text(column("level", "", "england, region, trust, icb or other."), |o| o.level.name())
            .text(column("org_name", "", "Its name in the last month."), |o| o.name.as_str())
            .text_or_none(column("region_code", "", "Code of its NHS region."), |o| o.region.as_deref())
            .batch()
    }

    fn dropped_table(&self) -> RecordBatch {
        Table::of("A row of the file that gives no figure.", &self.report.dropped)
            .whole(column("row", "", "Its line in the file; the first is 1."), |row| row.line as u64)
            .text_or_none(MONTH, |row| row.about.as_ref().map(|(_, month)| month.to_string()))
            .text_or_none(ORG_CODE, |row| row.about.as_ref().map(|(code, _)| code.as_str()))
            .text(column("reason", "", "Why."), |row| row.reason.sentence())
            .batch()
    }

    fn gap_table(&self) -> RecordBatch {
        let gaps = self.gaps();
        Table::of("Months in a row without figures that an organisation has before and after.", &gaps)
            .text(ORG_CODE, |gap| gap.organisation.as_str())
            .text(column("first_month", "", "First month without."), |gap| gap.first.to_string())
            .text(column("last_month", "", "Last month without."), |gap| gap.last.to_string())
            .whole(column("months", "months", "How many months of the file that is."), |gap| {
                gap.months as u64
            })
            .text(column("item_codes", "", "Codes of the items, with blanks between."), |gap| {
                gap.items.join(" ")
            })
            .batch()
    }

    fn renamed_table(&self) -> RecordBatch {
        let rows: Vec<_> = self
            .report
            .renamed
            .iter()
            .flat_map(|renamed| renamed.names.iter().map(move |name| (&renamed.code, name)))
            .collect();
        Table::of("A name of an organisation whose name changes.", &rows)
            .text(ORG_CODE, |(code, _)| code.as_str())
            .text(column("org_name", "", "The name."), |(_, name)| name.0.as_str())
            .whole(column("months", "months", "How many months have it."), |(_, name)| name.1 as u64)
            .text(column("first_month", "", "The first of them."), |(_, name)| name.2.to_string())
            .text(column("last_month", "", "The last of them."), |(_, name)| name.3.to_string())
            .batch()
    }
}

fn breach_table(breaches: &[Breach]) -> RecordBatch {
    Table::of("A published figure that breaks a rule; it is reported and never changed.", breaches)
        .text(column("rule", "", "Which rule it breaks."), |breach| breach.rule.name())
        .text(MONTH, |breach| breach.month.to_string())
        .text(ORG_CODE, |breach| breach.organisation.as_str())
        .text(ITEM, |breach| breach.item.as_str())
        .whole_or_none(column("published", "", "What is published; null if it is missing."), |b| b.published)
        .number(column("computed", "", "What the rule gives."), |breach| breach.computed)
        .batch()
}
