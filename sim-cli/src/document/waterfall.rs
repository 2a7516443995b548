//! Bars from one value to another, each where the one before it ended, as inline SVG.

use super::chart::{LEFT, WIDTH, nice, write};
use super::page::escaped;

/// A bar of a waterfall.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fall {
    pub name: String,
    pub change: f64,
    pub interval: Option<(f64, f64)>,
    /// What stands beside it.
    pub label: String,
    /// Whether it is what is left, and no cause.
    pub is_rest: bool,
}

/// A chart that leads from one value to another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Waterfall {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    pub axis: String,
    /// What is written across it.
    pub label: String,
    /// Name, value and label of both ends.
    pub ends: [(String, f64, String); 2],
    pub bars: Vec<Fall>,
}

const RIGHT: f64 = 740.0;
const TOP: f64 = 44.0;
const STEP: f64 = 34.0;
const SLOWER: &str = "#801650";
const FASTER: &str = "#12436D";
const REST: &str = "#8a8f94";

impl Waterfall {
    /// The chart as a figure.
    pub(super) fn svg(&self) -> String {
        let scale = self.scale();
        let rows = self.bars.len() + 2;
        let height = TOP + rows as f64 * STEP + 48.0;
        let title = escaped(&self.title);
        let mut out = format!(
            "<figure tabindex=\"0\">\n<figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-label=\"{title}. {}\" font-family=\"inherit\" font-size=\"14\">\n",
            escaped(&self.description)
        );
        let label = escaped(&self.label);
        write(
            &mut out,
            format_args!("<text x=\"0\" y=\"20\" font-weight=\"600\" fill=\"{SLOWER}\">{label}</text>"),
        );
        self.axis(&scale, height, &mut out);
        let mut at = self.ends[0].1;
        end(&self.ends[0], (0, &scale), &mut out);
        for (row, bar) in self.bars.iter().enumerate() {
            draw(bar, (row + 1, at, &scale), &mut out);
            at += bar.change;
        }
        end(&self.ends[1], (rows - 1, &scale), &mut out);
        out.push_str("</svg>\n</figure>\n");
        out
    }

    fn scale(&self) -> Scale {
        let (mut low, mut high) = (self.ends[0].1.min(self.ends[1].1), self.ends[0].1.max(self.ends[1].1));
        let mut at = self.ends[0].1;
        for bar in &self.bars {
            let (from, to) = bar.interval.unwrap_or((bar.change, bar.change));
            low = low.min(at).min(at + from);
            high = high.max(at).max(at + to);
            at += bar.change;
            low = low.min(at);
            high = high.max(at);
        }
        let step = nice((high - low).max(1.0) / 6.0);
        Scale { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    fn axis(&self, scale: &Scale, height: f64, out: &mut String) {
        let bottom = height - 42.0;
        let first = (scale.low / scale.step).round() as i64;
        let last = (scale.high / scale.step).round() as i64;
        for number in first..=last {
            let value = number as f64 * scale.step;
            let x = scale.x(value);
            write(
                out,
                format_args!(
                    "<line x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\" stroke=\"#d0d5da\"/>\
                     <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{value:.0}</text>",
                    TOP - 8.0,
                    bottom + 16.0
                ),
            );
        }
        let (x, y, axis) = ((LEFT + RIGHT) / 2.0, bottom + 36.0, escaped(&self.axis));
        write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{axis}</text>"));
    }
}

fn middle(row: usize) -> f64 {
    TOP + row as f64 * STEP + STEP / 2.0
}

fn named(name: &str, row: usize, weight: u32, out: &mut String) {
    let (x, y) = (LEFT - 14.0, middle(row) + 5.0);
    let name = escaped(name);
    write(
        out,
        format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\" font-weight=\"{weight}\">{name}</text>"
        ),
    );
}

fn labelled(label: &str, row: usize, weight: u32, out: &mut String) {
    let (x, y, label) = (RIGHT + 14.0, middle(row) + 5.0, escaped(label));
    write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" font-weight=\"{weight}\">{label}</text>"));
}

fn end((name, value, label): &(String, f64, String), (row, scale): (usize, &Scale), out: &mut String) {
    let (x, y) = (scale.x(*value), middle(row));
    named(name, row, 600, out);
    write(
        out,
        format_args!(
            "<line x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\" stroke=\"#111\" stroke-width=\"4\"/>",
            y - 12.0,
            y + 12.0
        ),
    );
    labelled(label, row, 600, out);
}

fn draw(bar: &Fall, (row, at, scale): (usize, f64, &Scale), out: &mut String) {
    let (from, to, y) = (scale.x(at), scale.x(at + bar.change), middle(row));
    let (left, wide) = (from.min(to), (to - from).abs().max(1.0));
    let fill = match (bar.is_rest, bar.change > 0.0) {
        (true, _) => REST,
        (false, true) => SLOWER,
        (false, false) => FASTER,
    };
    named(&bar.name, row, 400, out);
    write(
        out,
        format_args!(
            "<line x1=\"{from:.1}\" y1=\"{:.1}\" x2=\"{from:.1}\" y2=\"{:.1}\" stroke=\"#8a8f94\" \
             stroke-dasharray=\"2 2\"/>\
             <rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"18\" fill=\"{fill}\"/>",
            y - STEP + 9.0,
            y - 9.0,
            y - 9.0
        ),
    );
    if let Some((low, high)) = bar.interval {
        let (low, high) = (scale.x(at + low), scale.x(at + high));
        write(
            out,
            format_args!(
                "<line x1=\"{low:.1}\" y1=\"{y:.1}\" x2=\"{high:.1}\" y2=\"{y:.1}\" stroke=\"#F46A25\" \
                 stroke-width=\"3\"/>"
            ),
        );
    }
    labelled(&bar.label, row, 400, out);
}

/// From values to places along the line; zero need not be on it.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        LEFT + (value - self.low) / (self.high - self.low).max(1e-9) * (RIGHT - LEFT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_leads_from_end_to_end() {
        let bar = |change: f64| Fall {
            name: "a < b".into(),
            change,
            interval: Some((change - 5.0, change + 5.0)),
            label: "-30".into(),
            is_rest: false,
        };
        let fall = Waterfall {
            title: "C2".into(),
            description: "Words.".into(),
            axis: "s".into(),
            label: "SYNTHETIC".into(),
            ends: [("before".into(), 900.0, "15:00".into()), ("after".into(), 850.0, "14:10".into())],
            bars: vec![bar(-80.0), bar(30.0)],
        };
        let scale = fall.scale();
        assert!(scale.low <= 815.0 && scale.high >= 900.0, "every end lies on the line");
        let svg = fall.svg();
        assert_eq!(svg.matches("<rect").count(), 2);
        assert!(svg.contains("a &lt; b") && svg.contains("SYNTHETIC") && svg.contains("role=\"img\""));
    }
}
