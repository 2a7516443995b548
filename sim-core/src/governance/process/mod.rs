//! Who holds the relationship: engagement work from its first hour to go-live dates, event-ordered in days.
//!
//! A model of its own on the calendar that the ambulances use: no vehicle is in it. An intervention that is wanted in
//! each ICS of an ambulance trust is a [`Proposal`]; an arrangement makes packages of it, and each package goes through
//! scope, data agreement, decision, tailoring and mobilisation, by teams of finite hours and at forums that meet. What
//! comes out is a go-live date and a local fit for each proposal and ICS ([`Course`]). Dispatch is trust-wide in every
//! arrangement: nothing here moves a vehicle.
//!
//! Luck is addressed by (draw, proposal, ICS, stage), so that an arrangement never disturbs another's.

mod approval;
mod bill;
mod course;
mod decisions;
mod design;
mod discipline;
mod fit;
mod forum;
mod luck;
mod member;
mod numbers;
mod partner;
mod pitch;
mod plan;
mod power;
mod pressure;
mod relationship;
mod run;
mod set_up;
mod shock;
mod stages;
mod team;

pub use approval::{chance_of_approval, score};
pub use bill::{Bill, effort_under_shared_risk};
pub use course::{Course, Pair};
pub use design::{DecidedBy, Design, Grouping, Local, Members, Reference, Votes};
pub use discipline::{
    BenefitFirst, Discipline, DisciplineConfig, EquityFirst, Fifo, FinishFirst, RoundRobin, Waiting,
};
pub use fit::{distance, fit};
pub use forum::{ForumKind, Meetings};
pub use member::{Member, PROFILE, Proposal};
pub use numbers::{Number, Numbers};
pub use partner::{Partner, PartnerKind};
pub use pitch::Pitch;
pub use power::{power, risk_share_variance};
pub use pressure::Pressure;
pub use run::{Process, Workroom};
pub use shock::{Shock, Whom};
