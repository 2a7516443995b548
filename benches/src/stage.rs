use ambics::engine::{Engine, Observer, Stop};
use ambics::governance::Decisions;
use ambics::ids::AreaId;
use ambics::outcome::{Levels, Measures, Recorder, Records, measure};
use ambics::scenario::{Edit, Scenario};
use ambics::state::State;
use ambics::tape::{Tape, record};
use ambics::world::World;
use ambics::{Address, engine::Advance};

/// A shipped scenario compiled, with its tapes and every component's state one week in: queues are what they will be.
#[derive(Debug)]
pub struct Stage {
    scenario: Scenario,
    levels: Levels,
    pub(crate) n_patches: usize,
    /// What is given.
    pub world: World,
    pub(crate) decisions: Decisions,
    address: Address,
    pub(crate) warm: Vec<State>,
    pub(crate) tapes: Vec<Tape>,
}

impl Stage {
    /// A shipped scenario, ready for its second week.
    ///
    /// # Panics
    /// If no scenario of that name ships.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let scenario = Scenario::embedded(name).expect("the scenario ships");
        let scenario = scenario.with(&[Edit::new("run.days", 12)]).expect("twelve days are a sound window");
        let world = scenario.world();
        let decisions = scenario.decisions(&world);
        let mut stage = Self {
            levels: Levels::new(scenario.region(), &scenario.world_plan().areas),
            n_patches: scenario.region().patches().len(),
            scenario,
            decisions,
            address: Address::new(1, 0),
            warm: Vec::new(),
            tapes: Vec::new(),
            world,
        };
        for component in 0..stage.world.components.len() {
            let first = stage.tape(component, 0);
            stage.warm.push(stage.go(&stage.decisions, component, (&first, State::new()), &mut ()));
            stage.tapes.push(stage.tape(component, 1));
        }
        stage
    }

    /// The areas of a component that have demand.
    #[must_use]
    pub fn areas(&self, component: usize) -> &[AreaId] {
        let places = &self.world.components[component].places;
        &places.area[..places.n_own]
    }

    /// The tape of a component in a week of the run.
    #[must_use]
    pub fn tape(&self, component: usize, week: usize) -> Tape {
        let week = &self.world.clock.weeks()[week];
        record(&self.world.demand, &self.world.clock, &self.address, week, self.areas(component))
    }

    /// Incidents of the second week.
    #[must_use]
    pub fn incidents(&self) -> u64 {
        self.tapes.iter().map(|tape| tape.rows.len() as u64).sum()
    }

    /// Runs the second week of every component, one after the other, on ready tapes or on tapes recorded anew.
    #[must_use]
    pub fn week(&self, anew: bool) -> Vec<Records> {
        let one = |component: usize| {
            let fleet = &self.decisions.components[component].fleet;
            let mut recorder = Recorder::new(&self.world, component, fleet, self.n_patches, false);
            if anew {
                self.run(&self.decisions, component, &self.tape(component, 1), &mut recorder);
            } else {
                self.run(&self.decisions, component, &self.tapes[component], &mut recorder);
            }
            recorder.finish()
        };
        (0..self.world.components.len()).map(one).collect()
    }

    /// Takes all measures of what a week gave.
    #[must_use]
    pub fn measure(&self, records: &Records) -> Measures {
        let plan = self.scenario.world_plan();
        measure(records, self.scenario.region(), &self.levels, &plan.areas, (plan.start, plan.days))
    }

    /// Runs the second week of a component under some decisions; gives the state in which it ends.
    pub(crate) fn run(
        &self,
        decisions: &Decisions,
        component: usize,
        tape: &Tape,
        observer: &mut impl Observer,
    ) -> State {
        self.go(decisions, component, (tape, self.warm[component].clone()), observer)
    }

    fn go(
        &self,
        decisions: &Decisions,
        component: usize,
        (tape, from): (&Tape, State),
        observer: &mut impl Observer,
    ) -> State {
        let mut engine = Engine::new(&self.world, component, decisions, self.address, from);
        let reached = engine.advance(tape, self.world.clock.horizon(), observer, &Stop::new());
        assert_eq!(reached, Advance::Reached, "nobody asks for a stop");
        engine.close(observer);
        engine.into_state()
    }
}
