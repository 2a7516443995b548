//! Prevention and alternatives: what interventions do to incidents, by marks of their own.
//!
//! An intervention acts in five ways: on whether an incident happens at all, whether it ends by telephone, who answers it
//! (a [`Team`], or kinds of vehicle of their own, [`crate::vehicle_kind`]), whether its patient is conveyed, and how long a job takes. The
//! first takes incidents off the tape before the engine sees them; the others are effects that the engine asks for.

mod bought;
mod circle;
mod cohort;
mod credit;
mod evidence;
mod intervention;
mod kernel;
mod months;
mod programme;
mod targeting;
mod team;
mod thin;

pub use bought::{Bought, MONTHS, Priced, monthly_force, shared_out};
pub use circle::{Circle, pressure};
pub use cohort::{Cohort, PARTS};
pub use credit::{MOST, credit};
pub use evidence::{Evidence, Ranged, transfer};
pub use intervention::{Acts, Cost, Intervention};
pub use kernel::Kernel;
pub use months::{Budget, Month, Surroundings, months};
pub use programme::{Drawn, Item, Live, Programme, QUINTILES, Spot};
pub use targeting::{DataSharing, Offer, Targeting};
pub use team::{DrawnTeam, Team, TeamHours};
pub use thin::{Tally, Thinning};

/// Share of a system's incidents that no programme was seen to prevent within three years: beyond it a warning stands.
pub const PLAUSIBLE: f64 = 0.10;
