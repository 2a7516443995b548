//! Known answers of mutual aid: two trusts, each with its vehicles, that help when they can spare some; who finds
//! nobody is lost.

use super::facility::{FIRST_ICS, SECOND_ICS, Tally, Traffic, by_ics, decisions, holds, observe, quarter_of};
use super::loss::{NobodyWaits, with_queue};
use crate::worlds::part_in_two;
use ambics::category::{Categories, Category};
use ambics::dist::Shape;
use ambics::governance::{AidConfig, AidTerms};
use ambics::policy::{Dispatch, Need, Policies, Sends, View};
use ambics::state::Incident;
use ambics::units::{SimDuration, WEEK_MS};
use std::sync::Arc;

/// An own vehicle if there is one; else one of the other trust, if that has at least so many available.
#[derive(Debug)]
struct Spares(usize);

impl Dispatch for Spares {
    fn choose(&self, view: &View<'_>, incident: &Incident, _need: &Need) -> Sends {
        let of = |own: bool| {
            view.available().iter().copied().filter(move |id| (view.patch(*id) == incident.patch) == own)
        };
        let lent = || of(false).min().filter(|_| of(false).count() >= self.0);
        of(true).min().or_else(lent).map_or(Sends::none(), Sends::one)
    }
}

/// Loads of 3 and 5 in two ICSs with 4 and 6 vehicles; a ring fence of 1 parts them.
fn two_trusts(ring_fence: f64, rules: Policies, replicate: u32) -> Vec<Tally> {
    let traffic = Traffic {
        unit_s: 60.0,
        streams: &[(&FIRST_ICS, 3.0), (&SECOND_ICS, 5.0)],
        categories: [0.0, 1.0, 0.0, 0.0, 0.0],
        service: 1.0,
        shape: Shape::Exponential,
    };
    let world = traffic.world(20);
    let decisions = decisions(&world, &[2, 2, 6], ring_fence, rules);
    observe(&traffic, &world, &decisions, replicate, (2, by_ics))
}

/// # Source
/// The stationary distribution of the chain on the numbers busy in both trusts, solved exactly; without aid and with
/// r = 1 it is Erlang's loss formula, B(4, 3), B(6, 5) and B(10, 8).
fn loses(what: &str, known: [f64; 2], tallies: &[Tally]) {
    for (trust, known) in known.into_iter().enumerate() {
        let name = format!("mutual aid, {what}: loss of trust {}", trust + 1);
        holds(&name, known, tallies, |t| t.groups[trust].loss());
    }
}

fn lending(least: usize) -> Policies {
    Policies { dispatch: Arc::new(Spares(least)), ..with_queue(Arc::new(NobodyWaits)) }
}

/// The shipped dispatch rule behind a ring fence.
#[test]
fn no_aid_is_two_loss_queues() {
    let tallies = two_trusts(1.0, with_queue(Arc::new(NobodyWaits)), quarter_of(40));
    loses("none", [0.206_106_870, 0.191_847_259], &tallies);
}

#[test]
fn aid_from_three_available() {
    loses("r = 3", [0.162_326_260, 0.174_573_185], &two_trusts(0.0, lending(3), quarter_of(40)));
}

#[test]
fn aid_from_two_available() {
    loses("r = 2", [0.139_500_323, 0.150_148_005], &two_trusts(0.0, lending(2), quarter_of(40)));
}

/// The shipped dispatch rule without a ring fence; to lend the last vehicle too loses the very same incidents.
#[test]
fn aid_from_one_available_is_one_fleet() {
    let tallies = two_trusts(0.0, with_queue(Arc::new(NobodyWaits)), quarter_of(40));
    loses("r = 1", [0.121_661_064, 0.121_661_064], &tallies);
    let lost = |tallies: &[Tally]| -> Vec<[u64; 2]> {
        tallies.iter().take(4).map(|t| [t.groups[0].lost, t.groups[1].lost]).collect()
    };
    assert_eq!(lost(&two_trusts(0.0, lending(1), 4)), lost(&tallies));
}

/// The same loads and vehicles in two services that have an agreement: the shipped rules lend, own vehicles first.
fn agreed(least: u32) -> Vec<Tally> {
    let traffic = Traffic {
        unit_s: 60.0,
        streams: &[(&FIRST_ICS, 3.0), (&SECOND_ICS, 5.0)],
        categories: [0.0, 1.0, 0.0, 0.0, 0.0],
        service: 1.0,
        shape: Shape::Exponential,
    };
    let mut world = traffic.world(20);
    let services = part_in_two(&mut world);
    let mut decisions = decisions(&world, &[2, 2, 6], 0.0, with_queue(Arc::new(NobodyWaits)));
    let terms = AidTerms {
        border: Categories::NONE,
        gain: SimDuration(60_000),
        reach: SimDuration(60_000),
        surge: Categories::of(&[Category::C2]),
        surge_waiting: 0,
        // Whoever waits is lost: no later look offers them a vehicle.
        review_every: SimDuration(10 * WEEK_MS),
        lend_if_idle: least,
        cap_per_hour: u32::MAX,
        route_calls_after: None,
    };
    let aid = AidConfig { services: services.to_vec(), terms };
    decisions.agree(vec![aid.agreement(&world.components[0])]);
    observe(&traffic, &world, &decisions, quarter_of(40), (2, by_ics))
}

#[test]
fn an_agreement_that_lends_from_three_idle_is_the_chain() {
    loses("agreement, r = 3", [0.162_326_260, 0.174_573_185], &agreed(3));
}

#[test]
fn an_agreement_that_lends_from_two_idle_is_the_chain() {
    loses("agreement, r = 2", [0.139_500_323, 0.150_148_005], &agreed(2));
}

#[test]
fn an_agreement_that_lends_the_last_vehicle_is_one_fleet() {
    loses("agreement, r = 1", [0.121_661_064, 0.121_661_064], &agreed(1));
}

#[test]
fn an_agreement_that_never_has_enough_idle_is_none() {
    loses("agreement, r = 11", [0.206_106_870, 0.191_847_259], &agreed(11));
}
