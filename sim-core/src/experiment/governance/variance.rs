//! Which numbers the difference of the arrangements comes of: Sobol shares by theme.

use super::draws::process;
use crate::governance::process::Workroom;
use crate::rng::Address;
use crate::scenario::{ArrangementStudy, Fixed, Theme};
use crate::stats::{SobolShare, sobol};
use rayon::prelude::*;

/// A theme and its share of the variance of live share less that of the first arrangement, by arrangement but the first.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeShare {
    /// What the numbers are about.
    pub theme: Theme,
    /// By arrangement but the first.
    pub arms: Vec<SobolShare>,
}

/// Differences to the first arrangement on two samples of belief and luck, and on the first with one theme of the second.
struct Row {
    a: Vec<f64>,
    b: Vec<f64>,
    mixed: Vec<Vec<f64>>,
}

/// The shares of each theme at the middle number of team hours, from so many pairs of draws; none without draws or with
/// one arrangement alone.
///
/// The first sample is the study's own draws, the second those that follow them.
#[must_use]
pub fn variance(study: &ArrangementStudy, draws: u32) -> Vec<ThemeShare> {
    let arms = study.arrangements.len();
    if draws < 2 || arms < 2 {
        return Vec::new();
    }
    let rows: Vec<Row> = (0..draws)
        .into_par_iter()
        .map_init(Workroom::default, |room, k| row(study, (k, draws), room))
        .collect();
    let share = |(at, theme): (usize, Theme)| {
        let arm = |arm: usize| {
            let column = |of: &dyn Fn(&Row) -> f64| rows.iter().map(of).collect::<Vec<f64>>();
            let (a, b) = (column(&|row| row.a[arm]), column(&|row| row.b[arm]));
            sobol(&a, &b, &column(&|row| row.mixed[at][arm]))
        };
        ThemeShare { theme, arms: (0..arms - 1).map(arm).collect() }
    };
    Theme::ALL.into_iter().enumerate().map(share).collect()
}

fn row(study: &ArrangementStudy, (k, draws): (u32, u32), room: &mut Workroom) -> Row {
    let [own, other] = [k, k + study.draws.max(draws)].map(|draw| Address::new(study.seed, draw));
    let mut differences = |belief: (&Address, Fixed<'_>), luck: &Address| {
        let discipline = study.discipline.build();
        let (benefits, residents) = study.weights();
        let hours = study.team_hours[study.team_hours.len() / 2];
        let believed = study.believed(belief.0, belief.1);
        let ground = (&believed.numbers, believed.members.as_slice());
        let share = |design| {
            let course = process(study, ground, design, (hours, &*discipline)).run(luck, room);
            course.live_share(&benefits, &residents, study.horizon_days)
        };
        let live: Vec<f64> = believed.designs.iter().map(share).collect();
        live[1..].iter().map(|own| own - live[0]).collect::<Vec<f64>>()
    };
    let a = differences((&own, Fixed::Nothing), &own);
    let b = differences((&other, Fixed::Nothing), &other);
    let mixed = Theme::ALL.map(|theme| match theme {
        Theme::Chance => differences((&own, Fixed::Nothing), &other),
        theme => differences((&own, Fixed::Mixed { theme, other: &other }), &own),
    });
    Row { a, b, mixed: mixed.into() }
}
