//! Searches of a few trials, for fits whose every trial is the same whenever it is made.

/// Where a rising function comes to `wanted`, by so many halvings of a range.
#[must_use]
pub fn halving(
    (mut low, mut high): (f64, f64),
    halvings: u32,
    wanted: f64,
    rising: &dyn Fn(f64) -> f64,
) -> f64 {
    for _ in 0..halvings {
        let middle = 0.5 * (low + high);
        if rising(middle) < wanted { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The lowest point that a simplex of three finds in so many trials.
///
/// # Source
/// Nelder and Mead (1965), *The Computer Journal* 7(4), 308–313.
#[must_use]
pub fn simplex(start: [f64; 2], trials: usize, height: &dyn Fn([f64; 2]) -> f64) -> [f64; 2] {
    let corner = |at: [f64; 2]| (height(at), at);
    let mut corners = [start, [start[0] - 0.06, start[1]], [start[0] - 0.02, start[1] + 0.1]].map(corner);
    let mut used = 3;
    while used < trials {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [best, middle, worst] = corners;
        let centre = [0, 1].map(|k| 0.5 * (best.1[k] + middle.1[k]));
        let along = |by: f64| corner([0, 1].map(|k| centre[k] + by * (worst.1[k] - centre[k])));
        let reflected = along(-1.0);
        used += 2;
        corners[2] = if reflected.0 < best.0 {
            let further = along(-2.0);
            if further.0 < reflected.0 { further } else { reflected }
        } else if reflected.0 < middle.0 {
            used -= 1;
            reflected
        } else {
            let inside = along(if reflected.0 < worst.0 { -0.5 } else { 0.5 });
            if inside.0 < worst.0 {
                inside
            } else {
                used += 2;
                let nearer = |c: (f64, [f64; 2])| corner([0, 1].map(|k| 0.5 * (c.1[k] + best.1[k])));
                corners[1] = nearer(middle);
                nearer(worst)
            }
        };
    }
    corners.iter().min_by(|a, b| a.0.total_cmp(&b.0)).expect("three corners").1
}
