//! Whole rota lines that a scenario states itself, at a station: `2 dca daily 07:00-19:00; 1 rrv Mon-Fri 10:00-22:00`.

use super::Scenario;
use super::days::{Days, clock_time, days_of};
use super::report::{Fault, quoted};
use crate::governance::{Block, Duty, Terms, answers};
use crate::ids::StationId;
use crate::units::SimTime;
use crate::vehicle_kind::VehicleKind;
use std::fmt;
use toml::Value;

/// The key of the lines, by station.
pub(super) const KEY: &str = "fleet.lines";
/// The key of lines that are taken out of the generated pattern, by patch.
pub(super) const LESS: &str = "fleet.lines_less";
/// The key of a station's part of the generated pattern against its part of the work.
pub(super) const RATIO: &str = "fleet.station_ratio";
/// Most vehicles on one line.
const MOST_VEHICLES: u16 = 100;
/// What a text of lines looks like.
const RULE: &str = "rota lines such as \"2 dca daily 07:00-19:00\", with a semicolon between them";

/// A rota line: some vehicles of a kind on the same shift, on the same days of every week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RotaLine {
    /// How many vehicles.
    pub vehicles: u16,
    /// Their kind.
    pub kind: VehicleKind,
    /// For each day from Monday, whether a shift starts on it.
    pub days: Days,
    /// Local minute of the day at which the shift starts.
    pub start: u16,
    /// Minutes of the shift, at most a day.
    pub minutes: u16,
}

impl RotaLine {
    /// Reads `2 dca daily 07:00-19:00`; a line that ends at or before its start ends on the next day.
    ///
    /// ```
    /// use ambics::scenario::RotaLine;
    /// let line = RotaLine::parse("1 dca Mon-Fri 19:00-07:00").expect("a line");
    /// assert_eq!((line.hours_per_week(), line.to_string().as_str()), (60.0, "1 dca Mon Tue Wed Thu Fri 19:00-07:00"));
    /// assert!(RotaLine::parse("1 helicopter daily 07:00-19:00").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (head, times) = text.trim().rsplit_once(' ')?;
        let mut words = head.splitn(3, ' ');
        let vehicles = words.next()?.parse().ok().filter(|n| (1..=MOST_VEHICLES).contains(n))?;
        let kind = words.next()?;
        let kind = VehicleKind::ALL.into_iter().find(|known| known.name() == kind)?;
        let days = days_of(words.next()?.trim())?;
        let (start, finish) = times.split_once('-')?;
        let (start, finish) = (clock_time(start)?, clock_time(finish)?);
        let minutes = if finish > start { finish - start } else { finish + 1_440 - start };
        (start < 1_440).then_some(Self { vehicles, kind, days, start, minutes })
    }

    /// Vehicle-hours a week.
    #[must_use]
    pub fn hours_per_week(&self) -> f64 {
        let shifts = self.days.iter().filter(|on| **on).count() as f64;
        f64::from(self.vehicles) * shifts * f64::from(self.minutes) / 60.0
    }

    /// Its shifts in a week.
    pub(super) fn shifts(&self) -> Vec<Duty> {
        let on = (0..7u16).filter(|day| self.days[usize::from(*day)]);
        on.map(|day| Duty { from: day * 1_440 + self.start, minutes: self.minutes }).collect()
    }
}

impl fmt::Display for RotaLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let named: Vec<&str> =
            NAMES.into_iter().zip(self.days).filter(|(_, on)| *on).map(|(name, _)| name).collect();
        let days = if named.len() == 7 { "daily".to_owned() } else { named.join(" ") };
        let finish = match (self.start + self.minutes) % 1_440 {
            0 => 1_440,
            minute => minute,
        };
        let [start, finish] = [self.start, finish].map(|at| format!("{:02}:{:02}", at / 60, at % 60));
        write!(f, "{} {} {days} {start}-{finish}", self.vehicles, self.kind.name())
    }
}

/// Lines in the form in which a scenario keeps them.
pub(super) fn checked(value: &Value) -> Result<Value, Fault> {
    let text = value.as_str().unwrap_or_default();
    match read(text) {
        Some(lines) => Ok(Value::from(written(&lines))),
        None => {
            let kinds = VehicleKind::ALL.map(VehicleKind::name).join(", ");
            Err(Fault::new(quoted(text), RULE, format!("how many, a kind ({kinds}), days and times")))
        }
    }
}

fn read(text: &str) -> Option<Vec<RotaLine>> {
    let lines = text.split(';').map(str::trim).filter(|line| !line.is_empty());
    lines.map(RotaLine::parse).collect::<Option<Vec<_>>>().filter(|lines| !lines.is_empty())
}

/// Lines as a scenario states them.
#[must_use]
pub fn written(lines: &[RotaLine]) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl Scenario {
    /// The lines that the scenario states itself, by station.
    #[must_use]
    pub fn own_lines(&self) -> Vec<(StationId, Vec<RotaLine>)> {
        let station = |code: &str| self.region.stations.iter().position(|station| station.code == code);
        let of = |(code, setting): (&str, &super::layer::Setting)| {
            Some((StationId::new(station(code)?), read(setting.value.as_str()?)?))
        };
        self.settings.below(KEY).filter_map(of).collect()
    }

    /// Lines taken out of the generated pattern, one entry for each patch of the region.
    pub(super) fn lines_less(&self) -> Vec<u32> {
        let of =
            |code: &str| self.settings.value(&format!("{LESS}.{code}")).and_then(toml::Value::as_integer);
        let patches = self.region.patches.iter();
        patches.map(|patch| of(&patch.code).and_then(|n| u32::try_from(n).ok()).unwrap_or(0)).collect()
    }

    /// By how much each station of the region has more or less of the generated pattern than its part of the work; empty if none
    /// is stated.
    pub(super) fn station_ratio(&self) -> Vec<f64> {
        if self.settings.below(RATIO).next().is_none() {
            return Vec::new();
        }
        let of = |code: &str| self.settings.value(&format!("{RATIO}.{code}")).and_then(number);
        self.region.stations.iter().map(|station| of(&station.code).unwrap_or(1.0)).collect()
    }

    /// The same as blocks on top, from the beginning and on the trust's terms.
    pub(super) fn own_blocks(&self) -> Vec<Block> {
        let known = &self.region.vehicle_kinds;
        let block = |station: StationId, line: RotaLine| Block {
            station,
            kind: line.kind,
            shifts: line.shifts(),
            vehicles: line.vehicles,
            answers: answers(&known[line.kind.row()]),
            terms: Terms::TRUST,
            from: SimTime(0),
        };
        let all = self.own_lines().into_iter();
        all.flat_map(|(station, lines)| lines.into_iter().map(move |line| (station, line)))
            .map(|(station, line)| block(station, line))
            .collect()
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Edit;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["1 dca daily 07:00-19:00", "3 rrv Mon Wed 20:30-24:00", "1 dca Sat Sun 19:00-07:00"] {
            assert_eq!(RotaLine::parse(text).map(|line| line.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "dca daily 07:00-19:00", "0 dca daily 07:00-19:00", "1 dca daily", "1 dca daily 7-19"]
        {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn lines_that_are_not_there_leave_the_others_as_they_are() {
        let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
        let code = tiny.region().patches()[0].code.clone();
        let less = tiny.with(&[Edit::new(format!("{LESS}.{code}"), 2)]).expect("a whole number");
        let shifts = |s: &Scenario| {
            let decisions = s.decisions(&s.world());
            let fleet = &decisions.components[0].fleet;
            let dca = fleet.vehicles.iter().zip(&fleet.patch).filter(|(v, _)| v.kind == VehicleKind::Dca);
            let mut all: Vec<(u16, u16, u16)> = dca
                .flat_map(|(v, patch)| v.duty.iter().map(move |duty| (*patch, duty.from, duty.minutes)))
                .collect();
            all.sort_unstable();
            let cars: u32 = fleet
                .vehicles
                .iter()
                .filter(|v| v.kind == VehicleKind::Rrv)
                .map(|v| v.duty.len() as u32)
                .sum();
            (all, cars)
        };
        let ((before, cars), (after, cars_after)) = (shifts(&tiny), shifts(&less));
        let hours = |all: &[(u16, u16, u16)], own: u16| -> u32 {
            all.iter().filter(|d| d.0 == own).map(|d| u32::from(d.2)).sum::<u32>() / 60
        };
        assert_eq!(hours(&before, 0) - hours(&after, 0), 2 * 84);
        let others = |all: &[(u16, u16, u16)]| all.iter().filter(|d| d.0 != 0).copied().collect::<Vec<_>>();
        assert_eq!((others(&before), cars), (others(&after), cars_after));
    }

    #[test]
    fn a_station_ratio_moves_shifts_and_no_hour() {
        let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
        let code = tiny.region().stations()[0].code.clone();
        let half = tiny.with(&[Edit::new(format!("{RATIO}.{code}"), 0.5)]).expect("a ratio");
        let dca = |s: &Scenario| {
            let world = s.world();
            let home = world.components[0].stations[0].place;
            let decisions = s.decisions(&world);
            let all = decisions.components[0].fleet.vehicles.iter().filter(|v| v.kind == VehicleKind::Dca);
            let mut starts = Vec::new();
            let mut own = 0;
            for vehicle in all {
                for duty in &vehicle.duty {
                    own += if vehicle.home == home { u32::from(duty.minutes) } else { 0 };
                    starts.extend((0..duty.minutes).step_by(60).map(|m| (duty.from + m) % 10_080));
                }
            }
            starts.sort_unstable();
            (starts, own)
        };
        let ((before, own), (after, less)) = (dca(&tiny), dca(&half));
        assert_eq!(before, after, "the hours of the week stay");
        assert!(less < own * 3 / 4, "{less} of {own} minutes stay at the station");
        assert!(tiny.with(&[Edit::new(format!("{RATIO}.{code}"), -1.0)]).is_err());
    }

    #[test]
    fn lines_are_vehicles_on_top() {
        let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
        let code = tiny.region().stations()[0].code.clone();
        let with = |text: &str| tiny.with(&[Edit::new(format!("{KEY}.{code}"), text)]);
        let hours = |s: &Scenario| {
            let decisions = s.decisions(&s.world());
            let vehicles = decisions.components.iter().flat_map(|component| &component.fleet.vehicles);
            vehicles.flat_map(|v| &v.duty).map(|duty| u32::from(duty.minutes)).sum::<u32>() / 60
        };
        let more = with("2 dca daily 07:00-19:00; 1 rrv Mon-Fri 10:00-22:00").expect("sound lines");
        assert_eq!(hours(&more), hours(&tiny) + 2 * 84 + 60);
        let wrong = with("2 boats daily 07:00-19:00").expect_err("no boats").to_string();
        assert!(wrong.contains("fleet.lines") && wrong.contains("dca"), "{wrong}");
        assert!(tiny.with(&[Edit::new(format!("{KEY}.XXX"), "1 dca daily 07:00-19:00")]).is_err());
    }
}
