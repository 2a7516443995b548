//! Places of a map by their outlines, in tenths of the page's units.

use super::map::{MOST_WIDE, TALL};
use crate::outlines::{Ring, degrees};
use std::collections::BTreeMap;

/// The outlines of a map's places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outlines {
    /// The rings of each place, in the order of the places.
    pub shapes: Vec<Vec<Ring>>,
    /// Where places of different groups meet, the border is dark.
    pub groups: Vec<usize>,
    /// Name and rings of those that belong here and have no figure.
    pub blank: Vec<(String, Vec<Ring>)>,
    /// What the reader should know of them.
    pub note: String,
}

/// From corners to the page.
pub(super) struct Sheet {
    west: f64,
    north: f64,
    /// Length of a degree of longitude over one of latitude.
    squeeze: f64,
    /// Units of a degree of latitude.
    scale: f64,
    pub wide: f64,
    pub tall: f64,
}

/// Around the places, degrees of latitude.
const MARGIN: f64 = 0.01;

impl Sheet {
    pub fn of(outlines: &Outlines) -> Self {
        let shapes = || outlines.shapes.iter().chain(outlines.blank.iter().map(|own| &own.1));
        let corners = || shapes().flatten().flatten().map(|corner| degrees(*corner));
        let least = |each: fn((f64, f64)) -> f64| corners().map(each).fold(f64::INFINITY, f64::min);
        let (west, east) = (least(|own| own.0), -least(|own| -own.0));
        let (south, north) = (least(|own| own.1) - MARGIN, MARGIN - least(|own| -own.1));
        let squeeze = f64::midpoint(south, north).to_radians().cos();
        let (west, east) = (west - MARGIN / squeeze, east + MARGIN / squeeze);
        let scale = (TALL / (north - south)).min(MOST_WIDE / ((east - west) * squeeze));
        let (wide, tall) = ((east - west) * squeeze * scale, (north - south) * scale);
        Self { west, north, squeeze, scale, wide, tall }
    }

    fn place(&self, corner: [i32; 2]) -> [i64; 2] {
        let (lon, lat) = degrees(corner);
        [(lon - self.west) * self.squeeze, self.north - lat]
            .map(|own| (own * self.scale * 10.0).round() as i64)
    }

    /// The path of a place.
    pub fn path(&self, rings: &[Ring]) -> String {
        let mut path = String::new();
        for ring in rings {
            let mut corners: Vec<[i64; 2]> = ring.iter().map(|corner| self.place(*corner)).collect();
            corners.dedup();
            // An islet smaller than the eye sees.
            if corners.len() > 2 {
                line(&corners, &mut path);
                path.push('z');
            }
        }
        path
    }

    /// The borders between places of different groups, each once, as lines as long as they go.
    pub fn borders(&self, outlines: &Outlines) -> String {
        let mut first: BTreeMap<[[i32; 2]; 2], usize> = BTreeMap::new();
        let mut path = String::new();
        for (place, ring) in rings(outlines) {
            let mut run: Vec<[i64; 2]> = Vec::new();
            for (at, corner) in ring.iter().enumerate() {
                let next = ring[(at + 1) % ring.len()];
                let other = *first.entry([*corner.min(&next), *corner.max(&next)]).or_insert(place);
                if outlines.groups[other] == outlines.groups[place] {
                    line(&std::mem::take(&mut run), &mut path);
                } else {
                    if run.is_empty() {
                        run.push(self.place(*corner));
                    }
                    run.push(self.place(next));
                }
            }
            line(&run, &mut path);
        }
        path
    }
}

fn rings(outlines: &Outlines) -> impl Iterator<Item = (usize, &Ring)> {
    outlines.shapes.iter().enumerate().flat_map(|(place, rings)| rings.iter().map(move |ring| (place, ring)))
}

/// A line from its first corner by steps.
fn line(corners: &[[i64; 2]], path: &mut String) {
    if let Some([x, y]) = corners.first() {
        path.push_str(&format!("M{x} {y}l"));
    }
    for (row, pair) in corners.windows(2).enumerate() {
        let [x, y] = [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]];
        // A minus parts two numbers by itself.
        let gap = |number: i64, first: bool| if first || number < 0 { "" } else { " " };
        path.push_str(&format!("{}{x}{}{y}", gap(x, row == 0), gap(y, false)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares side by side, the first with a hole.
    fn squares(groups: [usize; 2]) -> Outlines {
        let square = |west: i32| vec![[west, 0], [west, 2000], [west + 2000, 2000], [west + 2000, 0]];
        let hole = vec![[500, 500], [1500, 500], [1500, 1500]];
        Outlines {
            shapes: vec![vec![square(0), hole], vec![square(2000)]],
            groups: groups.to_vec(),
            blank: Vec::new(),
            note: String::new(),
        }
    }

    #[test]
    fn a_place_is_one_path_of_all_its_rings() {
        let outlines = squares([0, 0]);
        let sheet = Sheet::of(&outlines);
        let path = sheet.path(&outlines.shapes[0]);
        assert_eq!((path.matches('M').count(), path.matches('z').count()), (2, 2));
        assert!(sheet.wide <= MOST_WIDE + 1e-9 && sheet.tall <= TALL);
        assert_eq!(path, sheet.path(&outlines.shapes[0]));
    }

    #[test]
    fn only_the_border_between_groups_is_drawn() {
        let (alike, unlike) = (squares([3, 3]), squares([3, 4]));
        let sheet = Sheet::of(&alike);
        assert_eq!(sheet.borders(&alike), "");
        let border = sheet.borders(&unlike);
        assert_eq!(border.matches('M').count(), 1);
        let [x, y] = sheet.place([2000, 0]);
        assert!(border.starts_with(&format!("M{x} {y}l0-")), "{border}");
    }

    #[test]
    fn a_line_is_its_corner_and_steps() {
        let mut path = String::new();
        line(&[[1, 2], [4, 1], [3, 3]], &mut path);
        assert_eq!(path, "M1 2l3-1-1 2");
    }
}
