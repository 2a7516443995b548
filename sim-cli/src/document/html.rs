//! A report as one plain HTML page: no script, nothing fetched, tables that a screen reader can follow.

use std::collections::BTreeMap;

use super::page::{STYLE, escaped};
use super::{Block, Document, Grid};

/// How often each caption stood on the page so far.
#[derive(Default)]
struct Captions(BTreeMap<String, usize>);

impl Captions {
    /// The caption, escaped; with a number if it stood there before, as places of a page are found by their names.
    fn own(&mut self, caption: &str) -> String {
        let seen = self.0.entry(caption.to_owned()).or_default();
        *seen += 1;
        if *seen == 1 { escaped(caption) } else { format!("{} ({seen})", escaped(caption)) }
    }
}

/// The report as a page of its own.
pub(crate) fn html(document: &Document) -> String {
    let mut out = String::new();
    let title = escaped(&document.title);
    out.push_str("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str(&format!("<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"));
    out.push_str(&format!("<h1>{title}</h1>\n"));
    write_blocks(&document.blocks, &mut Captions::default(), &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The report as a part of another page, such as a notebook's.
pub(crate) fn fragment(document: &Document) -> String {
    let mut out = String::from("<div>\n");
    write_blocks(&document.blocks, &mut Captions::default(), &mut out);
    out.push_str("</div>\n");
    out
}

fn write_blocks(blocks: &[Block], captions: &mut Captions, out: &mut String) {
    for block in blocks {
        match block {
            Block::Label(text) => element("p class=\"label\"", text, out),
            Block::Heading(text) => element("h2", text, out),
            Block::Paragraph(text) => element("p", text, out),
            Block::Warning(text) => element("p class=\"warning\"", &format!("Warning: {text}"), out),
            Block::Facts(facts) => write_facts(facts, out),
            Block::List(items) => write_list(items, out),
            Block::Table(grid) => write_table(grid, &captions.own(&grid.caption), out),
            Block::Chart(chart) => out.push_str(&chart.svg()),
            Block::Waterfall(fall) => out.push_str(&fall.svg()),
            Block::Curves(curves) => out.push_str(&curves.svg()),
            Block::Scatter(scatter) => out.push_str(&scatter.svg()),
            Block::Map(map) => out.push_str(&map.svg()),
            Block::Heat(heat) => out.push_str(&heat.html(&captions.own(&heat.caption))),
            Block::Panels(panels) => out.push_str(&panels.svg()),
            Block::Tiles(tiles) => out.push_str(&tiles.svg()),
            Block::Timeline(timeline) => out.push_str(&timeline.svg()),
            Block::Phases(plot) => out.push_str(&plot.svg()),
            Block::Page(blocks) => write_blocks(blocks, captions, out),
            Block::Folded(summary, blocks) => {
                out.push_str("<details>\n");
                element("summary", summary, out);
                write_blocks(blocks, captions, out);
                out.push_str("</details>\n");
            }
        }
    }
}

/// An element with a text inside; `tag` may hold attributes.
fn element(tag: &str, text: &str, out: &mut String) {
    let name = tag.split(' ').next().unwrap_or(tag);
    out.push_str(&format!("<{tag}>{}</{name}>\n", escaped(text)));
}

fn write_facts(facts: &[(String, String)], out: &mut String) {
    out.push_str("<dl>\n");
    for (term, fact) in facts {
        element("dt", term, out);
        element("dd", fact, out);
    }
    out.push_str("</dl>\n");
}

fn write_list(items: &[String], out: &mut String) {
    out.push_str("<ul>\n");
    items.iter().for_each(|item| element("li", item, out));
    out.push_str("</ul>\n");
}

fn write_table(grid: &Grid, caption: &str, out: &mut String) {
    // A wide table scrolls in its own box, which the keyboard reaches.
    out.push_str(&format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n"
    ));
    out.push_str(&format!("<table>\n<caption>{caption}</caption>\n<thead>\n<tr>"));
    for column in &grid.columns {
        let class = if column.right { " class=\"number\"" } else { "" };
        let head = escaped(&column.head).replace('\n', "<br>");
        // A head without words names nothing.
        match head.is_empty() {
            true => out.push_str("<td></td>"),
            false => out.push_str(&format!("<th scope=\"col\"{class}>{head}</th>")),
        }
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    let mut above = "";
    for row in &grid.rows {
        write_row(grid, (row, above), out);
        above = row.first().filter(|name| !name.is_empty()).map_or(above, String::as_str);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    if !grid.note.is_empty() {
        element("p class=\"note\"", &grid.note, out);
    }
}

/// A row; one without a name goes by that of the row above, which is read out and not shown.
fn write_row(grid: &Grid, (row, above): (&[String], &str), out: &mut String) {
    out.push_str("<tr>");
    for (at, (cell, column)) in row.iter().zip(&grid.columns).enumerate() {
        let class = if column.right { " class=\"number\"" } else { "" };
        let cell = escaped(cell);
        match at {
            0 if cell.is_empty() && above.is_empty() => out.push_str("<td></td>"),
            0 if cell.is_empty() => {
                out.push_str(&format!(
                    "<th scope=\"row\"><span class=\"heard\">{}</span></th>",
                    escaped(above)
                ));
            }
            0 => out.push_str(&format!("<th scope=\"row\">{cell}</th>")),
            _ => out.push_str(&format!("<td{class}>{cell}</td>")),
        }
    }
    out.push_str("</tr>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_tables_have_captions_and_scopes() {
        let mut document = Document { title: "a < b".into(), ..Document::default() };
        let mut grid = Grid::new("R&D", "ICS").numbers("n");
        grid.row(vec!["<script>alert(1)</script>".into(), "1".into()]);
        document.table(grid);
        let page = html(&document);
        assert!(page.contains("<title>a &lt; b</title>") && page.contains("<caption>R&amp;D</caption>"));
        assert!(page.contains("<th scope=\"row\">&lt;script&gt;") && !page.contains("<script"));
        assert!(page.contains("<th scope=\"col\" class=\"number\">n</th>"));
    }

    #[test]
    fn every_table_and_every_row_has_a_name_of_its_own() {
        let mut document = Document::default();
        for _ in 0..2 {
            let mut grid = Grid::new("Waits", "ICS").words("");
            grid.row(vec!["Devon".into(), "a".into()]);
            grid.row(vec![String::new(), "b".into()]);
            document.table(grid);
        }
        let page = html(&document);
        assert_eq!(page.matches("aria-label=\"Waits\"").count(), 1);
        assert!(page.contains("aria-label=\"Waits (2)\"") && page.contains("<caption>Waits (2)</caption>"));
        assert!(page.contains("<th scope=\"row\"><span class=\"heard\">Devon</span></th><td>b</td>"));
        assert!(page.contains("<th scope=\"col\">ICS</th><td></td></tr>") && !page.contains("\"></th>"));
    }
}
