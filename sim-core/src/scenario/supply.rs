//! What stands beside the generated pattern of ambulances, or in its place.

use super::Scenario;
use super::build::begins;
use super::rota::RotaRow;
use crate::governance::{Abstraction, Block, Duty, KindHours, Supply, Terms, responders};
use crate::units::SimTime;
use crate::vehicle_kind::{Pool, VehicleKind};
use crate::world::Clock;
use jiff::ToSpan;

/// The assumption that says how many schemes of community first responders there are.
const SCHEMES: &str = "cfr_schemes_per_10000_rural_residents";

impl Scenario {
    /// Kinds of vehicle, responders, rotas and abstraction, as this scenario has them.
    pub(super) fn supply(&self, clock: &Clock) -> Supply {
        let abstraction =
            self.switch("fleet.abstraction").then(|| Abstraction::of(&self.region, &self.assumed()));
        let months: Vec<i8> = clock.dates().iter().map(|date| date.month()).collect();
        let grossed = abstraction.filter(|_| self.switch("fleet.gross_up"));
        let blocks = |rows: &[RotaRow]| rows.iter().map(|row| block(row, clock)).collect::<Vec<_>>();
        let schemes = self.assumptions_in_force().into_iter().find(|a| a.given.name == SCHEMES);
        let per_10000 = schemes.map_or(0.0, |schemes| schemes.value);
        let with_responders = self.switch("fleet.responders");
        Supply {
            kinds: self.kind_hours(),
            responders: if with_responders { responders(&self.region, per_10000) } else { Vec::new() },
            rota: self.from_files.rota.as_deref().map(blocks),
            extra: blocks(&self.from_files.extra).into_iter().chain(self.own_blocks()).collect(),
            abstraction,
            gross_up: grossed.map_or(1.0, |abstraction| 1.0 / abstraction.produced_share(&months)),
        }
    }

    /// The hours of each kind that treats alone: the scenario's own, else the usual ones.
    fn kind_hours(&self) -> Vec<(VehicleKind, KindHours)> {
        let own =
            |kind: VehicleKind| self.settings.number(&format!("fleet.kind_hours_per_week.{}", kind.name()));
        let usual = |kind: VehicleKind| KindHours::Share(self.region.vehicle_kinds[kind.row()].hours_share);
        let solo = VehicleKind::ALL.into_iter().filter(|kind| kind.pool() == Pool::Solo);
        solo.map(|kind| (kind, own(kind).map_or_else(|| usual(kind), KindHours::Whole))).collect()
    }
}

/// A row of a rota by the run's clock; it is there from 04:00 of its first day to 04:00 after its last.
fn block(row: &RotaRow, clock: &Clock) -> Block {
    let after = |day: jiff::civil::Date| day.checked_add(1.day()).unwrap_or(day);
    let on = (0..7u16).filter(|day| row.days[usize::from(*day)]);
    Block {
        station: row.station,
        kind: row.kind,
        shifts: on.map(|day| Duty { from: day * 1_440 + row.start, minutes: row.minutes }).collect(),
        vehicles: row.vehicles,
        answers: row.answers,
        terms: Terms {
            provider: row.provider,
            pence_per_hour: row.pence_per_hour,
            until: row.to.map_or(SimTime::NEVER, |day| begins(clock, after(day))),
        },
        from: row.from.map_or(SimTime(0), |day| begins(clock, day)),
    }
}
