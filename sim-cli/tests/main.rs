//! The command as its users meet it: exit codes, what is printed, what is written.

#![allow(clippy::unwrap_used)]

mod exit_codes;
mod faults;
mod folder;
mod interrupt;
mod log;
mod page;
mod printed;
mod tables;
mod workplace;
