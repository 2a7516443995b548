//! Which colour a figure has on a map.

/// How the figures of a map are coloured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shades {
    /// A fifth of the places each.
    Fifths,
    /// Fifths of these figures, for maps that stand side by side.
    Shared(Vec<f64>),
    /// A fifth of the places each, in grey: nothing published stands against the figures.
    Greyed,
    /// Changes on either side of none; whether each place's is told apart from none.
    Change(Vec<bool>),
}

/// From light to dark.
const COLOURS: [&str; 5] = ["#cfe1f2", "#93c4de", "#4a97c9", "#1f64a8", "#0b2f5c"];
const GREYS: [&str; 5] = ["#ececec", "#cfcfcf", "#ababab", "#858585", "#5c5c5c"];
/// From much less to much more; the hues differ to those who do not tell red from green.
const SIDES: [&str; 6] = ["#0b2f5c", "#3a83ba", "#a9cde6", "#f6c99a", "#d9822b", "#8a3f00"];
/// Where a change is not told apart from none.
const OPEN: &str = "#dddddd";

/// The colours of one map.
pub(super) struct Palette<'m> {
    /// Least value, the bounds between colours, and the highest.
    bounds: Vec<f64>,
    colours: &'static [&'static str],
    told: Option<&'m [bool]>,
    /// What the colours are, behind the key.
    pub note: &'static str,
}

impl<'m> Palette<'m> {
    pub fn of(shades: &'m Shades, values: &[f64]) -> Self {
        let (bounds, colours, told, note): (_, &'static [&'static str], _, _) = match shades {
            Shades::Fifths => (fifths(values.to_vec()), &COLOURS, None, "a fifth of the places each"),
            Shades::Greyed => (fifths(values.to_vec()), &GREYS, None, "a fifth of the places each"),
            Shades::Shared(all) => (fifths(all.clone()), &COLOURS, None, "the same in every map here"),
            Shades::Change(told) => (thirds(values, told), &SIDES, Some(told.as_slice()), ""),
        };
        Self { bounds, colours, told, note }
    }

    /// The colour of a place with this value.
    pub fn colour(&self, place: usize, value: f64) -> &'static str {
        let open = self.told.is_some_and(|told| !told.get(place).copied().unwrap_or(false));
        if open { OPEN } else { self.colours[self.bin(value)] }
    }

    /// Each colour of the key with what it stands for.
    pub fn key(&self, values: &[f64], say: fn(f64) -> String) -> Vec<(&'static str, String)> {
        let shown = |at: usize| self.bounds.get(at).map_or_else(|| "-".to_owned(), |bound| say(*bound));
        let used =
            |colour: &str| values.iter().enumerate().any(|(place, v)| self.colour(place, *v) == colour);
        let each = self.colours.iter().enumerate().filter(|(_, colour)| self.told.is_none() || used(colour));
        let mut key: Vec<(&str, String)> =
            each.map(|(at, colour)| (*colour, format!("{} to {}", shown(at), shown(at + 1)))).collect();
        if used(OPEN) {
            key.push((OPEN, "not told apart from no change".to_owned()));
        }
        key
    }

    fn bin(&self, value: f64) -> usize {
        self.bounds[1..self.colours.len()].iter().filter(|bound| value > **bound).count()
    }
}

/// Least value, the bounds between fifths, and the highest.
fn fifths(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => vec![0.0; 6],
        n => (0..=5).map(|fifth| values[((n - 1) * fifth + 2) / 5]).collect(),
    }
}

/// Thirds of the largest change that is told apart, on either side of none.
fn thirds(values: &[f64], told: &[bool]) -> Vec<f64> {
    let known = values.iter().zip(told).filter(|(_, told)| **told);
    let most = known.map(|(value, _)| value.abs()).fold(0.0, f64::max);
    (-3..=3).map(|third| f64::from(third) * most / 3.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifths_cover_every_value() {
        let values: Vec<f64> = (1..=11).map(f64::from).collect();
        let palette = Palette::of(&Shades::Fifths, &values);
        assert_eq!(palette.bounds, [1.0, 3.0, 5.0, 7.0, 9.0, 11.0]);
        assert_eq!([1.0, 3.0, 3.5, 11.0].map(|value| palette.bin(value)), [0, 0, 1, 4]);
        assert_eq!(palette.key(&values, |v| v.to_string()).len(), 5);
    }

    #[test]
    fn a_change_is_coloured_by_its_side_and_only_where_it_is_told() {
        let (values, told) = ([-90.0, -20.0, 60.0, 300.0], Shades::Change(vec![true, true, true, false]));
        let palette = Palette::of(&told, &values);
        let colour = |place: usize| palette.colour(place, values[place]);
        assert_eq!([0, 1, 2, 3].map(colour), [SIDES[0], SIDES[2], SIDES[4], OPEN]);
        let key = palette.key(&values, |v| format!("{v:+}"));
        assert_eq!(key.len(), 4);
        assert_eq!((key[1].1.as_str(), key[3].1.as_str()), ("-30 to +0", "not told apart from no change"));
    }

    #[test]
    fn nothing_told_apart_is_one_colour() {
        let told = Shades::Change(vec![false, false]);
        let palette = Palette::of(&told, &[-500.0, 2.0]);
        assert_eq!(palette.key(&[-500.0, 2.0], |v| v.to_string()).len(), 1);
        assert_eq!(palette.colour(0, -500.0), OPEN);
    }
}
