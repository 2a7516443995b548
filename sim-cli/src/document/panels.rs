//! Panels side by side that share their vertical axis, each with a line in its band and dots, as inline SVG.

use super::chart::{WIDTH, nice, write};
use super::curves::Point;
use super::page::{PALETTE, escaped};

/// A panel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panel {
    pub name: String,
    /// What its horizontal axis says.
    pub axis: String,
    /// Where its horizontal axis is marked, and with what; the first and the last mark are its ends.
    pub ticks: Vec<(f64, String)>,
    /// The line, with its band.
    pub line: Vec<Point>,
    pub dots: Vec<(f64, f64)>,
}

/// Panels that share the vertical axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panels {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    /// What the vertical axis says.
    pub axis: String,
    /// What is written across it.
    pub label: String,
    pub panels: Vec<Panel>,
}

const TOP: f64 = 84.0;
const TALL: f64 = 250.0;
const MARGIN: f64 = 56.0;
const FREE: f64 = 26.0;
/// Widest panel.
const WIDEST: f64 = 420.0;

impl Panels {
    /// The panels as a figure.
    pub(super) fn svg(&self) -> String {
        let height = TOP + TALL + 50.0;
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
        write(&mut out, format_args!("<text x=\"0\" y=\"40\">{}</text>", escaped(&self.axis)));
        let scale = Scale::of(self);
        let n = self.panels.len().max(1) as f64;
        let wide = ((WIDTH - MARGIN - 8.0 - FREE * (n - 1.0)) / n).min(WIDEST);
        for (at, panel) in self.panels.iter().enumerate() {
            let left = MARGIN + at as f64 * (wide + FREE);
            let place = Place { left, wide, ends: ends(panel) };
            place.frame(panel, &scale, &mut out);
            if at == 0 {
                scale.numbers(&mut out);
            }
            place.content(panel, &scale, &mut out);
        }
        out.push_str("</svg>\n</figure>\n");
        out
    }
}

/// The ends of a panel's horizontal axis.
fn ends(panel: &Panel) -> (f64, f64) {
    let end = |tick: Option<&(f64, String)>, or: f64| tick.map_or(or, |(x, _)| *x);
    (end(panel.ticks.first(), 0.0), end(panel.ticks.last(), 1.0))
}

/// The vertical axis, which does not begin at zero.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn of(panels: &Panels) -> Self {
        let sides = |p: &Point| p.interval.map_or([p.y; 2], |(low, high)| [low, high]);
        let all = panels
            .panels
            .iter()
            .flat_map(|panel| panel.line.iter().flat_map(sides).chain(panel.dots.iter().map(|(_, y)| *y)));
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = all.fold(start, |(low, high), y| (low.min(y), high.max(y)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let step = nice(((high - low) / 5.0).max(1e-6));
        Self { low: (low / step).floor() * step, high: ((high / step).ceil() * step).max(low + step), step }
    }

    fn y(&self, y: f64) -> f64 {
        TOP + (self.high - y) / (self.high - self.low) * TALL
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let (first, last) = ((self.low / self.step).round() as i64, (self.high / self.step).round() as i64);
        (first..=last).map(|number| number as f64 * self.step)
    }

    fn numbers(&self, out: &mut String) {
        let decimals = usize::from(self.step < 1.0);
        for tick in self.ticks() {
            let (x, y) = (MARGIN - 8.0, self.y(tick) + 4.0);
            write(
                out,
                format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{tick:.decimals$}</text>"),
            );
        }
    }
}

/// Where a panel stands.
struct Place {
    left: f64,
    wide: f64,
    ends: (f64, f64),
}

impl Place {
    fn x(&self, x: f64) -> f64 {
        self.left + (x - self.ends.0) / (self.ends.1 - self.ends.0).max(1e-9) * self.wide
    }

    fn frame(&self, panel: &Panel, scale: &Scale, out: &mut String) {
        let (left, right) = (self.left, self.left + self.wide);
        let name = escaped(&panel.name);
        let y = TOP - 14.0;
        write(out, format_args!("<text x=\"{left:.1}\" y=\"{y:.1}\" font-weight=\"600\">{name}</text>"));
        for tick in scale.ticks() {
            let y = scale.y(tick);
            write(
                out,
                format_args!(
                    "<line x1=\"{left:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\" stroke=\"#d0d5da\"/>"
                ),
            );
        }
        for (at, (tick, text)) in panel.ticks.iter().enumerate() {
            let (x, y) = (self.x(*tick), TOP + TALL + 18.0);
            let anchor = match at {
                0 => "start",
                _ if at + 1 == panel.ticks.len() => "end",
                _ => "middle",
            };
            let text = escaped(text);
            write(
                out,
                format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"),
            );
        }
        let (x, y, axis) = (left + self.wide / 2.0, TOP + TALL + 38.0, escaped(&panel.axis));
        write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{axis}</text>"));
    }

    fn content(&self, panel: &Panel, scale: &Scale, out: &mut String) {
        let at = |(x, y): (f64, f64)| format!("{:.1} {:.1}", self.x(x), scale.y(y));
        let path = |points: Vec<(f64, f64)>| points.into_iter().map(at).collect::<Vec<_>>().join("L");
        let side = |pick: fn(&Point) -> Option<f64>| -> Vec<(f64, f64)> {
            panel.line.iter().filter_map(|point| Some((point.x, pick(point)?))).collect()
        };
        let mut band = side(|point| Some(point.interval?.0));
        band.extend(side(|point| Some(point.interval?.1)).into_iter().rev());
        let colour = PALETTE[0];
        if !band.is_empty() {
            let band = path(band);
            write(out, format_args!("<path d=\"M{band}Z\" fill=\"{colour}\" fill-opacity=\"0.15\"/>"));
        }
        if !panel.line.is_empty() {
            let line = path(side(|point| Some(point.y)));
            write(
                out,
                format_args!("<path d=\"M{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"),
            );
        }
        for (x, y) in &panel.dots {
            let (x, y, fill) = (self.x(*x), scale.y(*y), PALETTE[2]);
            write(out, format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{fill}\"/>"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_and_its_dots_lie_within_the_panel() {
        let point = |x: f64, y: f64| Point { x, y, interval: Some((y - 3.0, y + 3.0)) };
        let tick = |x: f64| (x, format!("{x:+.0}%"));
        let panel = Panel {
            name: "hours".into(),
            axis: "change".into(),
            ticks: vec![tick(-10.0), tick(0.0), tick(10.0)],
            line: vec![point(-10.0, 40.0), point(10.0, 20.0)],
            dots: vec![(0.0, 29.0)],
        };
        let panels = Panels {
            title: "C2".into(),
            description: "Words.".into(),
            axis: "minutes".into(),
            label: "SYNTHETIC".into(),
            panels: vec![panel],
        };
        let scale = Scale::of(&panels);
        assert!(scale.low <= 17.0 && scale.high >= 43.0 && scale.low > 0.0);
        assert_eq!((scale.y(scale.high), scale.y(scale.low)), (TOP, TOP + TALL));
        let svg = panels.svg();
        assert_eq!((svg.matches("<path").count(), svg.matches("<circle").count()), (2, 1));
        assert!(svg.contains("SYNTHETIC") && svg.contains("role=\"img\""));
    }
}
