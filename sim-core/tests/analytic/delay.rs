//! Known answers of queues in which everyone is served, first come first served: M/M/c.

use super::erlang_c;
use super::facility::{FIRST_ICS, Tally, Traffic, decisions, holds, observe, one_group};
use crate::worlds::boundless;
use ambics::dist::Shape;
use ambics::stats::Estimate;

const C2_ONLY: [f64; 5] = [0.0, 1.0, 0.0, 0.0, 0.0];

/// One queue before so many servers.
fn queue(traffic: &Traffic, servers: usize, days: u32, replicate: u32) -> Vec<Tally> {
    let world = traffic.world(days);
    let decisions = decisions(&world, &[servers, 0, 0], 0.0, boundless().build());
    observe(traffic, &world, &decisions, replicate, (1, one_group))
}

/// Six patients an hour, three servers of three an hour each.
///
/// # Source
/// Gross and Harris, *Fundamentals of Queueing Theory*, p. 72, a clinic: p0 = 1/9, Lq = 0.88889, L = 2.88889,
/// Wq = 0.148148 h, W = 0.481481 h (28.889 minutes).
#[test]
fn the_clinic_of_gross_and_harris() {
    let traffic = Traffic {
        unit_s: 3600.0,
        streams: &[(&FIRST_ICS, 6.0)],
        categories: C2_ONLY,
        service: 1.0 / 3.0,
        shape: Shape::Exponential,
    };
    let tallies = queue(&traffic, 3, 1400, 40);
    holds("clinic: Wq, h", 0.148_148_148, &tallies, |t| t.wait(&t.groups[0]));
    holds("clinic: W, h", 0.481_481_481, &tallies, |t| t.in_system(&t.groups[0]));
    holds("clinic: Lq", 0.888_888_889, &tallies, Tally::number_waiting);
    holds("clinic: L", 2.888_888_889, &tallies, Tally::number_in_system);
    holds("clinic: P(wait)", erlang_c(3, 2.0), &tallies, |t| t.groups[0].delayed());
}

/// A bank: 0.2 customers a minute, service of ten minutes, three or four servers.
///
/// # Source
/// Wq by Erlang C as given with the tutorial of Ciw 3.2.7 (`docs/Tutorial/GettingStarted/part_4.rst`): 4.4444 and
/// 0.86957 minutes. Its own ten trials of a day each give 5.626, 27% above.
fn bank(servers: usize, wait_minutes: f64, replicate: u32) {
    let traffic = Traffic {
        unit_s: 60.0,
        streams: &[(&FIRST_ICS, 0.2)],
        categories: C2_ONLY,
        service: 10.0,
        shape: Shape::Exponential,
    };
    let tallies = queue(&traffic, servers, 700, replicate);
    holds(&format!("bank of {servers}: Wq, min"), wait_minutes, &tallies, |t| t.wait(&t.groups[0]));
}

#[test]
fn the_bank_of_ciw_with_three_servers() {
    bank(3, 4.444_444_444, 40);
}

#[test]
fn the_bank_of_ciw_with_four_servers() {
    bank(4, 0.869_565_217, 60);
}

/// The interval routine on ten printed values.
///
/// # Source
/// Ciw 3.2.7, tutorial part 4: mean waits of ten trials with three servers; half-width of their 95% t interval.
#[test]
fn the_interval_of_ten_trials_is_students() {
    let trials = [3.9195, 4.34163, 4.61779, 5.33537, 5.06224, 2.90274, 4.93209, 17.95093, 4.06136, 3.14126];
    let estimate = Estimate::of(&trials).unwrap();
    assert!((estimate.mean - 5.626_49).abs() < 1e-5, "{}", estimate.mean);
    assert!((estimate.half_width.unwrap() - 3.149_052_3).abs() < 1e-6);
}
