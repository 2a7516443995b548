//! Shifts at a station, and how they are joined into the weeks of vehicles.

use super::fleet::{Duty, WEEK_MINUTES};
use super::rota::Line;
use super::supply::Block;
use super::terms::Terms;
use crate::category::{Categories, Category};
use crate::rng::join;
use crate::units::SimTime;
use crate::vehicle_kind::VehicleKind;

/// One vehicle at a station for one shift of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shift {
    /// Row in the component's list of stations.
    pub station: u16,
    /// When.
    pub duty: Duty,
}

impl Shift {
    pub fn of(line: &Line) -> Self {
        let duty = Duty { from: u16::from(line.start) * 60, minutes: u16::from(line.hours) * 60 };
        Self { station: line.station, duty }
    }
}

/// What the shifts that share vehicles have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layer {
    pub kind: VehicleKind,
    pub answers: Categories,
    pub terms: Terms,
    pub from: SimTime,
    /// Tells the vehicles of one layer from those of another at the same station.
    pub number: u64,
}

impl Layer {
    /// Today's ambulances.
    pub const TODAY: Self = Self {
        kind: VehicleKind::Dca,
        answers: Categories::ALL,
        terms: Terms::TRUST,
        from: SimTime(0),
        number: 0,
    };

    /// The layer of a row of a rota.
    pub fn of(block: &Block) -> Self {
        let Block { kind, answers, terms, from, .. } = *block;
        let own = Self { kind, answers, terms, from, number: 0 };
        let number = if own == Self::TODAY { 0 } else { own.fingerprint() };
        Self { number, ..own }
    }

    /// An order that does not depend on that of rows.
    pub fn order(&self) -> (VehicleKind, Terms, SimTime, [bool; 5]) {
        (self.kind, self.terms, self.from, Category::ALL.map(|category| self.answers.has(category)))
    }

    /// 64 bits from what the layer is.
    fn fingerprint(&self) -> u64 {
        let set = Category::ALL.iter().filter(|category| self.answers.has(**category));
        let answers = set.fold(0, |bits, category| bits | 1 << *category as u64);
        let Terms { provider, pence_per_hour, until } = self.terms;
        let words = [provider as u64, u64::from(pence_per_hour), until.0 as u64, self.from.0 as u64, answers];
        words.into_iter().fold(self.kind as u64, join)
    }

    /// 64 bits for a vehicle of this layer.
    pub const fn entity(&self, station: u64, number: u64) -> u64 {
        join(station, self.number.rotate_left(32) | number)
    }
}

/// The week of one vehicle, minute by minute.
pub(super) struct Timetable {
    busy: Vec<bool>,
    starts: Vec<u16>,
}

impl Timetable {
    pub fn of(duty: Duty) -> Self {
        let mut own = Self { busy: vec![false; WEEK_MINUTES.into()], starts: Vec::new() };
        own.take(duty);
        own
    }

    pub fn is_free(&self, duty: Duty) -> bool {
        minutes(duty).all(|minute| !self.busy[minute])
    }

    pub fn take(&mut self, duty: Duty) {
        minutes(duty).for_each(|minute| self.busy[minute] = true);
        self.starts.push(duty.from);
    }

    fn before(&self, minute: usize) -> bool {
        self.busy[(minute + self.busy.len() - 1) % self.busy.len()]
    }

    /// The stretches of duty of the week; one that runs past Sunday midnight is one stretch.
    pub fn stretches(&self) -> Vec<Duty> {
        if self.busy.iter().all(|on| *on) {
            return vec![Duty::ALWAYS];
        }
        let week = self.busy.len();
        let begins = (0..week).filter(|minute| self.busy[*minute] && !self.before(*minute));
        let long = |from: usize| (0..week).take_while(|k| self.busy[(from + k) % week]).count();
        begins.map(|from| Duty { from: from as u16, minutes: long(from) as u16 }).collect()
    }

    /// The minutes at which a shift begins where another ends.
    pub fn changes(&self) -> Vec<u16> {
        let mut changes: Vec<u16> =
            self.starts.iter().copied().filter(|start| self.before(usize::from(*start))).collect();
        changes.sort_unstable();
        changes
    }
}

fn minutes(duty: Duty) -> impl Iterator<Item = usize> {
    let from = usize::from(duty.from);
    (from..from + usize::from(duty.minutes)).map(|minute| minute % usize::from(WEEK_MINUTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_may_run_past_sunday() {
        let night = Duty { from: 160 * 60 + 30, minutes: 12 * 60 };
        let mut week = Timetable::of(night);
        let hour = Duty { from: 50 * 60, minutes: 60 };
        assert!(week.is_free(hour) && !week.is_free(Duty { from: 0, minutes: 1 }));
        week.take(hour);
        assert_eq!(week.stretches(), [hour, night]);
        assert_eq!(Timetable::of(Duty::ALWAYS).stretches(), [Duty::ALWAYS]);
    }

    #[test]
    fn crews_change_where_shifts_meet() {
        let mut week = Timetable::of(Duty { from: 420, minutes: 720 });
        week.take(Duty { from: 1140, minutes: 720 });
        assert_eq!(week.stretches(), [Duty { from: 420, minutes: 1440 }]);
        assert_eq!(week.changes(), [1140]);
    }
}
