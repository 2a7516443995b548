//! Packages as bars over time, one row each, as inline SVG.

use super::chart::{WIDTH, write};
use super::page::{PALETTE, escaped};

/// A bar: from its beginning to its end, and where the end may lie.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    pub name: String,
    /// Which colour it has.
    pub series: usize,
    /// Days; `None` lies beyond the horizon.
    pub from: Option<f64>,
    pub to: Option<f64>,
    pub range: [Option<f64>; 2],
}

/// Bars in groups, on one axis of days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Timeline {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    pub label: String,
    /// What the colours stand for.
    pub series: Vec<String>,
    pub groups: Vec<(String, Vec<Bar>)>,
    pub days: f64,
}

const TOP: f64 = 72.0;
const ROW: f64 = 12.0;
const HEAD: f64 = 26.0;
const LEFT: f64 = 200.0;
const RIGHT: f64 = 24.0;

impl Timeline {
    /// The bars as a figure.
    pub(super) fn svg(&self) -> String {
        let rows: usize = self.groups.iter().map(|(_, bars)| bars.len()).sum();
        let height = TOP + ROW * rows as f64 + HEAD * self.groups.len() as f64 + 12.0;
        let title = escaped(&self.title);
        let mut out = format!(
            "<figure tabindex=\"0\">\n<figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-label=\"{title}. {}\" font-family=\"inherit\" font-size=\"11\">\n",
            escaped(&self.description)
        );
        self.legend(&mut out);
        self.axis(height, &mut out);
        let mut y = TOP;
        for (name, bars) in &self.groups {
            let name = escaped(name);
            write(
                &mut out,
                format_args!("<text x=\"0\" y=\"{:.1}\" font-weight=\"600\">{name}</text>", y + 17.0),
            );
            y += HEAD;
            for bar in bars {
                self.bar(bar, y, &mut out);
                y += ROW;
            }
        }
        out.push_str("</svg>\n</figure>\n");
        out
    }

    fn x(&self, day: f64) -> f64 {
        LEFT + (day / self.days).clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn legend(&self, out: &mut String) {
        let label = escaped(&self.label);
        write(
            out,
            format_args!("<text x=\"0\" y=\"16\" font-weight=\"600\" fill=\"#801650\">{label}</text>"),
        );
        for (series, name) in self.series.iter().enumerate() {
            let (x, colour) = (200.0 * series as f64, PALETTE[series % PALETTE.len()]);
            write(
                out,
                format_args!(
                    "<rect x=\"{x}\" y=\"26\" width=\"18\" height=\"9\" fill=\"{colour}\"/><text x=\"{}\" y=\"35\">{}</text>",
                    x + 24.0,
                    escaped(name)
                ),
            );
        }
    }

    fn axis(&self, height: f64, out: &mut String) {
        let years = (self.days / 365.25).ceil() as usize;
        for year in (0..=years).filter(|year| *year as f64 * 365.25 <= self.days + 1.0) {
            let x = self.x(year as f64 * 365.25);
            let bottom = height - 8.0;
            write(
                out,
                format_args!(
                    "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\" stroke=\"#d0d5da\"/>\
                     <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">year {year}</text>",
                    TOP - 6.0
                ),
            );
        }
    }

    fn bar(&self, bar: &Bar, y: f64, out: &mut String) {
        let (name, middle) = (escaped(&bar.name), y + ROW / 2.0);
        write(
            out,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text>",
                LEFT - 6.0,
                y + 9.5
            ),
        );
        let Some(from) = bar.from else { return };
        let (from, to) = (self.x(from), self.x(bar.to.unwrap_or(self.days)));
        let colour = PALETTE[bar.series % PALETTE.len()];
        // What is not live within the horizon has no end.
        let fill = if bar.to.is_some() { "1" } else { "0.3" };
        write(
            out,
            format_args!(
                "<rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{colour}\" fill-opacity=\"{fill}\"/>",
                y + 2.0,
                (to - from).max(1.0),
                ROW - 4.0
            ),
        );
        let [low, high] = bar.range.map(|day| self.x(day.unwrap_or(self.days)));
        write(
            out,
            format_args!(
                "<line x1=\"{low:.1}\" y1=\"{middle:.1}\" x2=\"{high:.1}\" y2=\"{middle:.1}\" stroke=\"#111\"/>"
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_a_row_and_lies_on_the_axis() {
        let bar = |to| Bar { name: "QVV".into(), series: 0, from: Some(10.0), to, range: [Some(50.0), None] };
        let timeline = Timeline {
            title: "Dates".into(),
            description: "Words.".into(),
            label: "ASSUMPTIONS".into(),
            series: vec!["falls".into()],
            groups: vec![("today".into(), vec![bar(Some(90.0)), bar(None)])],
            days: 365.25,
        };
        let svg = timeline.svg();
        assert_eq!((svg.matches("QVV").count(), svg.matches("fill-opacity=\"0.3\"").count()), (2, 1));
        assert_eq!(timeline.x(1e9), WIDTH - RIGHT);
    }
}
