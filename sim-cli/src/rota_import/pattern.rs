//! From shifts on dates to a pattern of the week, as far as they repeat.

use ambics::vehicle_kind::VehicleKind;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A station by row, a kind of vehicle, and the minutes of the day at which a shift starts and finishes.
pub(super) type Shift = (usize, VehicleKind, u16, u16);

/// A first and a last date; none where it is always.
pub(super) type Dates = Option<(Date, Date)>;

/// Vehicles by shift: on each weekday from Monday of every week, and on dates.
#[derive(Debug, Default)]
pub(super) struct Shifts {
    pub weekly: BTreeMap<Shift, [u32; 7]>,
    pub dated: BTreeMap<Shift, BTreeMap<Date, u32>>,
}

/// Vehicles on some weekdays, always or from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub shift: Shift,
    pub days: [bool; 7],
    pub vehicles: u32,
    pub dates: Dates,
}

/// Before this minute a shift belongs to the day before: a rota's day begins at 04:00.
const DAY_BEGINS: u16 = 240;

impl Line {
    /// Hours a week while it stands.
    pub fn weekly_hours(&self) -> f64 {
        let (.., start, finish) = self.shift;
        let minutes = if finish > start { finish - start } else { finish + 1_440 - start };
        let days = self.days.iter().filter(|own| **own).count();
        f64::from(self.vehicles) * days as f64 * f64::from(minutes) / 60.0
    }

    /// The first and last day by which a rota names it.
    pub fn rota_dates(&self) -> Dates {
        let back = i64::from(self.shift.2 < DAY_BEGINS);
        let day = |own: Date| own.saturating_sub(back.days());
        self.dates.map(|(from, to)| (day(from), day(to)))
    }
}

/// The lines of a rota. A dated shift that comes with as many vehicles on a weekday in every week of the file, two at least, stands
/// always; others stand from their first day to their last.
pub(super) fn lines(shifts: &Shifts) -> Vec<Line> {
    let mut lines = Vec::new();
    for (shift, vehicles) in &shifts.weekly {
        push(&mut lines, *shift, (0..7).map(|day| (day, vehicles[day], None)));
    }
    let all = || shifts.dated.values().flat_map(BTreeMap::keys).copied();
    if let (Some(first), Some(last)) = (all().min(), all().max()) {
        for (shift, dates) in &shifts.dated {
            let runs = (0..7).flat_map(|day| runs(day, dates, (first, last)).into_iter());
            push(&mut lines, *shift, runs);
        }
    }
    lines
}

/// A weekday, how many vehicles, and the Mondays of the first and last week; none if always.
type Run = (usize, u32, Dates);

fn monday_of(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

/// What a weekday has, week after week.
fn runs(day: usize, dates: &BTreeMap<Date, u32>, (first, last): (Date, Date)) -> Vec<Run> {
    let mut weeks: Vec<(Date, u32)> = Vec::new();
    let mut monday = monday_of(first);
    while monday <= last {
        let date = monday.saturating_add((day as i64).days());
        if (first..=last).contains(&date) {
            weeks.push((monday, dates.get(&date).copied().unwrap_or(0)));
        }
        monday = monday.saturating_add(7.days());
    }
    if weeks.len() > 1 && weeks.iter().all(|week| week.1 == weeks[0].1) {
        return vec![(day, weeks[0].1, None)];
    }
    let same = weeks.chunk_by(|a, b| a.1 == b.1);
    same.map(|run| (day, run[0].1, Some((run[0].0, run[run.len() - 1].0)))).collect()
}

/// Weekdays with as many vehicles over the same weeks make one line.
fn push(lines: &mut Vec<Line>, shift: Shift, runs: impl Iterator<Item = Run>) {
    let mut groups: BTreeMap<(Dates, u32), Vec<usize>> = BTreeMap::new();
    for (day, vehicles, weeks) in runs.filter(|run| run.1 > 0) {
        groups.entry((weeks, vehicles)).or_default().push(day);
    }
    for ((weeks, vehicles), own) in groups {
        let mut days = [false; 7];
        own.iter().for_each(|day| days[*day] = true);
        let of = |monday: Date, day: usize| monday.saturating_add((day as i64).days());
        let dates = weeks.map(|(from, to)| (of(from, own[0]), of(to, own[own.len() - 1])));
        lines.push(Line { shift, days, vehicles, dates });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: Shift = (0, VehicleKind::Dca, 420, 1_140);

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn what_repeats_in_every_week_stands_always_and_the_rest_has_dates() {
        let mut shifts = Shifts::default();
        let dates = shifts.dated.entry(SHIFT).or_default();
        // Three weeks from Monday 8 January 2024: two on weekdays, a third on the last Monday, one on the second Saturday.
        for week in 0..3i64 {
            (0..5i64).for_each(|own| {
                dates.insert(day("2024-01-08").saturating_add((7 * week + own).days()), 2);
            });
        }
        dates.insert(day("2024-01-22"), 3);
        dates.insert(day("2024-01-20"), 1);
        dates.insert(day("2024-01-28"), 1);
        let lines = lines(&shifts);
        let told: Vec<(u32, usize, Dates)> = lines
            .iter()
            .map(|own| (own.vehicles, own.days.iter().filter(|day| **day).count(), own.dates))
            .collect();
        assert!(told.contains(&(2, 4, None)), "{told:?}");
        assert!(told.contains(&(2, 1, Some((day("2024-01-08"), day("2024-01-15"))))), "{told:?}");
        assert!(told.contains(&(3, 1, Some((day("2024-01-22"), day("2024-01-22"))))), "{told:?}");
        assert!(told.contains(&(1, 1, Some((day("2024-01-20"), day("2024-01-20"))))), "{told:?}");
        // No hour is lost or made.
        let hours: f64 = lines
            .iter()
            .map(|own| {
                let weeks = own.dates.map_or(3.0, |(from, to)| f64::from((to - from).get_days() / 7 + 1));
                own.weekly_hours() * weeks
            })
            .sum();
        let there: u32 = shifts.dated[&SHIFT].values().sum();
        assert!((hours - 12.0 * f64::from(there)).abs() < 1e-9, "{hours} of {there}");
    }

    #[test]
    fn a_shift_after_midnight_belongs_to_the_day_before() {
        let line = |start: u16| Line {
            shift: (0, VehicleKind::Dca, start, 600),
            days: [true, false, false, false, false, false, false],
            vehicles: 1,
            dates: Some((day("2024-01-08"), day("2024-01-08"))),
        };
        assert_eq!(line(120).rota_dates(), Some((day("2024-01-07"), day("2024-01-07"))));
        assert_eq!(line(240).rota_dates(), line(240).dates);
        assert!((line(660).weekly_hours() - 23.0).abs() < 1e-9);
    }
}
