//! Queues with a published answer, run by the engine: incidents come in Poisson streams, vehicles are the servers.
//!
//! All of them run on the one seed of this file's tests; none was chosen for a case.

use super::replications;
use crate::worlds::{around_the_clock, as_a_queue, run};
use ambics::category::Ending;
use ambics::dist::Shape;
use ambics::engine::{Fact, Observer};
use ambics::governance::{BorderConfig, ComponentDecisions, Decisions};
use ambics::policy::Policies;
use ambics::prevention::Programme;
use ambics::state::Incident;
use ambics::stats::Estimate;
use ambics::units::{SimTime, WEEK_MS};
use ambics::world::{StageTable, World};

/// Areas of the tiny region in its first ICS; the other five lie in its second.
pub const FIRST_ICS: [usize; 7] = [0, 1, 2, 3, 4, 5, 6];
/// Areas of the tiny region in its second ICS.
pub const SECOND_ICS: [usize; 5] = [7, 8, 9, 10, 11];

/// What arrives, in the unit of time of its source.
pub struct Traffic<'a> {
    /// Length of the unit, seconds.
    pub unit_s: f64,
    /// Areas, each with the same part of the stream, and incidents in a unit of time.
    pub streams: &'a [(&'a [usize], f64)],
    /// Shares of the categories C1, C2, C3, C4, Other.
    pub categories: [f64; 5],
    /// Mean service, units.
    pub service: f64,
    /// Its shape.
    pub shape: Shape,
}

impl Traffic<'_> {
    /// Incidents in a unit of time.
    pub fn rate(&self) -> f64 {
        self.streams.iter().map(|(_, rate)| rate).sum()
    }

    /// The world of this traffic: no drive, and no stage but the time on scene.
    pub fn world(&self, days: u32) -> World {
        let units_a_week = WEEK_MS as f64 / 1000.0 / self.unit_s;
        let mut world = as_a_queue(days, self.rate() * units_a_week, self.service * self.unit_s, self.shape);
        let places = &world.components[0].places;
        assert!((0..places.n_own).all(|p| places.area[p].index() == p), "a place is its area's row");
        let identified = StageTable::new(0.0, Shape::Fixed);
        world.components[0].stages.c1_identified.fill(identified);
        let demand = &mut world.demand;
        demand.areas.iter_mut().for_each(|area| area.resident_weight = 0.0);
        for (areas, rate) in self.streams {
            let share = rate / self.rate() / areas.len() as f64;
            areas.iter().for_each(|area| demand.areas[*area].resident_weight += share);
        }
        let mut sum = 0.0;
        let rising = self.categories.map(|share| {
            sum += share;
            if sum > 1.0 - 1e-9 { 1.0 } else { sum }
        });
        demand.services[0].category_cumulative = rising;
        world
    }
}

/// Vehicles at the three stations (two in the first ICS, one in the second), a ring fence between the two, and rules.
pub fn decisions(world: &World, at_each: &[usize; 3], ring_fence: f64, policies: Policies) -> Decisions {
    let component = &world.components[0];
    let fleet = around_the_clock(component, at_each);
    let borders = vec![(SimTime(0), BorderConfig { ring_fence }.table(component))];
    Decisions {
        components: vec![ComponentDecisions { fleet, borders, programme: Programme::default() }],
        policies,
    }
}

/// What came of the incidents of one group that were called in the window.
#[derive(Clone, Default)]
pub struct Group {
    pub called: u64,
    pub served: u64,
    pub waited: u64,
    pub lost: u64,
    pub wait_ms: i64,
    pub in_system_ms: i64,
}

impl Group {
    /// Share of the incidents served that waited.
    pub fn delayed(&self) -> f64 {
        self.waited as f64 / self.served as f64
    }

    /// Share of the incidents called that were never served.
    pub fn loss(&self) -> f64 {
        self.lost as f64 / self.called as f64
    }
}

/// What one replication showed.
pub struct Tally {
    group_of: fn(&Incident) -> usize,
    window: (SimTime, SimTime),
    unit_ms: f64,
    /// By group of incidents.
    pub groups: Vec<Group>,
    /// Time on jobs within the window, by vehicle.
    busy_ms: Vec<i64>,
    /// Incidents served, by vehicle and place.
    pub served_by: Vec<[u64; 12]>,
}

impl Tally {
    fn holds(&self, at: SimTime) -> bool {
        self.window.0 <= at && at < self.window.1
    }

    /// All groups together.
    pub fn all(&self) -> Group {
        self.groups.iter().fold(Group::default(), |sum, group| Group {
            called: sum.called + group.called,
            served: sum.served + group.served,
            waited: sum.waited + group.waited,
            lost: sum.lost + group.lost,
            wait_ms: sum.wait_ms + group.wait_ms,
            in_system_ms: sum.in_system_ms + group.in_system_ms,
        })
    }

    /// Mean wait of a group, units of time.
    pub fn wait(&self, group: &Group) -> f64 {
        group.wait_ms as f64 / group.served as f64 / self.unit_ms
    }

    /// Mean time from call to end of a group, units of time.
    pub fn in_system(&self, group: &Group) -> f64 {
        group.in_system_ms as f64 / group.served as f64 / self.unit_ms
    }

    /// Mean number of incidents that wait or are served.
    pub fn number_in_system(&self) -> f64 {
        self.all().in_system_ms as f64 / (self.window.1 - self.window.0).0 as f64
    }

    /// Mean number of incidents that wait.
    pub fn number_waiting(&self) -> f64 {
        self.all().wait_ms as f64 / (self.window.1 - self.window.0).0 as f64
    }

    /// Share of the window in which a vehicle is on a job.
    pub fn workload(&self, vehicle: usize) -> f64 {
        self.busy_ms[vehicle] as f64 / (self.window.1 - self.window.0).0 as f64
    }
}

impl Observer for Tally {
    fn see(&mut self, fact: &Fact<'_>) {
        match *fact {
            Fact::Called { incident } if self.holds(incident.called) => {
                self.groups[(self.group_of)(incident)].called += 1;
            }
            Fact::Ended { incident, at, .. } if self.holds(incident.called) => {
                let group = &mut self.groups[(self.group_of)(incident)];
                let wait = (incident.assigned - incident.called).0;
                group.served += 1;
                group.waited += u64::from(wait > 0);
                group.wait_ms += wait;
                group.in_system_ms += (at - incident.called).0;
                let lead = incident.lead.unwrap().index();
                self.served_by[lead][incident.place as usize] += 1;
            }
            Fact::LeftOpen { incident, ending: Ending::Open } if self.holds(incident.called) => {
                self.groups[(self.group_of)(incident)].lost += 1;
            }
            Fact::Status { vehicle, status, from, until, .. } if status.is_busy() => {
                let (begins, ends) = (from.max(self.window.0), until.min(self.window.1));
                self.busy_ms[vehicle.index()] += (ends.0 - begins.0).max(0);
            }
            _ => {}
        }
    }
}

/// So many replications; incidents are told apart by group.
pub fn observe(
    traffic: &Traffic<'_>,
    world: &World,
    decisions: &Decisions,
    replicate: u32,
    (groups, group_of): (usize, fn(&Incident) -> usize),
) -> Vec<Tally> {
    let vehicles = decisions.components[0].fleet.vehicles.len();
    replications(replicate, |address| {
        let mut tally = Tally {
            group_of,
            window: world.clock.window(),
            unit_ms: traffic.unit_s * 1000.0,
            groups: vec![Group::default(); groups],
            busy_ms: vec![0; vehicles],
            served_by: vec![[0; 12]; vehicles],
        };
        run(world, 0, decisions, address, &mut tally);
        let all = tally.all();
        assert_eq!(all.called, all.served + all.lost, "each is served or lost by the horizon");
        tally
    })
}

/// So many replications in `make test-long`, and a quarter of them else: enough for an interval of 1%, not for the tables of docs.
pub fn quarter_of(full: u32) -> u32 {
    if std::env::var_os("AMBICS_LONG").is_some_and(|own| own == "1") { full } else { full.div_ceil(4) }
}

/// All incidents in one group.
pub fn one_group(_incident: &Incident) -> usize {
    0
}

/// Groups by ICS.
pub fn by_ics(incident: &Incident) -> usize {
    usize::from(incident.patch)
}

/// Whether the simulated 95% interval, at most 1% of the known answer to either side, holds it; how far off it is in
/// standard errors.
fn interval(what: &str, known: f64, values: &[f64]) -> (bool, f64) {
    let estimate = Estimate::of(values).unwrap();
    let (sd, half) = (estimate.sd.unwrap(), estimate.half_width.unwrap());
    let z = (estimate.mean - known) / (sd / (values.len() as f64).sqrt());
    println!("| {what} | {known:.5} | {:.5} ± {half:.5} | {z:.2} |", estimate.mean);
    assert!(half <= 0.01 * known, "{what}: a half-width of {half} is over 1% of {known}");
    ((estimate.mean - known).abs() <= half, z)
}

/// The known answer lies in the simulated 95% interval, whose half-width is at most 1% of it.
pub fn holds(what: &str, known: f64, tallies: &[Tally], figure: impl Fn(&Tally) -> f64) {
    let (inside, z) = interval(what, known, &tallies.iter().map(figure).collect::<Vec<f64>>());
    assert!(inside, "{what}: {known} lies outside the interval, z = {z}");
}

/// The same for an interval that misses by chance on this seed, as one in twenty does: within 3 standard errors.
pub fn nearly_holds(what: &str, known: f64, tallies: &[Tally], figure: impl Fn(&Tally) -> f64) {
    let (_, z) = interval(what, known, &tallies.iter().map(figure).collect::<Vec<f64>>());
    assert!(z.abs() < 3.0, "{what}: {known} lies beyond 3 standard errors, z = {z}");
}
