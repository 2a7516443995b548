//! Dots with intervals along a line, as inline SVG: one row a place, one mark an arm.

use super::page::{PALETTE, escaped};
use std::fmt::Write as _;

/// A dot with its interval.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
    /// What stands beside it.
    pub label: String,
}

/// A chart of differences from zero.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    /// What the horizontal axis says.
    pub axis: String,
    /// What is written across it.
    pub label: String,
    /// Names of the marks of a row.
    pub series: Vec<String>,
    /// Name and marks of each row.
    pub rows: Vec<(String, Vec<Option<Mark>>)>,
}

pub(super) const WIDTH: f64 = 960.0;
/// Where the names end and where the labels begin.
pub(super) const LEFT: f64 = 330.0;
const RIGHT: f64 = 850.0;
const TOP: f64 = 56.0;
/// Height of one mark, and what is free between two rows.
const STEP: f64 = 18.0;
const FREE: f64 = 12.0;

impl Chart {
    /// The chart as a figure.
    pub(super) fn svg(&self) -> String {
        let scale = Scale::of(self.values());
        let height = TOP + self.rows.len() as f64 * self.tall() + 58.0;
        let title = escaped(&self.title);
        let mut out = format!(
            "<figure tabindex=\"0\">\n<figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-label=\"{title}. {}\" font-family=\"inherit\" font-size=\"13\">\n",
            escaped(&self.description)
        );
        self.legend(&mut out);
        self.axis(&scale, height, &mut out);
        for (at, (name, marks)) in self.rows.iter().enumerate() {
            let top = TOP + at as f64 * self.tall();
            let middle = top + (self.tall() - FREE) / 2.0 + 4.0;
            write(
                &mut out,
                format_args!(
                    "<text x=\"{:.0}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>",
                    LEFT - 12.0,
                    escaped(&short(name))
                ),
            );
            for (series, mark) in marks.iter().enumerate() {
                let y = top + series as f64 * STEP + STEP / 2.0;
                mark.iter().for_each(|mark| draw(mark, series, (y, &scale), &mut out));
            }
        }
        out.push_str("</svg>\n</figure>\n");
        out
    }

    fn tall(&self) -> f64 {
        self.series.len().max(1) as f64 * STEP + FREE
    }

    fn values(&self) -> impl Iterator<Item = f64> + '_ {
        let ends = |mark: &Mark| mark.interval.map_or([mark.value; 2], |(low, high)| [low, high]);
        self.rows.iter().flat_map(|(_, marks)| marks).flatten().flat_map(ends)
    }

    fn legend(&self, out: &mut String) {
        for (series, name) in self.series.iter().enumerate() {
            let x = LEFT + series as f64 * 150.0;
            symbol((x, 20.0), series, out);
            write(out, format_args!("<text x=\"{:.1}\" y=\"24\">{}</text>", x + 12.0, escaped(&short(name))));
        }
        let label = escaped(&self.label);
        write(
            out,
            format_args!("<text x=\"0\" y=\"24\" font-weight=\"600\" fill=\"#801650\">{label}</text>"),
        );
    }

    fn axis(&self, scale: &Scale, height: f64, out: &mut String) {
        let bottom = height - 44.0;
        for tick in scale.ticks() {
            let x = scale.x(tick);
            let (stroke, wide) = if tick == 0.0 { ("#3d3d3d", 1.5) } else { ("#d0d5da", 1.0) };
            let from = TOP - 12.0;
            write(
                out,
                format_args!(
                    "<line x1=\"{x:.1}\" y1=\"{from:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\" stroke=\"{stroke}\" \
                     stroke-width=\"{wide}\"/>"
                ),
            );
            let decimals = usize::from(scale.step < 1.0);
            let text = if tick == 0.0 { "0".to_owned() } else { format!("{tick:+.decimals$}") };
            let y = bottom + 16.0;
            write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{text}</text>"));
        }
        let (x, y) = ((LEFT + RIGHT) / 2.0, bottom + 36.0);
        let axis = escaped(&self.axis);
        write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{axis}</text>"));
    }
}

pub(super) fn write(out: &mut String, part: std::fmt::Arguments<'_>) {
    writeln!(out, "{part}").expect("a string takes every text");
}

fn draw(mark: &Mark, series: usize, (y, scale): (f64, &Scale), out: &mut String) {
    if let Some((low, high)) = mark.interval {
        let (from, to, colour) = (scale.x(low), scale.x(high), PALETTE[series % PALETTE.len()]);
        write(
            out,
            format_args!(
                "<line x1=\"{from:.1}\" y1=\"{y:.1}\" x2=\"{to:.1}\" y2=\"{y:.1}\" stroke=\"{colour}\" \
                 stroke-width=\"2.5\"/>"
            ),
        );
    }
    symbol((scale.x(mark.value), y), series, out);
    let (x, y) = (RIGHT + 10.0, y + 4.0);
    write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(&mark.label)));
}

/// A mark of its own shape and colour for each series.
fn symbol((x, y): (f64, f64), series: usize, out: &mut String) {
    let fill = PALETTE[series % PALETTE.len()];
    let r = 5.0;
    let (left, right, up, down) = (x - r, x + r, y - r, y + r);
    match series % PALETTE.len() {
        0 => write(out, format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\" fill=\"{fill}\"/>")),
        1 => write(
            out,
            format_args!("<rect x=\"{left:.1}\" y=\"{up:.1}\" width=\"10\" height=\"10\" fill=\"{fill}\"/>"),
        ),
        2 => write(
            out,
            format_args!(
                "<path d=\"M{x:.1} {up:.1}L{right:.1} {y:.1}L{x:.1} {down:.1}L{left:.1} {y:.1}Z\" fill=\"{fill}\"/>"
            ),
        ),
        _ => write(
            out,
            format_args!(
                "<path d=\"M{x:.1} {up:.1}L{right:.1} {down:.1}L{left:.1} {down:.1}Z\" fill=\"{fill}\"/>"
            ),
        ),
    }
}

/// A name that fits beside the chart.
fn short(name: &str) -> String {
    let most = 40;
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most - 2).collect();
    format!("{}..", kept.trim_end())
}

/// From values to places along the line; zero is always on it.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((0.0f64, 0.0f64), |(low, high), v| (low.min(v), high.max(v)));
        let step = nice((high - low).max(1.0) / 6.0);
        Self { low: (low / step).floor() * step, high: (high / step).ceil().max(1.0) * step, step }
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + (value - self.low) / (self.high - self.low) * (RIGHT - LEFT)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let first = (self.low / self.step).round() as i64;
        let last = (self.high / self.step).round() as i64;
        (first..=last).map(|number| number as f64 * self.step)
    }
}

/// The smallest of 1, 2, 5, 10, 20 … that is at least `step`.
pub(super) fn nice(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|nice| *nice >= step)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_on_the_line_and_every_end_within_it() {
        let scale = Scale::of([-37.0, -12.0].into_iter());
        assert_eq!((scale.low, scale.step), (-40.0, 10.0));
        assert!(scale.ticks().any(|tick| tick == 0.0));
        assert!(scale.x(-37.0) >= LEFT && scale.x(0.0) <= RIGHT);
        assert_eq!([0.13, 1.0, 3.0, 7.0].map(nice), [0.2, 1.0, 5.0, 10.0]);
    }

    #[test]
    fn a_row_without_a_mark_is_still_named() {
        let chart = Chart {
            title: "C2".into(),
            description: "Words.".into(),
            axis: "s".into(),
            label: "SYNTHETIC".into(),
            series: vec!["lead".into()],
            rows: vec![("Dorset".into(), vec![None])],
        };
        let svg = chart.svg();
        assert!(svg.contains("Dorset") && svg.contains("SYNTHETIC") && svg.contains("role=\"img\""));
    }
}
