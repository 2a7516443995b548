//! Who gets what: known answers and laws of each method.

mod chain;
mod equity;
mod game;
mod hypercube;
mod location;
mod portfolio;
mod queue;
mod ranking;
mod simulated;
