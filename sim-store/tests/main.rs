//! The store against kills, faults, damage, crowds and strange folders.

#![allow(clippy::unwrap_used, reason = "a test may panic, and helpers of tests are tests")]

mod bench;
mod child;
mod crowd;
mod damage;
mod faults;
mod folders;
mod kills;
mod laws;
mod merge;
mod real_limits;
