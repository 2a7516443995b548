//! The command as its users meet it: exit codes, what is printed, what is written.

#![allow(clippy::unwrap_used)]

mod allocate;
mod ambsys;
mod backtest;
mod circle;
mod emulate;
mod ensemble;
mod exit_codes;
mod faults;
mod folder;
mod governance;
mod governance_docs;
mod governance_wait;
mod import;
mod interrupt;
mod log;
mod pack;
mod page;
mod planround;
mod precise;
mod prevention;
mod printed;
mod recipes;
mod replay;
mod required;
mod rota;
mod scorecard;
mod seeds;
mod seek;
mod sweep;
mod tables;
mod workplace;
