//! What is said of a file of published indicators.

use crate::document::{Block, Document, Grid, decimal, hundredths};
use ambics::ambsys::{AmbSys, Breach, ItemKind, OrgLevel, Ratio, Sum};
use ambics::region::Month;

/// Rows of a table that are printed; all are in the files and in JSON.
const SHOWN: usize = 20;

/// What was asked of a file.
pub(crate) struct Asked<'a> {
    pub table: &'a AmbSys,
    pub totals: Vec<(&'a String, Sum)>,
    pub means: Vec<(&'a String, Ratio)>,
}

impl Asked<'_> {
    /// Whether nothing was asked, so that the file is described.
    pub const fn is_nothing(&self) -> bool {
        self.totals.is_empty() && self.means.is_empty()
    }
}

/// What reading and checking met.
pub(crate) fn met(table: &AmbSys) -> Document {
    let mut document =
        Document { title: format!("ambics import ambsys: {}", table.file()), ..Document::default() };
    document.blocks.push(Block::Facts(facts(table)));
    document.table(blocks(table));
    document.table(dropped(table));
    document.table(renamed(table));
    document.table(gaps(table));
    checks(&mut document, table);
    listed(&mut document, table);
    document
}

fn facts(table: &AmbSys) -> Vec<(String, String)> {
    let fact = |term: &str, fact: String| (term.to_owned(), fact);
    let (report, months) = (table.report(), table.months());
    let of_level = |level: OrgLevel| {
        let n = table.organisations().iter().filter(|organisation| organisation.level == level).count();
        (n > 0).then(|| format!("{n} {}", level.name()))
    };
    let levels: Vec<String> = OrgLevel::ALL.into_iter().filter_map(of_level).collect();
    let missing: Vec<String> = report
        .missing
        .iter()
        .map(|(mark, n)| if mark.is_empty() { format!("{n} empty") } else { format!("{n} `{mark}`") })
        .collect();
    let first_and_last = months.first().zip(months.last());
    let span = first_and_last
        .map_or_else(String::new, |(first, last)| format!("{first} to {last}, {}", months.len()));
    vec![
        fact("Rows", format!("{}: {} kept, {} dropped", report.rows, report.kept, report.dropped.len())),
        fact(
            "Figures",
            format!(
                "{} ({} missing: {})",
                table.figures().len(),
                report.missing.values().sum::<usize>(),
                or_none(&missing)
            ),
        ),
        fact("Months", span),
        fact("Organisations", or_none(&levels)),
        fact("Items", table.items().len().to_string()),
    ]
}

fn or_none(list: &[String]) -> String {
    if list.is_empty() { "none".to_owned() } else { list.join(", ") }
}

fn more(grid: Grid, rows: usize) -> Grid {
    if rows <= SHOWN {
        return grid;
    }
    let note = format!("The first {SHOWN} of {rows}; all of them with --out or --json.");
    let note = if grid.note.is_empty() { note } else { format!("{} {note}", grid.note) };
    grid.note(note)
}

fn blocks(table: &AmbSys) -> Grid {
    let mut grid = Grid::new("Items by first and last month of publication", "first month")
        .words("last month")
        .numbers("items")
        .words("codes");
    for block in table.blocks() {
        let n = block.items.len().to_string();
        grid.row(vec![block.first.to_string(), block.last.to_string(), n, codes(&block.items)]);
    }
    grid
}

/// The first codes of a list, and how many more there are.
fn codes(items: &[String]) -> String {
    let shown = items.iter().take(8).cloned().collect::<Vec<_>>().join(" ");
    if items.len() > 8 { format!("{shown} and {} more", items.len() - 8) } else { shown }
}

fn dropped(table: &AmbSys) -> Grid {
    let rows = &table.report().dropped;
    let mut grid = Grid::new("Rows dropped", "row").words("organisation").words("month").words("why");
    for row in rows.iter().take(SHOWN) {
        let (code, month) = row
            .about
            .as_ref()
            .map_or_else(Default::default, |(code, month)| (code.clone(), month.to_string()));
        grid.row(vec![row.line.to_string(), code, month, row.reason.sentence()]);
    }
    more(grid, rows.len())
}

fn renamed(table: &AmbSys) -> Grid {
    let mut grid = Grid::new("Organisations whose names change; they are joined by code", "code")
        .numbers("months")
        .words("from")
        .words("to")
        .words("name");
    for renamed in &table.report().renamed {
        for (name, months, first, last) in &renamed.names {
            grid.row(vec![
                renamed.code.clone(),
                months.to_string(),
                first.to_string(),
                last.to_string(),
                name.clone(),
            ]);
        }
    }
    grid
}

fn gaps(table: &AmbSys) -> Grid {
    let gaps = table.gaps();
    let mut grid = Grid::new("Gaps: months without figures that are there before and after", "organisation")
        .words("from")
        .words("to")
        .numbers("months")
        .numbers("items")
        .words("codes");
    for gap in gaps.iter().take(SHOWN) {
        let n = gap.items.len().to_string();
        grid.row(vec![
            gap.organisation.clone(),
            gap.first.to_string(),
            gap.last.to_string(),
            gap.months.to_string(),
            n,
            codes(&gap.items),
        ]);
    }
    more(grid, gaps.len())
}

fn checks(document: &mut Document, table: &AmbSys) {
    let checks = table.check();
    let mut grid = Grid::new("Figures that break a rule; nothing is changed", "organisation")
        .words("month")
        .words("item")
        .numbers("published")
        .numbers("computed")
        .words("rule");
    for breach in checks.breaches.iter().take(SHOWN) {
        grid.row(breach_row(table, breach));
    }
    document.table(more(grid, checks.breaches.len()));
    document.paragraph(format!(
        "{} means were held against total over count, and {} counts and totals against the sum of their parts: {} broke a rule.",
        checks.means,
        checks.sums,
        checks.breaches.len()
    ));
    checks.not_checked.iter().for_each(|sentence| document.warning(format!("Not checked: {sentence}.")));
}

fn breach_row(table: &AmbSys, breach: &Breach) -> Vec<String> {
    let item =
        table.find_item(&breach.item).map_or_else(|| breach.item.clone(), |row| table.items()[row].title());
    vec![
        breach.organisation.clone(),
        breach.month.to_string(),
        item,
        breach.published.map_or_else(|| "missing".to_owned(), |value| value.to_string()),
        decimal(Some(breach.computed)),
        breach.rule.name().replace('_', " "),
    ]
}

fn listed(document: &mut Document, table: &AmbSys) {
    let unknown: Vec<String> = table
        .items()
        .iter()
        .filter(|item| item.kind == ItemKind::Unknown)
        .map(|item| item.code.clone())
        .collect();
    if !unknown.is_empty() {
        document.paragraph(format!("Codes that are not known, kept and not used: {}.", unknown.join(", ")));
    }
    let others: Vec<&str> = table
        .organisations()
        .iter()
        .filter(|organisation| organisation.level == OrgLevel::Other)
        .map(|organisation| organisation.code.as_str())
        .collect();
    if !others.is_empty() {
        document.paragraph(format!("Organisations of no level that is known, kept: {}.", others.join(", ")));
    }
    if !table.report().left_out.is_empty() {
        document.paragraph(format!("Columns left out: {}.", table.report().left_out.join(", ")));
    }
}

/// The answers to what was asked.
pub(crate) fn answers(asked: &Asked<'_>) -> Document {
    let title = format!("ambics import ambsys: {}", asked.table.file());
    let mut document = Document { title, ..Document::default() };
    let name = |code: &str| {
        asked.table.find_item(code).map_or_else(String::new, |row| asked.table.items()[row].title())
    };
    let mut totals = Grid::new("Totals", "item").numbers("value").numbers("figures").numbers("missing");
    for (code, sum) in &asked.totals {
        totals.row(vec![
            name(code),
            sum.value.to_string(),
            sum.figures.to_string(),
            sum.missing.len().to_string(),
        ]);
    }
    document.table(totals);
    let mut means = Grid::new("Means, each a total over a count", "item")
        .numbers("value")
        .numbers("total")
        .numbers("over")
        .numbers("missing");
    for (code, ratio) in &asked.means {
        let (total, base) = (ratio.total.to_string(), ratio.base.to_string());
        means.row(vec![
            name(code),
            hundredths(Some(ratio.value)),
            total,
            base,
            ratio.missing.len().to_string(),
        ]);
    }
    document.table(means);
    let missing = asked
        .totals
        .iter()
        .map(|(_, sum)| &sum.missing)
        .chain(asked.means.iter().map(|(_, ratio)| &ratio.missing));
    let mut missing: Vec<&(String, Month)> = missing.flatten().collect();
    missing.sort_unstable();
    missing.dedup();
    if !missing.is_empty() {
        let list: Vec<String> =
            missing.iter().take(SHOWN).map(|(code, month)| format!("{code} {month}")).collect();
        let rest = if missing.len() > SHOWN {
            format!(" and {} more", missing.len() - SHOWN)
        } else {
            String::new()
        };
        document.warning(format!(
            "Not published, and left out rather than taken as zero: {}{rest}.",
            list.join(", ")
        ));
    }
    document
}
