use crate::engine::Stop;
use crate::governance::process::{Course, Design, Discipline, Member, Numbers, Process, Workroom};
use crate::rng::Address;
use crate::scenario::{ArrangementStudy, Fixed};
use rayon::prelude::*;

/// The process of a study for one belief.
pub(super) fn process<'a>(
    study: &'a ArrangementStudy,
    (numbers, members): (&'a Numbers, &'a [Member]),
    design: &'a Design,
    (team_hours, discipline): (f64, &'a dyn Discipline),
) -> Process<'a> {
    Process {
        members,
        proposals: &study.proposals,
        numbers,
        design,
        team_hours,
        discipline,
        work_in_progress: study.work_in_progress,
        meetings: &study.meetings,
        shocks: &study.shocks,
        pressure: &study.pressure,
        override_after: study.override_after,
        horizon_days: study.horizon_days,
    }
}

/// Every draw: its courses by number of team hours, then by arrangement; none in draws after a stop.
pub(super) fn courses(study: &ArrangementStudy, stop: &Stop) -> Vec<Vec<Course>> {
    let discipline = study.discipline.build();
    let one = |room: &mut Workroom, draw: u32| -> Vec<Course> {
        if stop.asked() {
            return Vec::new();
        }
        let address = Address::new(study.seed, draw);
        let believed = study.believed(&address, Fixed::Nothing);
        let ground = (&believed.numbers, believed.members.as_slice());
        let arms = || believed.designs.iter();
        let all = study.team_hours.iter().flat_map(|hours| arms().map(move |design| (*hours, design)));
        all.map(|(hours, design)| process(study, ground, design, (hours, &*discipline)).run(&address, room))
            .collect()
    };
    (0..study.draws).into_par_iter().map_init(Workroom::default, one).collect()
}
