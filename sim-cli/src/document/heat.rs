//! A table whose cells say by colour and by a mark whether they hold.

use super::Grid;
use super::page::escaped;

/// What a cell says beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Within its bound.
    Holds,
    /// Beyond it, above what was published.
    Above,
    /// Beyond it, below.
    Below,
    /// Told, but not judged.
    Plain,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeatCell {
    pub text: String,
    pub tone: Tone,
}

/// A table of judged cells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heat {
    pub caption: String,
    /// What stands above the names of the rows.
    pub first: String,
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<HeatCell>)>,
    /// One sentence below it.
    pub note: String,
}

impl Tone {
    const fn mark(self) -> &'static str {
        match self {
            Self::Above | Self::Below => "*",
            Self::Holds | Self::Plain => " ",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Holds => "number holds",
            Self::Above => "number above",
            Self::Below => "number below",
            Self::Plain => "number plain",
        }
    }
}

impl Heat {
    /// The same without colour: `*` behind a number beyond its bound.
    pub(super) fn grid(&self) -> Grid {
        let mut grid = Grid::new(&*self.caption, &*self.first).note(&*self.note);
        for column in &self.columns {
            grid = grid.numbers(column);
        }
        for (name, cells) in &self.rows {
            let cells = cells.iter().map(|cell| format!("{}{}", cell.text, cell.tone.mark()));
            grid.row(std::iter::once(name.clone()).chain(cells).collect());
        }
        grid
    }

    /// The table as HTML, under a caption that is escaped already.
    pub(super) fn html(&self, caption: &str) -> String {
        let mut out = format!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n\
             <table class=\"heat\">\n<caption>{caption}</caption>\n<thead>\n<tr><th scope=\"col\">{}</th>",
            escaped(&self.first)
        );
        for column in &self.columns {
            out.push_str(&format!("<th scope=\"col\" class=\"number\">{}</th>", escaped(column)));
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for (name, cells) in &self.rows {
            out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escaped(name)));
            for cell in cells {
                let (class, mark) = (cell.tone.class(), cell.tone.mark().trim());
                out.push_str(&format!("<td class=\"{class}\">{}{mark}</td>", escaped(&cell.text)));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
        if !self.note.is_empty() {
            out.push_str(&format!("<p class=\"note\">{}</p>\n", escaped(&self.note)));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_hold_is_marked_without_colour_too() {
        let cell = |text: &str, tone| HeatCell { text: text.into(), tone };
        let heat = Heat {
            caption: "Scores".into(),
            first: "figure".into(),
            columns: vec!["A & B".into(), "C".into()],
            rows: vec![("C1".into(), vec![cell("1.20", Tone::Above), cell("1.01", Tone::Holds)])],
            note: String::new(),
        };
        let html = heat.html("Scores");
        assert!(html.contains("<td class=\"number above\">1.20*</td>") && html.contains("A &amp; B"));
        assert_eq!(heat.grid().rows[0], ["C1", "1.20*", "1.01 "]);
    }
}
