//! Published outlines of districts and of services' parts of ICSs, thinned, in the pages that draw maps.
//!
//! `outlines/SOURCE.toml` says whence they are.

/// What has outlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// By ONS code of the district.
    District,
    /// By `<service>-<ICS>`: an ICS, cut where two services share it.
    Patch,
}

/// Corners of a ring in whole numbers of 0.0005 degrees east and north; the last joins the first.
pub(crate) type Ring = Vec<[i32; 2]>;

/// Beside every map that draws them.
pub(crate) const ATTRIBUTION: &str = "Outlines: Office for National Statistics, 2021 to 2022, thinned to about 300 m. Contains National \
    Statistics and OS data © Crown copyright and database right (Open Government Licence v3.0).";

const STEPS_PER_DEGREE: f64 = 2_000.0;

/// Longitude and latitude of a corner, degrees.
pub(crate) fn degrees([east, north]: [i32; 2]) -> (f64, f64) {
    (f64::from(east) / STEPS_PER_DEGREE, f64::from(north) / STEPS_PER_DEGREE)
}

/// The rings of each place, in the order of the codes; nothing unless all have an outline, as one map is drawn in one way.
pub(crate) fn of(level: Level, codes: &[&str]) -> Option<Vec<Vec<Ring>>> {
    let text = match level {
        Level::District => include_str!("../outlines/district.csv"),
        Level::Patch => include_str!("../outlines/patch.csv"),
    };
    // Rows stand in order of code.
    let rows: Vec<(&str, &str)> = text.lines().skip(1).filter_map(|line| line.split_once(',')).collect();
    let row = |code: &&str| rows.binary_search_by(|row| row.0.cmp(code)).ok();
    let found: Option<Vec<usize>> = codes.iter().map(row).collect();
    found.filter(|found| !found.is_empty())?.into_iter().map(|row| rings(rows[row].1)).collect()
}

/// Rings from their first corner and steps.
fn rings(text: &str) -> Option<Vec<Ring>> {
    let ring = |told: &str| {
        let numbers: Vec<i32> = told.split(' ').map(|number| number.parse().ok()).collect::<Option<_>>()?;
        let steps = numbers.chunks_exact(2).map(|step| [step[0], step[1]]);
        let corners = steps.scan([0, 0], |at, step| {
            *at = [at[0] + step[0], at[1] + step[1]];
            Some(*at)
        });
        Some(corners.collect())
    };
    text.split(';').map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambics::region::Region;

    fn inside(rings: &[Ring], (x, y): (f64, f64)) -> bool {
        let mut odd = false;
        for ring in rings {
            for (at, corner) in ring.iter().enumerate() {
                let ((ax, ay), (bx, by)) = (degrees(*corner), degrees(ring[(at + 1) % ring.len()]));
                odd ^= (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax;
            }
        }
        odd
    }

    #[test]
    fn every_district_and_patch_of_england_has_an_outline_and_its_people_live_inside() {
        let region = Region::embedded("england-2022").unwrap();
        let codes: Vec<&str> = region.districts().iter().map(|own| own.code.as_str()).collect();
        let districts = of(Level::District, &codes).unwrap();
        let codes: Vec<&str> = region.patches().iter().map(|own| own.code.as_str()).collect();
        let patches = of(Level::Patch, &codes).unwrap();
        assert_eq!((districts.len(), patches.len()), (309, 49));
        let n = region.areas().len();
        let share = |shapes: &[Vec<Ring>], row: &dyn Fn(&ambics::region::Area) -> usize| {
            let own = region.areas().iter().filter(|area| inside(&shapes[row(area)], (area.lon, area.lat)));
            own.count() as f64 / n as f64
        };
        // Thinned borders may pass on the other side of a centroid near them.
        let shares =
            [share(&districts, &|own| own.district.index()), share(&patches, &|own| own.patch.index())];
        assert!(shares.iter().all(|share| *share > 0.99), "{shares:?}");
    }

    #[test]
    fn one_unknown_code_leaves_the_whole_map_without() {
        assert!(of(Level::District, &["E06000001", "E06000002"]).is_some());
        assert_eq!(of(Level::District, &["E06000001", "D01"]), None);
        assert_eq!(of(Level::Patch, &["QOX"]), None);
        assert_eq!(of(Level::Patch, &[]), None);
    }

    #[test]
    fn a_ring_is_read_as_steps() {
        assert_eq!(
            rings("4 5 1 0 0 -2;0 0 1 1 -2 3"),
            Some(vec![vec![[4, 5], [5, 5], [5, 3]], vec![[0, 0], [1, 1], [-1, 4]]])
        );
        assert_eq!(rings("4 x"), None);
    }
}
