//! Shares by two things, as coloured tiles with their number, as inline SVG.

use super::chart::{WIDTH, write};
use super::page::escaped;

/// Panels of tiles that share rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tiles {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    pub label: String,
    /// What rows and columns are.
    pub axes: [String; 2],
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// Name of each panel, and its shares in [0, 1] by row and column.
    pub panels: Vec<(String, Vec<Vec<f64>>)>,
}

const TOP: f64 = 96.0;
const TALL: f64 = 24.0;
const LEFT: f64 = 54.0;
const GAP: f64 = 26.0;

impl Tiles {
    /// The tiles as a figure.
    pub(super) fn svg(&self) -> String {
        let height = TOP + TALL * self.rows.len() as f64 + 12.0;
        let n = self.panels.len().max(1) as f64;
        let wide = (WIDTH - LEFT - GAP * (n - 1.0)) / n;
        let tile = (wide / self.columns.len().max(1) as f64).min(70.0);
        let title = escaped(&self.title);
        let mut out = format!(
            "<figure tabindex=\"0\">\n<figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-label=\"{title}. {}\" font-family=\"inherit\" font-size=\"11\">\n",
            escaped(&self.description)
        );
        let [down, across] = self.axes.each_ref().map(|axis| escaped(axis));
        write(
            &mut out,
            format_args!(
                "<text x=\"0\" y=\"16\" font-weight=\"600\" fill=\"#801650\">{}</text><text x=\"0\" y=\"36\">down: {down}; \
                 across: {across}</text>",
                escaped(&self.label)
            ),
        );
        for (at, (name, shares)) in self.panels.iter().enumerate() {
            self.panel((name, shares), (LEFT + at as f64 * (wide + GAP), tile, at == 0), &mut out);
        }
        out.push_str("</svg>\n</figure>\n");
        out
    }

    fn panel(
        &self,
        (name, shares): (&str, &[Vec<f64>]),
        (left, tile, is_first): (f64, f64, bool),
        out: &mut String,
    ) {
        let text = |x: f64, y: f64, rest: &str, words: &str, out: &mut String| {
            write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\"{rest}>{}</text>", escaped(words)));
        };
        text(left, TOP - 24.0, " font-weight=\"600\"", name, out);
        for (at, column) in self.columns.iter().enumerate() {
            text(left + tile * (at as f64 + 0.5), TOP - 6.0, " text-anchor=\"middle\"", column, out);
        }
        for (row, (name, shares)) in self.rows.iter().zip(shares).enumerate() {
            let y = TOP + TALL * row as f64;
            if is_first {
                text(left - 6.0, y + 16.0, " text-anchor=\"end\"", name, out);
            }
            for (column, share) in shares.iter().enumerate() {
                let x = left + tile * column as f64;
                write(
                    out,
                    format_args!(
                        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
                        tile - 2.0,
                        TALL - 2.0,
                        tone(*share)
                    ),
                );
                let percent = format!("{:.0}%", share * 100.0);
                text(x + tile / 2.0 - 1.0, y + 16.0, " text-anchor=\"middle\"", &percent, out);
            }
        }
    }
}

/// From orange at 0 by white at a half to green at 1, light enough to be written on.
fn tone(share: f64) -> String {
    let (end, by) = if share < 0.5 {
        ([250.0, 190.0, 150.0], 1.0 - 2.0 * share)
    } else {
        ([150.0, 215.0, 205.0], 2.0 * share - 1.0)
    };
    let [r, g, b] = end.map(|c| (245.0 + (c - 245.0) * by.clamp(0.0, 1.0)).round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_has_its_tile() {
        assert_eq!((tone(0.5), tone(0.0)), ("#f5f5f5".to_owned(), "#fabe96".to_owned()));
        let tiles = Tiles {
            title: "Where".into(),
            description: "Words.".into(),
            label: "ASSUMPTIONS".into(),
            axes: ["ICSs".into(), "hours".into()],
            rows: vec!["1".into(), "7".into()],
            columns: vec!["60".into(), "250".into(), "1,000".into()],
            panels: vec![("lead".into(), vec![vec![0.5, 0.5, 0.5], vec![1.0, 0.8, 0.2]])],
        };
        let svg = tiles.svg();
        assert_eq!(svg.matches("<rect").count(), 6);
        assert!(svg.contains("80%") && svg.contains("1,000"));
    }
}
