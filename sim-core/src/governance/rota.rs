//! Rota lines from weekly hours: a generated pattern until the user supplies one.

/// Length of a generated shift, hours.
pub const SHIFT_HOURS: u32 = 12;
/// Hours of a week.
const WEEK: usize = 168;
/// Local hours of the day at which a generated shift may start.
const STARTS: [usize; 10] = [6, 7, 8, 10, 12, 14, 16, 18, 19, 22];

/// A repeating shift: one vehicle at a station, from a local hour of the week for some hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Row in the list of stations.
    pub station: u16,
    /// Local hour of the week at which it starts.
    pub start: u8,
    /// Hours.
    pub hours: u8,
}

/// Lines that add up to `hours` a week over stations with these weights, following a curve over the week.
///
/// Each line is placed where the cover still falls shortest of its target: first the start, then the station, which
/// must fall short both in those hours and in the week. All are of 12 hours but a last one with the rest. `curve` sums to 1. Nothing is placed without a weight above zero.
#[must_use]
pub fn lines(weights: &[f64], hours: u32, curve: &[f64; WEEK]) -> Vec<Line> {
    let all: f64 = weights.iter().sum();
    if all.is_nan() || all <= 0.0 {
        return Vec::new();
    }
    let total = f64::from(hours);
    let mut missing: Vec<f64> = curve.iter().map(|share| share * total).collect();
    let mut missing_at: Vec<Vec<f64>> =
        weights.iter().map(|w| curve.iter().map(|share| share * total * w / all).collect()).collect();
    let mut missing_in_all: Vec<f64> = weights.iter().map(|w| total * w / all).collect();
    let full = hours / SHIFT_HOURS;
    let lengths =
        std::iter::repeat_n(SHIFT_HOURS, full as usize).chain(Some(hours % SHIFT_HOURS).filter(|h| *h > 0));
    let mut placed = Vec::with_capacity(full as usize + 1);
    for length in lengths {
        let length = length as usize;
        let starts = (0..7).flat_map(|day| STARTS.iter().map(move |hour| day * 24 + hour));
        let start = most(starts, |start| over(&missing, *start, length));
        let short = |s: &usize| {
            over(&missing_at[*s], start, length) + missing_in_all[*s] * length as f64 / WEEK as f64
        };
        let station = most(0..weights.len(), |s| if weights[*s] > 0.0 { short(s) } else { f64::MIN });
        missing_in_all[station] -= length as f64;
        for hour in start..start + length {
            missing[hour % WEEK] -= 1.0;
            missing_at[station][hour % WEEK] -= 1.0;
        }
        placed.push(Line { station: station as u16, start: start as u8, hours: length as u8 });
    }
    placed
}

fn over(missing: &[f64], start: usize, length: usize) -> f64 {
    (start..start + length).map(|hour| missing[hour % WEEK]).sum()
}

/// The first of the candidates with the largest value.
fn most(candidates: impl Iterator<Item = usize>, value: impl Fn(&usize) -> f64) -> usize {
    let mut best = (f64::MIN, 0);
    for candidate in candidates {
        let value = value(&candidate);
        if value > best.0 {
            best = (value, candidate);
        }
    }
    best.1
}

/// Splits a whole number by weights, by largest remainder; ties to the lower row. The parts sum to `whole` if any
/// weight is above zero.
#[must_use]
pub fn whole_shares(whole: u32, weights: &[f64]) -> Vec<u32> {
    let all: f64 = weights.iter().sum();
    if all.is_nan() || all <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|w| f64::from(whole) * w / all).collect();
    let mut shares: Vec<u32> = exact.iter().map(|e| *e as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| (exact[*b] - exact[*b].floor()).total_cmp(&(exact[*a] - exact[*a].floor())));
    let left = whole - shares.iter().sum::<u32>();
    order.into_iter().take(left as usize).for_each(|row| shares[row] += 1);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_add_up_to_the_hours_and_follow_the_weights() {
        let placed = lines(&[1.0, 3.0, 0.0], 1000, &[1.0 / 168.0; 168]);
        assert_eq!(placed.iter().map(|l| u32::from(l.hours)).sum::<u32>(), 1000);
        let at = |station| placed.iter().filter(|l| l.station == station).count();
        assert!((19..=23).contains(&at(0)) && at(2) == 0, "{} of {}", at(0), placed.len());
    }

    #[test]
    fn shares_are_whole_and_complete() {
        assert_eq!(whole_shares(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
        assert_eq!(whole_shares(5, &[0.0, 0.0]), [0, 0]);
    }
}
