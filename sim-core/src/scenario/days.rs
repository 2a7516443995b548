//! Days of the week and times of the day as people write them.

/// For each day from Monday, whether it is meant.
pub type Days = [bool; 7];

const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The days that a text names: `daily`, names and ranges, which may run past Sunday.
///
/// ```
/// assert_eq!(ambics::scenario::days_of("Sat-Mon"), Some([true, false, false, false, false, true, true]));
/// ```
#[must_use]
pub fn days_of(text: &str) -> Option<Days> {
    if text == "daily" {
        return Some([true; 7]);
    }
    let day = |name: &str| NAMES.iter().position(|known| known.eq_ignore_ascii_case(name));
    let mut days = [false; 7];
    for part in text.split([' ', ',']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        (0..=(last + 7 - first) % 7).for_each(|step| days[(first + step) % 7] = true);
    }
    days.contains(&true).then_some(days)
}

/// The minute of the day that a text such as `07:30` states, to 24:00.
pub(super) fn clock_time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str| part.chars().all(|c| c.is_ascii_digit()).then(|| part.parse::<u16>().ok())?;
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|_| minutes.len() == 2)?);
    (minutes < 60 && hours * 60 + minutes <= 1_440).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read() {
        assert_eq!(days_of("Mon-Fri"), Some([true, true, true, true, true, false, false]));
        assert_eq!(days_of("Sat Sun"), days_of("sat-sun"));
        assert_eq!(days_of("Sat-Mon"), Some([true, false, false, false, false, true, true]));
        assert_eq!(days_of("daily"), Some([true; 7]));
        assert!(days_of("").is_none() && days_of("Monday").is_none() && days_of("Mon-").is_none());
    }

    #[test]
    fn times_are_read() {
        assert_eq!(clock_time("07:30"), Some(450));
        assert_eq!(clock_time("24:00"), Some(1_440));
        assert!(
            ["7", "07:3", "24:01", "07:60", "-1:00", "99999:00"]
                .iter()
                .all(|text| clock_time(text).is_none())
        );
    }
}
