//! The one integration binary: laws, theory, floors and pairing.
#![allow(clippy::unwrap_used, reason = "a test that unwraps fails where it should")]

mod ambsys;
mod analytic;
mod baseline;
mod bounds;
mod by_month;
mod bypass;
mod checkpoint;
mod crews;
mod crn;
mod departments;
mod desk_fits;
mod desks;
mod embedder;
mod emulator;
mod floors;
mod handover_rows;
mod laws;
mod live;
mod log;
mod matrix_files;
mod planround;
mod posts;
mod region_files;
mod region_operations;
mod replay;
mod road_network;
mod rules;
mod safety;
mod scale;
mod scenario_files;
mod search;
mod sources;
mod worlds;
