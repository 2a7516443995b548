//! A report as text of at most 110 columns, in plain ASCII but for names.

use super::{Block, Column, Document, Grid};

/// Widest line.
const WIDEST: usize = 110;
/// Widest line of a paragraph.
const PARAGRAPH: usize = 100;
/// Between columns.
const GAP: usize = 2;
/// What the first column of a table keeps when the table is too wide.
const NARROWEST_FIRST: usize = 16;

/// The report as text.
pub(crate) fn text(document: &Document) -> String {
    let mut out = format!("{}\n{}\n", document.title, "=".repeat(width(&document.title)));
    for block in &document.blocks {
        if !is_drawn(block) {
            out.push('\n');
        }
        write_block(block, &mut out);
    }
    out
}

/// Whether a block is for the page only.
const fn is_drawn(block: &Block) -> bool {
    match block {
        Block::Chart(_)
        | Block::Waterfall(_)
        | Block::Curves(_)
        | Block::Panels(_)
        | Block::Phases(_)
        | Block::Scatter(_)
        | Block::Map(_)
        | Block::Tiles(_)
        | Block::Timeline(_)
        | Block::Page(_)
        | Block::Folded(..) => true,
        Block::Heading(_)
        | Block::Label(_)
        | Block::Paragraph(_)
        | Block::Warning(_)
        | Block::List(_)
        | Block::Facts(_)
        | Block::Table(_)
        | Block::Heat(_) => false,
    }
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(text) => push_line(out, &format!("{text}\n{}", "-".repeat(width(text)))),
        Block::Label(text) | Block::Paragraph(text) => wrapped(text, ("", ""), PARAGRAPH, out),
        Block::Warning(text) => wrapped(text, ("Warning: ", "  "), PARAGRAPH, out),
        Block::List(items) => items.iter().for_each(|item| wrapped(item, ("- ", "  "), PARAGRAPH, out)),
        Block::Facts(facts) => write_facts(facts, out),
        Block::Table(grid) => write_table(grid, out),
        Block::Heat(heat) => write_table(&heat.grid(), out),
        Block::Chart(_)
        | Block::Waterfall(_)
        | Block::Curves(_)
        | Block::Panels(_)
        | Block::Phases(_)
        | Block::Scatter(_)
        | Block::Map(_)
        | Block::Tiles(_)
        | Block::Timeline(_)
        | Block::Page(_)
        | Block::Folded(..) => {}
    }
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Breaks a text between words; the first line begins with one lead, the others with another.
fn wrapped(text: &str, (first, next): (&str, &str), widest: usize, out: &mut String) {
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && width(&line) + 1 + width(word) > widest {
            push_line(out, &line);
            line = next.to_owned();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    push_line(out, &line);
}

fn write_facts(facts: &[(String, String)], out: &mut String) {
    let terms = facts.iter().map(|(term, _)| width(term)).max().unwrap_or(0) + GAP;
    for (term, fact) in facts {
        let first = format!("{term}{}", " ".repeat(terms - width(term)));
        wrapped(fact, (&first, &" ".repeat(terms)), PARAGRAPH, out);
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn write_table(grid: &Grid, out: &mut String) {
    wrapped(&grid.caption, ("", ""), PARAGRAPH, out);
    let widths = widths(grid);
    let heads: Vec<Vec<&str>> = grid.columns.iter().map(|column| column.head.split('\n').collect()).collect();
    let tall = heads.iter().map(Vec::len).max().unwrap_or(1);
    for line in 0..tall {
        // Heads stand on the rule: a short one begins lower.
        let part =
            |head: &Vec<&str>| (line + head.len()).checked_sub(tall).map_or("", |at| head[at]).to_owned();
        write_row(grid, &widths, &heads.iter().map(part).collect::<Vec<_>>(), out);
    }
    push_line(out, &widths.iter().map(|w| "-".repeat(*w)).collect::<Vec<_>>().join(&" ".repeat(GAP)));
    for row in &grid.rows {
        write_row(grid, &widths, row, out);
    }
    if !grid.note.is_empty() {
        wrapped(&grid.note, ("", ""), PARAGRAPH, out);
    }
}

fn write_row(grid: &Grid, widths: &[usize], cells: &[String], out: &mut String) {
    let set = |((cell, column), wide): ((&String, &Column), &usize)| {
        let cell = clipped(cell, *wide);
        let missing = " ".repeat(wide.saturating_sub(width(&cell)));
        if column.right { missing + &cell } else { cell + &missing }
    };
    let cells: Vec<String> = cells.iter().zip(&grid.columns).zip(widths).map(set).collect();
    push_line(out, &cells.join(&" ".repeat(GAP)));
}

/// As wide as the widest cell; a table that is too wide takes it from its first column.
fn widths(grid: &Grid) -> Vec<usize> {
    let widest = |at: usize| {
        let head = grid.columns[at].head.split('\n').map(width).max().unwrap_or(0);
        grid.rows.iter().map(|row| width(&row[at])).max().unwrap_or(0).max(head)
    };
    let mut widths: Vec<usize> = (0..grid.columns.len()).map(widest).collect();
    let whole = widths.iter().sum::<usize>() + GAP * (widths.len() - 1);
    widths[0] = widths[0].saturating_sub(whole.saturating_sub(WIDEST)).max(NARROWEST_FIRST.min(widths[0]));
    widths
}

fn clipped(cell: &str, wide: usize) -> String {
    if width(cell) <= wide {
        return cell.to_owned();
    }
    let kept: String = cell.chars().take(wide.saturating_sub(2)).collect();
    format!("{}..", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_aligned_and_its_first_column_gives_way() {
        let mut grid = Grid::new("C2", "ICS").numbers("today,\nm:ss").words("mark");
        grid.row(vec!["QVV Dorset".into(), "47:30".into(), "*".into()]);
        grid.row(vec!["x".repeat(150), "1:02:03".into(), "".into()]);
        let mut out = String::new();
        write_table(&grid, &mut out);
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines.iter().all(|line| width(line) <= WIDEST), "{out}");
        assert!(lines[1].ends_with(" today,") && lines[2].starts_with("ICS "), "{out}");
        assert!(lines[4].starts_with("QVV Dorset ") && lines[4].ends_with("  47:30  *"), "{out}");
        assert!(lines[5].starts_with("xxx") && lines[5].contains("x..  1:02:03"), "{out}");
    }

    #[test]
    fn long_texts_break_between_words() {
        let mut out = String::new();
        wrapped(&"word ".repeat(40), ("- ", "  "), 50, &mut out);
        assert!(out.lines().all(|line| line.len() <= 50), "{out}");
        assert!(out.starts_with("- word") && out.lines().nth(1).is_some_and(|l| l.starts_with("  word")));
    }
}
