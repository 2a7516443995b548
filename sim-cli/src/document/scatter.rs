//! Published against predicted in small panels, each with its own scale, as inline SVG.

use super::chart::{WIDTH, write};
use super::page::{PALETTE, escaped};

/// A dot: published across, predicted up, with an interval where there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dot {
    pub published: f64,
    pub predicted: f64,
    pub interval: Option<(f64, f64)>,
}

/// Panels with a diagonal on which both agree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scatter {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    /// What is written across it.
    pub label: String,
    pub series: Vec<String>,
    /// Name of each panel, and its dots in minutes by series.
    pub panels: Vec<(String, Vec<Vec<Dot>>)>,
}

const TOP: f64 = 74.0;
const MARGIN: f64 = 46.0;
const FREE: f64 = 50.0;
/// Panels side by side at most.
const ACROSS: usize = 3;
/// Minutes at which a line may stand.
const TICKS: [f64; 11] = [5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 240.0, 480.0, 960.0];

impl Scatter {
    /// The panels as a figure.
    pub(super) fn svg(&self) -> String {
        let across = self.panels.len().clamp(1, ACROSS);
        let wide = (WIDTH - MARGIN - FREE * (across as f64 - 1.0) - 10.0) / across as f64;
        let wide = wide.min(270.0);
        let down = self.panels.len().div_ceil(across);
        let height = TOP + down as f64 * (wide + 68.0);
        let title = escaped(&self.title);
        let mut out = format!(
            "<figure tabindex=\"0\">\n<figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-label=\"{title}. {}\" font-family=\"inherit\" font-size=\"12\">\n",
            escaped(&self.description)
        );
        let label = escaped(&self.label);
        write(
            &mut out,
            format_args!("<text x=\"0\" y=\"16\" font-weight=\"600\" fill=\"#801650\">{label}</text>"),
        );
        for (series, name) in self.series.iter().enumerate() {
            let x = 600.0 + 120.0 * series as f64;
            dot((x, 12.0), series, &mut out);
            write(&mut out, format_args!("<text x=\"{:.0}\" y=\"16\">{}</text>", x + 9.0, escaped(name)));
        }
        for (at, (name, dots)) in self.panels.iter().enumerate() {
            let left = MARGIN + (at % across) as f64 * (wide + FREE);
            let top = TOP + (at / across) as f64 * (wide + 68.0);
            Panel::of(dots, (left, top), wide).draw(name, dots, &mut out);
        }
        out.push_str("</svg>\n</figure>\n");
        out
    }
}

fn dot((x, y): (f64, f64), series: usize, out: &mut String) {
    let colour = PALETTE[series % PALETTE.len()];
    match series % 2 {
        0 => write(
            out,
            format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.2\" fill=\"{colour}\" fill-opacity=\".75\"/>"
            ),
        ),
        _ => write(
            out,
            format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>"
            ),
        ),
    }
}

/// One panel: both axes have the same logarithmic scale.
struct Panel {
    left: f64,
    top: f64,
    wide: f64,
    low: f64,
    high: f64,
}

impl Panel {
    fn of(dots: &[Vec<Dot>], (left, top): (f64, f64), wide: f64) -> Self {
        let values = dots.iter().flatten().flat_map(|dot| [dot.published, dot.predicted]);
        let (low, high) = values
            .filter(|value| *value > 0.0)
            .fold((f64::INFINITY, 0.0f64), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low < high { (low * 0.93, high * 1.07) } else { (1.0, 10.0) };
        Self { left, top, wide, low: low.ln(), high: high.ln() }
    }

    fn share(&self, minutes: f64) -> f64 {
        ((minutes.max(1e-6).ln() - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn x(&self, minutes: f64) -> f64 {
        self.left + self.share(minutes) * self.wide
    }

    fn y(&self, minutes: f64) -> f64 {
        self.top + (1.0 - self.share(minutes)) * self.wide
    }

    fn draw(&self, name: &str, dots: &[Vec<Dot>], out: &mut String) {
        let (left, top, wide) = (self.left, self.top, self.wide);
        let (right, bottom) = (left + wide, top + wide);
        write(
            out,
            format_args!(
                "<text x=\"{left:.1}\" y=\"{:.1}\" font-weight=\"600\">{}</text>\
                 <rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{wide:.1}\" fill=\"none\" \
                 stroke=\"#d0d5da\"/>\
                 <line x1=\"{left:.1}\" y1=\"{bottom:.1}\" x2=\"{right:.1}\" y2=\"{top:.1}\" stroke=\"#3d3d3d\"/>",
                top - 8.0,
                escaped(name)
            ),
        );
        let seen = |minutes: &&f64| (self.low..=self.high).contains(&minutes.ln());
        for tick in TICKS.iter().filter(seen) {
            let (x, y) = (self.x(*tick), self.y(*tick));
            write(
                out,
                format_args!(
                    "<line x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\" stroke=\"#e8ebee\"/>\
                     <line x1=\"{left:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\" stroke=\"#e8ebee\"/>\
                     <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{tick}</text>\
                     <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
                    bottom + 16.0,
                    left - 6.0,
                    y + 4.0
                ),
            );
        }
        for (series, dots) in dots.iter().enumerate() {
            for one in dots {
                let (x, y) = (self.x(one.published), self.y(one.predicted));
                if let Some((low, high)) = one.interval {
                    let (low, high, colour) = (self.y(low), self.y(high), PALETTE[series % PALETTE.len()]);
                    write(
                        out,
                        format_args!(
                            "<line x1=\"{x:.1}\" y1=\"{low:.1}\" x2=\"{x:.1}\" y2=\"{high:.1}\" stroke=\"{colour}\"/>"
                        ),
                    );
                }
                dot((x, y), series, out);
            }
        }
        write(
            out,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">published, min (up: model)</text>",
                left + wide / 2.0,
                bottom + 34.0
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_that_agrees_lies_on_the_diagonal() {
        let dots = vec![vec![
            Dot { published: 10.0, predicted: 10.0, interval: Some((8.0, 12.0)) },
            Dot { published: 20.0, predicted: 40.0, interval: None },
        ]];
        let panel = Panel::of(&dots, (0.0, 0.0), 100.0);
        assert!((panel.x(10.0) + panel.y(10.0) - 100.0).abs() < 1e-9);
        assert!(panel.y(40.0) < panel.y(20.0), "more is higher up");
        let panels = vec![("C2 <".to_owned(), dots)];
        let scatter = Scatter {
            title: "Both".into(),
            description: "Words.".into(),
            label: "SYNTHETIC".into(),
            series: vec!["mean".into()],
            panels,
        };
        let svg = scatter.svg();
        assert!(svg.contains("C2 &lt;") && svg.contains("SYNTHETIC") && svg.matches("<circle").count() == 3);
    }
}
