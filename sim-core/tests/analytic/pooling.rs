//! Known answers of pooling: the same vehicles in two queues, and in one.

use super::erlang_c;
use super::facility::{FIRST_ICS, SECOND_ICS, Tally, Traffic, by_ics, decisions, holds, observe};
use crate::worlds::boundless;
use ambics::dist::Shape;

const LOADS: [f64; 2] = [3.0, 5.0];
const VEHICLES: [usize; 2] = [5, 7];

/// Two ICSs with the shipped rules: apart behind a ring fence of 1, together without one.
fn two_systems(ring_fence: f64) -> Vec<Tally> {
    let traffic = Traffic {
        unit_s: 60.0,
        streams: &[(&FIRST_ICS, LOADS[0]), (&SECOND_ICS, LOADS[1])],
        categories: [0.0, 1.0, 0.0, 0.0, 0.0],
        service: 1.0,
        shape: Shape::Exponential,
    };
    let world = traffic.world(14);
    let decisions = decisions(&world, &[2, 3, VEHICLES[1]], ring_fence, boundless().build());
    observe(&traffic, &world, &decisions, 40, (2, by_ics))
}

/// # Source
/// Erlang C with 5 vehicles at a load of 3 and 7 at 5.
#[test]
fn apart_they_are_two_queues() {
    let tallies = two_systems(1.0);
    for ics in 0..2 {
        let (servers, load) = (VEHICLES[ics], LOADS[ics]);
        let name = format!("apart, {servers} vehicles at {load}: P(wait)");
        holds(&name, erlang_c(servers, load), &tallies, |t| t.groups[ics].delayed());
    }
}

/// # Source
/// Erlang C with 12 vehicles at a load of 8.
#[test]
fn pooled_they_are_one_queue() {
    let tallies = two_systems(0.0);
    holds("pooled, 12 vehicles at 8: P(wait)", erlang_c(12, 8.0), &tallies, |t| t.all().delayed());
}
