//! Ambulance demand and operations for England's 11 ambulance services across the 42 Integrated Care
//! Systems: what do the residents of these systems experience if demand, fleet and governance are arranged
//! like this?

pub mod allocation;
pub mod ambsys;
pub mod calendar;
pub mod category;
pub mod condition;
pub mod dist;
pub mod engine;
pub mod experiment;
pub mod governance;
pub mod ids;
pub mod methods;
pub mod outcome;
pub mod patient;
pub mod policy;
pub mod prevention;
pub mod problem;
pub mod region;
pub mod rng;
pub mod scenario;
pub mod state;
pub mod stats;
pub mod tape;
pub mod trace;
pub mod units;
pub mod vehicle_kind;
pub mod world;

pub use rng::{Address, Purpose};
pub use scenario::{Edit, Scenario, Study};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
