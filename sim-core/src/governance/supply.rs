use super::abstraction::Abstraction;
use super::fleet::Duty;
use super::kinds::{KindHours, Responder};
use super::terms::Terms;
use crate::category::Categories;
use crate::ids::StationId;
use crate::units::SimTime;
use crate::vehicle_kind::VehicleKind;

/// A row of a rota: some vehicles at a station on the same shifts.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Where they stand.
    pub station: StationId,
    /// Their kind.
    pub kind: VehicleKind,
    /// The shifts of a week.
    pub shifts: Vec<Duty>,
    /// How many vehicles.
    pub vehicles: u16,
    /// The categories that the crews may be sent to.
    pub answers: Categories,
    /// On whose terms.
    pub terms: Terms,
    /// From when.
    pub from: SimTime,
}

/// What stands beside the generated pattern of ambulances, or in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    /// Hours of the kinds that treat alone.
    pub kinds: Vec<(VehicleKind, KindHours)>,
    /// Community first responders.
    pub responders: Vec<Responder>,
    /// The rota that replaces the generated pattern of each kind that it holds, and that of ambulances.
    pub rota: Option<Vec<Block>>,
    /// Blocks on top.
    pub extra: Vec<Block>,
    /// How planned shifts are lost; `None`: hours are hours produced.
    pub abstraction: Option<Abstraction>,
    /// Planned hours for each hour to be produced.
    pub gross_up: f64,
}

impl Supply {
    /// Nothing beside the pattern of ambulances.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            kinds: Vec::new(),
            responders: Vec::new(),
            rota: None,
            extra: Vec::new(),
            abstraction: None,
            gross_up: 1.0,
        }
    }

    /// The hours that the generated pattern plans.
    #[must_use]
    pub fn planned(&self, produced: u32) -> u32 {
        (f64::from(produced) * self.gross_up).round() as u32
    }
}
