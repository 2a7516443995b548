/// Whole numbers near the values that add up to the total: each is rounded down, and what is then lacking goes to the
/// largest remainders; ties to the first.
///
/// ```
/// use ambics::experiment::planround::largest_remainder;
/// assert_eq!(largest_remainder(&[1.4, 2.5, -0.9], 3), [1, 3, -1]);
/// ```
/// # Source
/// Hamilton's method of apportionment.
#[must_use]
pub fn largest_remainder(values: &[f64], total: i64) -> Vec<i64> {
    let mut whole: Vec<i64> = values.iter().map(|value| value.floor() as i64).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    let remainder = |row: usize| values[row] - values[row].floor();
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b)));
    let lacking = total - whole.iter().sum::<i64>();
    for turn in 0..lacking.unsigned_abs() as usize {
        match (lacking > 0, order.len()) {
            (_, 0) => break,
            (true, n) => whole[order[turn % n]] += 1,
            (false, n) => whole[order[n - 1 - turn % n]] -= 1,
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_add_up_whatever_the_total() {
        let values = [12.6, -3.2, 0.5, 0.5, -9.9];
        for total in -4..5 {
            assert_eq!(largest_remainder(&values, total).iter().sum::<i64>(), total);
        }
        assert_eq!(largest_remainder(&[0.5, 0.5], 1), [1, 0]);
        assert!(largest_remainder(&[], 3).is_empty());
    }
}
