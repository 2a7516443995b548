//! A budget against pressure: where it grows, where it shrinks, and the ways that it takes; as inline SVG.

use super::chart::{WIDTH, nice, write};
use super::page::{PALETTE, escaped};

/// One belief; points are pressure, 0 to 1, and a budget.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PhasePanel {
    pub name: String,
    /// Below this line a budget grows; it is 0 where it shrinks from any.
    pub holds: Vec<(f64, f64)>,
    /// The pressure to which a budget leads.
    pub rests: Vec<(f64, f64)>,
    /// Points at which nothing moves, and whether what is near comes to them.
    pub fixed: Vec<((f64, f64), bool)>,
    /// Ways from the first month on; a dot stands at each so many points.
    pub courses: Vec<Vec<(f64, f64)>>,
    /// The top of the vertical axis.
    pub most: f64,
}

/// Panels side by side.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PhasePlot {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    /// What the vertical axis says.
    pub axis: String,
    /// What is written across it.
    pub label: String,
    /// Points of a course from one dot to the next.
    pub dot_every: usize,
    pub panels: Vec<PhasePanel>,
}

const TOP: f64 = 110.0;
const TALL: f64 = 260.0;
const MARGIN: f64 = 46.0;
const FREE: f64 = 48.0;
/// What shades the ground on which a budget grows; words say the same.
const GROWS: &str = "#e3f2ea";

impl PhasePlot {
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
        legend(&mut out);
        write(&mut out, format_args!("<text x=\"0\" y=\"70\">{}</text>", escaped(&self.axis)));
        let n = self.panels.len().max(1) as f64;
        let wide = (WIDTH - MARGIN - 8.0 - FREE * (n - 1.0)) / n;
        for (at, panel) in self.panels.iter().enumerate() {
            let place = Place { left: MARGIN + at as f64 * (wide + FREE), wide, most: panel.most.max(1e-9) };
            place.frame(panel, &mut out);
            place.content(panel, self.dot_every, &mut out);
        }
        out.push_str("</svg>\n</figure>\n");
        out
    }
}

/// What the lines are, in the order of the marks.
fn legend(out: &mut String) {
    let line = |x: f64, colour: &str, dash: &str, text: &str, out: &mut String| {
        let (to, words) = (x + 26.0, x + 32.0);
        write(
            out,
            format_args!(
                "<line x1=\"{x}\" y1=\"38\" x2=\"{to}\" y2=\"38\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>\
                 <text x=\"{words}\" y=\"42\">{text}</text>"
            ),
        );
    };
    line(0.0, PALETTE[2], "", "the budget holds itself", out);
    line(190.0, PALETTE[1], " stroke-dasharray=\"6 3\"", "pressure rests", out);
    line(330.0, PALETTE[0], "", "month by month, a dot a year", out);
    write(
        out,
        format_args!(
            "<circle cx=\"590\" cy=\"38\" r=\"5\" fill=\"#111\"/><text x=\"600\" y=\"42\">comes to rest here</text>\
             <circle cx=\"735\" cy=\"38\" r=\"5\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"2\"/>\
             <text x=\"745\" y=\"42\">leaves from here: the boundary</text>"
        ),
    );
}

/// Where a panel stands.
struct Place {
    left: f64,
    wide: f64,
    most: f64,
}

impl Place {
    fn at(&self, (pressure, budget): (f64, f64)) -> (f64, f64) {
        let x = self.left + pressure.clamp(0.0, 1.0) * self.wide;
        (x, TOP + (1.0 - (budget / self.most).clamp(0.0, 1.0)) * TALL)
    }

    fn path(&self, points: &[(f64, f64)]) -> String {
        let each: Vec<String> = points
            .iter()
            .map(|point| {
                let (x, y) = self.at(*point);
                format!("{x:.1} {y:.1}")
            })
            .collect();
        each.join("L")
    }

    fn frame(&self, panel: &PhasePanel, out: &mut String) {
        let (left, right, bottom) = (self.left, self.left + self.wide, TOP + TALL);
        let name = escaped(&panel.name);
        write(
            out,
            format_args!("<text x=\"{left:.1}\" y=\"{:.1}\" font-weight=\"600\">{name}</text>", TOP - 14.0),
        );
        let mut ground = panel.holds.clone();
        ground.extend([(1.0, 0.0), (0.0, 0.0)]);
        let ground = self.path(&ground);
        write(out, format_args!("<path d=\"M{ground}Z\" fill=\"{GROWS}\"/>"));
        let step = nice(self.most / 4.0);
        for number in 0..=(self.most / step) as u32 {
            let value = f64::from(number) * step;
            let (_, y) = self.at((0.0, value));
            let decimals = if step < 0.1 { 2 } else { usize::from(step < 1.0) };
            write(
                out,
                format_args!(
                    "<line x1=\"{left:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\" stroke=\"#d0d5da\"/>\
                     <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value:.decimals$}</text>",
                    left - 6.0,
                    y + 4.0
                ),
            );
        }
        for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let (x, _) = self.at((tick, 0.0));
            write(
                out,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{tick}</text>",
                    bottom + 18.0
                ),
            );
        }
        let middle = left + self.wide / 2.0;
        write(
            out,
            format_args!(
                "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">pressure</text>",
                bottom + 38.0
            ),
        );
    }

    fn content(&self, panel: &PhasePanel, dot_every: usize, out: &mut String) {
        self.words(panel, out);
        let lines = [
            (self.path(&panel.holds), PALETTE[2], ""),
            (self.path(&panel.rests), PALETTE[1], " stroke-dasharray=\"6 3\""),
        ];
        for (path, colour, dash) in lines {
            write(
                out,
                format_args!(
                    "<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>"
                ),
            );
        }
        for course in &panel.courses {
            let (path, colour) = (self.path(course), PALETTE[0]);
            write(
                out,
                format_args!("<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"),
            );
            for (number, point) in course.iter().step_by(dot_every.max(1)).enumerate() {
                let ((x, y), r) = (self.at(*point), if number == 0 { 4.5 } else { 2.8 });
                write(out, format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\" fill=\"{colour}\"/>"));
            }
        }
        for (point, stable) in &panel.fixed {
            let (x, y) = self.at(*point);
            let fill = if *stable { "#111" } else { "#fff" };
            write(
                out,
                format_args!(
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"{fill}\" stroke=\"#111\" stroke-width=\"2\"/>"
                ),
            );
        }
    }

    /// Which ground is which, in words.
    fn words(&self, panel: &PhasePanel, out: &mut String) {
        let highest = panel.holds.iter().map(|(_, budget)| *budget).fold(0.0, f64::max);
        let (x, y) = (self.left + self.wide - 6.0, TOP + 16.0);
        write(
            out,
            format_args!(
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\" fill=\"#3d3d3d\">shrinks</text>"
            ),
        );
        if highest > 0.12 * self.most {
            let (x, y) = (self.left + 6.0, TOP + TALL - 8.0);
            write(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"#3d3d3d\">grows</text>"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_and_every_resting_point_is_drawn_within_the_panel() {
        let panel = PhasePanel {
            name: "a < b".into(),
            holds: vec![(0.0, 2.0), (0.5, 0.0), (1.0, 0.0)],
            rests: vec![(0.4, 0.0), (0.3, 4.0)],
            fixed: vec![((0.4, 0.0), true), ((0.38, 1.0), false)],
            courses: vec![vec![(0.4, 1.0), (0.4, 9.0), (0.4, 0.5)]],
            most: 4.0,
        };
        let plot = PhasePlot {
            title: "Regimes".into(),
            description: "Words.".into(),
            axis: "budget".into(),
            label: "SYNTHETIC".into(),
            dot_every: 1,
            panels: vec![panel],
        };
        let svg = plot.svg();
        // Two of the circles are the legend's.
        assert_eq!((svg.matches("<path").count(), svg.matches("<circle").count()), (4, 2 + 3 + 2));
        assert!(svg.contains("a &lt; b") && svg.contains("role=\"img\"") && svg.contains(">grows<"));
        let place = Place { left: 0.0, wide: 100.0, most: 4.0 };
        assert_eq!((place.at((0.0, 9.0)), place.at((1.0, 0.0))), ((0.0, TOP), (100.0, TOP + TALL)));
    }
}
