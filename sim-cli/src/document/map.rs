//! A map of places coloured by a figure, as inline SVG: by outlines where they are known, else in cells of the nearest area.

use super::chart::write;
use super::outlined::{Outlines, Sheet};
use super::page::escaped;
use super::shades::{Palette, Shades};
use crate::outlines::ATTRIBUTION;

/// A place with its figure; areas belong to places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    /// Degrees.
    pub lon: f64,
    pub lat: f64,
    /// Radius of a circle as large as the area, metres.
    pub radius_m: f64,
    /// Row of its place; `None`: it has no figure, and its cells stay white.
    pub place: Option<usize>,
}

/// A map of places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map {
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    /// What is written across it.
    pub label: String,
    /// Names of the places, and their figures.
    pub places: Vec<(String, f64)>,
    /// How the figures are coloured.
    pub shades: Shades,
    /// What the figures are, and how one is written.
    pub unit: (&'static str, fn(f64) -> String),
    /// Whose cells are drawn where outlines are not.
    pub spots: Vec<Spot>,
    pub outlines: Option<Outlines>,
}

pub(super) const TALL: f64 = 700.0;
pub(super) const MOST_WIDE: f64 = 640.0;
const LEAST_WIDE: f64 = 340.0;
/// Room above the outlines, for what is written there.
const ABOVE: f64 = 48.0;
/// Cells from top to bottom.
const ROWS: usize = 250;
const M_PER_DEGREE: f64 = 111_200.0;
/// An area reaches over its own circle by this factor and these metres: coast and estuaries stay empty beyond.
const REACH: (f64, f64) = (1.7, 1_200.0);

impl Map {
    /// The map as a figure.
    pub(super) fn svg(&self) -> String {
        let figures: Vec<f64> = self.places.iter().map(|place| place.1).collect();
        let palette = Palette::of(&self.shades, &figures);
        let (drawn, wide, tall) = match &self.outlines {
            Some(outlines) => self.by_outline(outlines, &palette),
            None => self.by_cell(&palette),
        };
        // The label has to fit where the region is slim.
        let (title, width) = (escaped(&self.title), wide.max(LEAST_WIDE));
        let mut out = format!("<figure tabindex=\"0\">\n<figcaption>{title}</figcaption>\n");
        self.key((&palette, &figures), &mut out);
        write(
            &mut out,
            format_args!(
                "<svg viewBox=\"0 0 {width:.0} {tall:.0}\" role=\"img\" style=\"min-width:20rem;max-width:{width:.0}px\" \
                 aria-label=\"{title}. {}\" font-family=\"inherit\" font-size=\"13\">\n{drawn}",
                escaped(&self.description)
            ),
        );
        let mut said = |y: u8, text: &str| {
            let text = escaped(text);
            write(
                &mut out,
                format_args!("<text x=\"4\" y=\"{y}\" font-weight=\"600\" fill=\"#801650\">{text}</text>"),
            );
        };
        said(20, &self.label);
        if self.shades == Shades::Greyed {
            said(40, "not validated");
        }
        out.push_str("</svg>\n</figure>\n");
        if let Some(outlines) = &self.outlines {
            let words = [ATTRIBUTION, &outlines.note].join(" ");
            write(&mut out, format_args!("<p class=\"note\">{}</p>", escaped(words.trim_end())));
        }
        out
    }

    /// Paths of the places by their outlines, and how wide and tall they are.
    fn by_outline(&self, outlines: &Outlines, palette: &Palette<'_>) -> (String, f64, f64) {
        let sheet = Sheet::of(outlines);
        // The label stands above.
        let mut out = format!(
            "<g transform=\"translate(0 {ABOVE}) scale(.1)\" fill-rule=\"evenodd\" stroke=\"#fff\" stroke-width=\"6\" \
             stroke-linejoin=\"round\">\n"
        );
        for (name, rings) in &outlines.blank {
            let (path, name) = (sheet.path(rings), escaped(name));
            write(
                &mut out,
                format_args!(
                    "<path d=\"{path}\" fill=\"#fff\" stroke=\"#8a939b\"><title>{name}: no figure</title></path>"
                ),
            );
        }
        for (place, rings) in outlines.shapes.iter().enumerate() {
            let (path, colour, title) =
                (sheet.path(rings), palette.colour(place, self.places[place].1), self.said(place));
            write(
                &mut out,
                format_args!("<path d=\"{path}\" fill=\"{colour}\"><title>{title}</title></path>"),
            );
        }
        let borders = sheet.borders(outlines);
        // Dark on white, so that it is seen on a dark place too.
        for (colour, width) in [("#fff", 20), ("#111", 9)].iter().filter(|_| !borders.is_empty()) {
            write(
                &mut out,
                format_args!(
                    "<path d=\"{borders}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
                ),
            );
        }
        out.push_str("</g>\n");
        (out, sheet.wide, sheet.tall + ABOVE)
    }

    /// Cells of the places, and how wide and tall they are.
    fn by_cell(&self, palette: &Palette<'_>) -> (String, f64, f64) {
        let frame = Frame::of(&self.spots);
        let cells = frame.cells(&self.spots);
        let mut out = String::new();
        for place in 0..self.places.len() {
            let path = frame.path(&cells, place);
            if !path.is_empty() {
                write(
                    &mut out,
                    format_args!(
                        "<path d=\"{path}\" stroke=\"{}\" stroke-width=\"{:.2}\" fill=\"none\"><title>{}</title></path>",
                        palette.colour(place, self.places[place].1),
                        frame.cell * 1.04,
                        self.said(place)
                    ),
                );
            }
        }
        (out, frame.wide, frame.tall + 34.0)
    }

    /// A place's name and figure.
    fn said(&self, place: usize) -> String {
        let (name, figure) = &self.places[place];
        format!("{}: {}", escaped(name), (self.unit.1)(*figure))
    }

    /// The key stands above the map and wraps, so that a narrow screen has it whole.
    fn key(&self, (palette, figures): (&Palette<'_>, &[f64]), out: &mut String) {
        write(
            out,
            format_args!(
                "<p style=\"margin:0 0 .5rem;position:sticky;left:0\"><strong>{}</strong>",
                self.unit.0
            ),
        );
        for (colour, says) in palette.key(figures, self.unit.1) {
            write(
                out,
                format_args!(
                    " <span style=\"border-left:22px solid {colour};padding-left:.4em;margin-right:.6em;\
                     white-space:nowrap\">{says}</span>"
                ),
            );
        }
        write(out, format_args!(" <span>{}</span></p>\n", palette.note));
    }
}

/// From degrees to the page.
struct Frame {
    west: f64,
    north: f64,
    /// Length of a degree of longitude over one of latitude.
    squeeze: f64,
    /// Side of a cell, in the units of the page and in degrees of latitude.
    cell: f64,
    step: f64,
    wide: f64,
    tall: f64,
}

impl Frame {
    fn of(spots: &[Spot]) -> Self {
        let shown = || spots.iter().filter(|spot| spot.place.is_some());
        let (mut west, mut east, mut south, mut north) = (180.0f64, -180.0f64, 90.0f64, -90.0f64);
        for spot in shown() {
            (west, east) = (west.min(spot.lon), east.max(spot.lon));
            (south, north) = (south.min(spot.lat), north.max(spot.lat));
        }
        if west > east {
            (west, east, south, north) = (0.0, 1.0, 0.0, 1.0);
        }
        let (west, east, south, north) = (west - 0.12, east + 0.12, south - 0.08, north + 0.08);
        let squeeze = f64::midpoint(south, north).to_radians().cos();
        let scale = (TALL / (north - south)).min(MOST_WIDE / ((east - west) * squeeze));
        let tall = (north - south) * scale;
        let cell = tall / ROWS as f64;
        Self { west, north, squeeze, cell, step: cell / scale, wide: (east - west) * squeeze * scale, tall }
    }

    fn columns(&self) -> usize {
        (self.wide / self.cell).ceil() as usize
    }

    /// The place of each cell, row after row: that of the nearest area that reaches it.
    fn cells(&self, spots: &[Spot]) -> Vec<Option<usize>> {
        let columns = self.columns();
        let mut nearest: Vec<(f64, Option<usize>)> = vec![(f64::INFINITY, None); ROWS * columns];
        for spot in spots {
            let reach_m = spot.radius_m * REACH.0 + REACH.1;
            let reach = (reach_m / M_PER_DEGREE / self.step).ceil() as i64;
            let x = (spot.lon - self.west) * self.squeeze / self.step;
            let y = (self.north - spot.lat) / self.step;
            for row in (y as i64 - reach).max(0)..=(y as i64 + reach).min(ROWS as i64 - 1) {
                for column in (x as i64 - reach).max(0)..=(x as i64 + reach).min(columns as i64 - 1) {
                    let (dx, dy) = (column as f64 + 0.5 - x, row as f64 + 0.5 - y);
                    let away_m = dx.hypot(dy) * self.step * M_PER_DEGREE;
                    let cell = &mut nearest[row as usize * columns + column as usize];
                    if away_m < reach_m && away_m < cell.0 {
                        *cell = (away_m, spot.place);
                    }
                }
            }
        }
        nearest.into_iter().map(|(_, place)| place).collect()
    }

    /// The cells of a place as strokes from left to right.
    fn path(&self, cells: &[Option<usize>], place: usize) -> String {
        let columns = self.columns();
        let mut path = String::new();
        for (row, line) in cells.chunks(columns).enumerate() {
            let mut column = 0;
            while column < line.len() {
                let run = line[column..].iter().take_while(|own| **own == Some(place)).count();
                if run > 0 {
                    let (x, y) = (column as f64 * self.cell, (row as f64 + 0.5) * self.cell);
                    path.push_str(&format!("M{x:.1} {y:.1}h{:.1}", run as f64 * self.cell));
                }
                column += run.max(1);
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DARKEST: [&str; 2] = ["#0b2f5c", "#5c5c5c"];

    fn map(shades: Shades) -> Map {
        let spot = |lon, place| Spot { lon, lat: 51.0, radius_m: 3000.0, place };
        Map {
            title: "C1".into(),
            description: "Words.".into(),
            label: "SYNTHETIC stations".into(),
            places: vec![("West & co".into(), 400.0), ("East".into(), 800.0)],
            shades,
            unit: ("mean, m:ss", |seconds| crate::document::clock(Some(seconds))),
            spots: vec![spot(-2.0, Some(0)), spot(-1.8, Some(1)), spot(-1.9, None)],
            outlines: None,
        }
    }

    #[test]
    fn each_place_has_its_cells_and_the_map_says_what_it_is() {
        let svg = map(Shades::Fifths).svg();
        assert_eq!(svg.matches("<path").count(), 2);
        assert!(svg.contains("SYNTHETIC stations") && svg.contains("West &amp; co: 6:40"));
        assert!(!svg.contains("not validated") && svg.contains(DARKEST[0]));
        let grey = map(Shades::Greyed).svg();
        assert!(grey.contains("not validated") && !grey.contains(DARKEST[0]) && grey.contains(DARKEST[1]));
    }

    #[test]
    fn with_outlines_each_place_is_a_shape_and_the_source_stands_below() {
        let square = |west: i32| vec![vec![[west, 0], [west, 9], [west + 9, 9], [west + 9, 0]]];
        let shapes = vec![square(0), square(9)];
        let outlines = Outlines {
            shapes,
            groups: vec![0, 1],
            blank: vec![("None".into(), square(18))],
            note: "Only a part <of> it.".into(),
        };
        let svg = Map { outlines: Some(outlines), ..map(Shades::Fifths) }.svg();
        assert_eq!((svg.matches("<title>").count(), svg.matches("<path").count()), (3, 5));
        assert!(svg.contains(ATTRIBUTION) && svg.contains("Only a part &lt;of&gt; it.</p>"));
        assert!(svg.contains("evenodd") && svg.contains("West &amp; co: 6:40") && svg.contains(DARKEST[0]));
        assert!(svg.contains("None: no figure"));
        assert!(!map(Shades::Fifths).svg().contains(ATTRIBUTION));
    }
}
