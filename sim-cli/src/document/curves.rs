//! Small panels side by side, each with a line a series, as inline SVG.

use super::chart::{WIDTH, nice, write};
use super::page::{PALETTE, escaped};

/// A point of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub x: f64,
    pub y: f64,
    pub interval: Option<(f64, f64)>,
}

/// Panels that share both axes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curves {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    /// What the vertical axis says.
    pub axis: String,
    /// What is written across it.
    pub label: String,
    pub series: Vec<String>,
    /// Name of each panel, and its points by series.
    pub panels: Vec<(String, Vec<Vec<Point>>)>,
}

const TOP: f64 = 74.0;
const TALL: f64 = 190.0;
const MARGIN: f64 = 56.0;
const FREE: f64 = 16.0;

impl Curves {
    /// The panels as a figure.
    pub(super) fn svg(&self) -> String {
        let height = TOP + TALL + 46.0;
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
            let x = 330.0 + 170.0 * series as f64;
            let colour = PALETTE[series % PALETTE.len()];
            let dash = dash(series);
            write(
                &mut out,
                format_args!(
                    "<line x1=\"{x}\" y1=\"12\" x2=\"{:.0}\" y2=\"12\" stroke=\"{colour}\" stroke-width=\"3\"{dash}/>\
                     <text x=\"{:.0}\" y=\"16\">{}</text>",
                    x + 26.0,
                    x + 32.0,
                    escaped(name)
                ),
            );
        }
        let axes = Axes::of(self);
        for (at, (name, lines)) in self.panels.iter().enumerate() {
            let left = MARGIN + at as f64 * (axes.wide + FREE);
            axes.draw((name, at == 0), left, &mut out);
            for (series, points) in lines.iter().enumerate() {
                axes.line(points, (series, left), &mut out);
            }
        }
        write(&mut out, format_args!("<text x=\"0\" y=\"38\">{}</text>", escaped(&self.axis)));
        out.push_str("</svg>\n</figure>\n");
        out
    }
}

/// What tells series apart without colour.
const fn dash(series: usize) -> &'static str {
    if series == 0 { "" } else { " stroke-dasharray=\"6 3\"" }
}

struct Axes {
    wide: f64,
    most_x: f64,
    low: f64,
    high: f64,
    step: f64,
    ticks_x: Vec<f64>,
}

impl Axes {
    fn of(curves: &Curves) -> Self {
        let points = || curves.panels.iter().flat_map(|(_, lines)| lines.iter().flatten());
        let ends = |point: &Point| point.interval.map_or([point.y; 2], |(low, high)| [low, high]);
        let (low, high) =
            points().flat_map(ends).fold((0.0f64, 0.0f64), |(low, high), y| (low.min(y), high.max(y)));
        let step = nice((high - low).max(1.0) / 5.0);
        let mut ticks_x: Vec<f64> = points().map(|point| point.x).collect();
        ticks_x.sort_by(f64::total_cmp);
        ticks_x.dedup();
        let n = curves.panels.len().max(1) as f64;
        Self {
            wide: (WIDTH - MARGIN - 8.0 - FREE * (n - 1.0)) / n,
            most_x: ticks_x.last().copied().unwrap_or(1.0).max(1.0),
            low: (low / step).floor() * step,
            high: (high / step).ceil() * step,
            step,
            ticks_x,
        }
    }

    fn x(&self, x: f64, left: f64) -> f64 {
        left + x / self.most_x * (self.wide - 8.0)
    }

    fn y(&self, y: f64) -> f64 {
        TOP + (self.high - y) / (self.high - self.low).max(1e-9) * TALL
    }

    fn draw(&self, (name, is_first): (&str, bool), left: f64, out: &mut String) {
        let right = left + self.wide;
        write(
            out,
            format_args!(
                "<text x=\"{left:.1}\" y=\"{:.1}\" font-weight=\"600\">{}</text>",
                TOP - 10.0,
                escaped(name)
            ),
        );
        let (first, last) = ((self.low / self.step).round() as i64, (self.high / self.step).round() as i64);
        for number in first..=last {
            let value = number as f64 * self.step;
            let y = self.y(value);
            let stroke = if number == 0 { "#3d3d3d" } else { "#d0d5da" };
            write(
                out,
                format_args!(
                    "<line x1=\"{left:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\" stroke=\"{stroke}\"/>"
                ),
            );
            if is_first {
                let (x, y) = (left - 6.0, y + 4.0);
                write(
                    out,
                    format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{value:.0}</text>"),
                );
            }
        }
        for tick in &self.ticks_x {
            let (x, y) = (self.x(*tick, left), TOP + TALL + 18.0);
            write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{tick}</text>"));
        }
        let (x, y) = (left + self.wide / 2.0, TOP + TALL + 36.0);
        write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">steps</text>"));
    }

    fn line(&self, points: &[Point], (series, left): (usize, f64), out: &mut String) {
        let colour = PALETTE[series % PALETTE.len()];
        let mut path = format!("M{:.1} {:.1}", self.x(0.0, left), self.y(0.0));
        for point in points {
            path.push_str(&format!("L{:.1} {:.1}", self.x(point.x, left), self.y(point.y)));
            // Two series would lie on each other: the second stands a little to the right.
            let x = self.x(point.x, left) + 3.0 * series as f64;
            if let Some((low, high)) = point.interval {
                let (low, high) = (self.y(low), self.y(high));
                write(
                    out,
                    format_args!(
                        "<line x1=\"{x:.1}\" y1=\"{low:.1}\" x2=\"{x:.1}\" y2=\"{high:.1}\" stroke=\"{colour}\" \
                         stroke-width=\"1.5\"/>"
                    ),
                );
            }
        }
        let dash = dash(series);
        write(
            out,
            format_args!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interval_lies_within_the_panel() {
        let point = |x: f64, y: f64| Point { x, y, interval: Some((y - 30.0, y + 30.0)) };
        let curves = Curves {
            title: "Rates".into(),
            description: "Words.".into(),
            axis: "s".into(),
            label: "SYNTHETIC".into(),
            series: vec!["present".into(), "winter".into()],
            panels: vec![("hours".into(), vec![vec![point(1.0, -20.0), point(10.0, -210.0)], vec![]])],
        };
        let axes = Axes::of(&curves);
        assert!(axes.low <= -240.0 && axes.high >= 10.0);
        assert_eq!((axes.y(axes.high), axes.y(axes.low)), (TOP, TOP + TALL));
        let svg = curves.svg();
        assert_eq!(svg.matches("<path").count(), 2);
        assert!(svg.contains("SYNTHETIC") && svg.contains("winter"));
    }
}
