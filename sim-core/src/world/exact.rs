use crate::region::TravelPurpose;
use crate::units::SimDuration;

/// How far it is from a point to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plane {
    /// Coordinates on a plane, in one unit: Euclid.
    Planar,
    /// Longitude and latitude in degrees: haversine.
    LonLat,
}

/// Driving times and coordinates as they were given: nothing is fitted, and a leg is rounded once.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactTravel {
    n: usize,
    /// Milliseconds before the factor, `[from][to]`; not a number where there is no drive.
    base_ms: Vec<f64>,
    /// What divides a drive, by purpose.
    factor: [f64; 4],
    plane: Plane,
    /// Coordinates of the places: east or longitude, north or latitude.
    points: Vec<(f64, f64)>,
}

impl ExactTravel {
    /// Drives between places; `base_ms` is `[from][to]`, and `factor` divides the drives to a scene, to a hospital and
    /// back.
    #[must_use]
    pub fn new(
        base_ms: Vec<f64>,
        [scene, convey, back]: [f64; 3],
        plane: Plane,
        points: Vec<(f64, f64)>,
    ) -> Self {
        Self { n: points.len(), base_ms, factor: [scene, scene, convey, back], plane, points }
    }

    /// Whether a drive is given.
    #[inline]
    #[must_use]
    pub fn is_given(&self, from: usize, to: usize) -> bool {
        !self.base_ms[from * self.n + to].is_nan()
    }

    /// A drive for a purpose: divided by its factor, then rounded to the nearest millisecond, ties to even.
    #[inline]
    #[must_use]
    pub fn leg(&self, purpose: TravelPurpose, from: u16, to: u16) -> SimDuration {
        let base = self.base_ms[usize::from(from) * self.n + usize::from(to)];
        SimDuration(libm::rint(base / self.factor[purpose as usize]) as i64)
    }

    /// The place nearest to the point at `share` of the straight line between two places; ties go to the lowest row.
    #[must_use]
    pub fn between(&self, from: u16, to: u16, share: f64) -> u16 {
        let (a, b) = (self.points[usize::from(from)], self.points[usize::from(to)]);
        let at = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        let mut best = (f64::INFINITY, 0);
        for (row, point) in self.points.iter().enumerate() {
            let far = self.apart(at, *point);
            if far < best.0 {
                best = (far, row);
            }
        }
        best.1 as u16
    }

    /// How far apart two points are: a number that grows with the distance.
    fn apart(&self, a: (f64, f64), b: (f64, f64)) -> f64 {
        match self.plane {
            Plane::Planar => (a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1),
            Plane::LonLat => {
                let half_sine = |from: f64, to: f64| libm::sin((to.to_radians() - from.to_radians()) / 2.0);
                let (east, north) = (half_sine(a.0, b.0), half_sine(a.1, b.1));
                let across = libm::cos(a.1.to_radians()) * libm::cos(b.1.to_radians());
                north * north + across * east * east
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(plane: Plane, points: Vec<(f64, f64)>) -> ExactTravel {
        ExactTravel::new(vec![0.0, 1000.5, 2001.5, 0.0], [1.0, 1.0, 0.95], plane, points)
    }

    #[test]
    fn a_leg_is_rounded_once_and_ties_go_to_even() {
        let travel = two(Plane::Planar, vec![(0.0, 0.0), (10.0, 0.0)]);
        assert_eq!(travel.leg(TravelPurpose::Lights, 0, 1), SimDuration(1000));
        assert_eq!(travel.leg(TravelPurpose::Lights, 1, 0), SimDuration(2002));
        assert_eq!(travel.leg(TravelPurpose::Return, 0, 1), SimDuration(1053));
    }

    #[test]
    fn half_way_is_the_lower_row() {
        let travel = two(Plane::Planar, vec![(10.0, 0.0), (0.0, 0.0)]);
        assert_eq!([0.4, 0.5, 0.6].map(|share| travel.between(1, 0, share)), [1, 0, 0]);
    }

    #[test]
    fn on_the_sphere_a_degree_east_is_shorter_than_a_degree_north() {
        // At 60° north a degree east is half as far: the third place is nearer to the first than the second is.
        let points = vec![(0.0, 60.0), (0.0, 60.6), (1.0, 60.0)];
        let travel = ExactTravel::new(vec![0.0; 9], [1.0; 3], Plane::LonLat, points);
        assert!(travel.apart((0.0, 60.0), (1.0, 60.0)) < travel.apart((0.0, 60.0), (0.0, 60.6)));
    }
}
