//! Known answers of queues in which an incident that finds no vehicle, or no room, is lost.

use super::facility::{FIRST_ICS, Tally, Traffic, decisions, holds, observe, one_group};
use crate::worlds::boundless;
use ambics::category::Category;
use ambics::dist::Shape;
use ambics::ids::{IncidentRow, VehicleId};
use ambics::policy::{Moment, Policies, QueueRule, View};
use ambics::units::SimDuration;
use std::sync::Arc;

/// Nobody who had to wait is ever served.
#[derive(Debug)]
pub struct NobodyWaits;

impl QueueRule for NobodyWaits {
    fn next(&self, _view: &View<'_>, _vehicle: VehicleId, _moment: Moment) -> Option<IncidentRow> {
        None
    }

    fn escalates_after(&self, _category: Category) -> Option<SimDuration> {
        None
    }
}

/// Room for one to wait: who comes when all are busy and one waits already is lost.
///
/// While all are busy nobody is sent, so the one with a seat is the first to come after the last assignment. If a vehicle
/// is available, the seat is free.
#[derive(Debug)]
struct OneSeat;

impl QueueRule for OneSeat {
    fn next(&self, view: &View<'_>, _vehicle: VehicleId, _moment: Moment) -> Option<IncidentRow> {
        if !view.available().is_empty() {
            return None;
        }
        let jobs = view.state.vehicles().iter().filter_map(|vehicle| vehicle.incident);
        let last_sent = jobs.map(|row| view.incident(row).assigned).max()?;
        let called = |row: &IncidentRow| view.incident(*row).called;
        // The list is longer by all who were lost; the latest stand at its end.
        let since =
            view.waiting().iter().rev().map(|waiting| waiting.row).take_while(|row| called(row) >= last_sent);
        since.min_by_key(called)
    }

    fn escalates_after(&self, _category: Category) -> Option<SimDuration> {
        None
    }
}

/// The shipped dispatch rule, and another queue rule.
pub fn with_queue(queue: Arc<dyn QueueRule>) -> Policies {
    Policies { queue, ..boundless().build() }
}

/// Probability that all `c` servers are busy at offered load `a`.
pub fn erlang_b(c: usize, a: f64) -> f64 {
    (1..=c).fold(1.0, |b, k| a * b / (k as f64 + a * b))
}

/// So many servers, an offered load and a shape of service; who finds all busy is lost.
fn loss(load: f64, servers: usize, shape: Shape, days: u32) -> Vec<Tally> {
    let traffic = Traffic {
        unit_s: 60.0,
        streams: &[(&FIRST_ICS, load)],
        categories: [0.0, 1.0, 0.0, 0.0, 0.0],
        service: 1.0,
        shape,
    };
    let world = traffic.world(days);
    let decisions = decisions(&world, &[servers, 0, 0], 0.0, with_queue(Arc::new(NobodyWaits)));
    observe(&traffic, &world, &decisions, 40, (1, one_group))
}

/// Offered loads of one percent loss, to the two decimals of the table.
///
/// # Source
/// Traffic tables of Erlang's loss formula, as published by many; here checked by its recursion.
#[test]
fn loads_of_one_percent_loss_are_those_of_the_tables() {
    for (servers, load) in [(10, 4.46), (20, 12.03), (50, 37.9), (100, 84.06)] {
        let (less, more) = (erlang_b(servers, load - 0.01), erlang_b(servers, load + 0.01));
        assert!(less < 0.01 && 0.01 < more, "{servers} servers: {less} to {more}");
    }
}

/// # Source
/// Erlang (1917): the loss formula.
#[test]
#[ignore = "long: make test-long"]
fn ten_servers_lose_one_percent_at_the_load_of_the_tables() {
    let tallies = loss(4.46, 10, Shape::Exponential, 60);
    holds("Erlang B, 10 servers at 4.46", erlang_b(10, 4.46), &tallies, |t| t.groups[0].loss());
}

/// The loss formula asks only for the mean of service: exponential, fixed and log-normal alike.
///
/// # Source
/// Sevastyanov (1957), *Theory of Probability and its Applications* 2(1), 104–112: M/G/c/c. B(10, 8) = 0.12166.
fn insensitive(name: &str, shape: Shape) {
    let tallies = loss(8.0, 10, shape, 10);
    holds(&format!("M/G/10/10 at 8, {name}"), 0.121_661_064, &tallies, |t| t.groups[0].loss());
}

#[test]
fn loss_with_exponential_service() {
    insensitive("exponential", Shape::Exponential);
}

#[test]
fn loss_with_fixed_service() {
    insensitive("fixed", Shape::Fixed);
}

#[test]
fn loss_with_lognormal_service() {
    insensitive("log-normal of cv 1.5", Shape::Lognormal { cv: 1.5 });
}

/// Three arrivals and, for each of two servers, four services in a unit of time; room for one to wait.
///
/// # Source
/// r-simmer, vignette on queueing systems, M/M/2/3: mean number in system 0.76234, share rejected 0.0493602.
#[test]
fn two_servers_and_one_seat() {
    let traffic = Traffic {
        unit_s: 60.0,
        streams: &[(&FIRST_ICS, 3.0)],
        categories: [0.0, 1.0, 0.0, 0.0, 0.0],
        service: 0.25,
        shape: Shape::Exponential,
    };
    let world = traffic.world(50);
    let decisions = decisions(&world, &[2, 0, 0], 0.0, with_queue(Arc::new(OneSeat)));
    let tallies = observe(&traffic, &world, &decisions, 40, (1, one_group));
    holds("M/M/2/3: share rejected", 0.049_360_2, &tallies, |t| t.groups[0].loss());
    holds("M/M/2/3: L", 0.762_34, &tallies, Tally::number_in_system);
}
