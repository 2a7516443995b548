//! What a sum of money buys: offers alone and together, by what each did in runs, and run again on fresh tapes.

use super::ask::{AllocationQuestion, FRESH, fault, price, without_uplift};
use super::ground::places;
use super::lines::Roster;
use super::objective::{Objective, Watched, is_better};
use super::offers::Offer;
use super::outcome::{Judge, Outcome};
use super::problem::Place;
use super::surface::Surface;
use super::trials::own_waits;
use crate::experiment::{Experiment, RunOptions, run};
use crate::problem::{Problem, Problems};
use crate::scenario::{Edit, Scenario};

/// Mixes up to which every one is looked at.
const MOST_MIXES: usize = 1_000_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct PortfolioQuestion {
    /// What can be bought.
    pub offers: Vec<Offer>,
    /// Pounds a week.
    pub pounds: f64,
    /// What is made small.
    pub objective: Objective,
    /// Of which response.
    pub watched: Watched,
    /// By how much of its present wait a place may become worse.
    pub safeguard: Option<f64>,
    /// Replications of the runs of single offers.
    pub screening: u32,
}

impl PortfolioQuestion {
    /// What is made small, of what and within which safeguard are those of a question of allocation.
    #[must_use]
    pub fn of(question: &AllocationQuestion, offers: Vec<Offer>, pounds: f64) -> Self {
        let AllocationQuestion { objective, watched, safeguard, screening, .. } = *question;
        Self { offers, pounds, objective, watched, safeguard, screening }
    }
}

/// Units of each offer, and what came of them.
#[derive(Debug, Clone)]
pub struct Bought {
    /// Units of each offer, in the question's order.
    pub units: Vec<i32>,
    /// What they cost, pounds a week.
    pub pounds: f64,
    /// The scenario with them.
    pub scenario: Scenario,
    /// What they did on fresh tapes.
    pub outcome: Option<Outcome>,
}

/// What a sum buys.
#[derive(Debug, Clone)]
pub struct Portfolio {
    /// What was asked.
    pub question: PortfolioQuestion,
    /// Pounds a week of a unit of each offer.
    pub prices: Vec<f64>,
    /// The places, as the screening runs of the present have them.
    pub places: Vec<Place>,
    /// What came of the present.
    pub present: Option<Outcome>,
    /// Each offer by itself, as many units as the sum buys; none where it buys none.
    pub alone: Vec<Option<Bought>>,
    /// The mix that is best on the surface of single offers; `None`: nothing keeps to the safeguard.
    pub mix: Option<Bought>,
    /// Whether every mix was looked at.
    pub every: bool,
    /// The runs of results: the present first.
    pub experiment: Experiment,
}

/// Says what a sum buys: screens each offer alone, chooses a mix, and runs both on fresh tapes.
///
/// `None` if no run was finished.
///
/// # Errors
/// If the scenario is not of one service, or an offer names what is not there or does not fit the scenario.
pub fn portfolio(
    scenario: &Scenario,
    question: PortfolioQuestion,
    options: &RunOptions<'_>,
) -> Result<Option<Portfolio>, Problems> {
    let base = without_uplift(scenario)?;
    let roster = Roster::of(&base, &base.world());
    let screen = base.with(&[Edit::new("run.replications", i64::from(question.screening.max(2)))])?;
    let known = run(&[("present".to_owned(), screen)], options);
    if known.replications.is_empty() {
        return Ok(None);
    }
    let places = places(&known.arms[0], question.watched);
    let rows = question.offers.iter().map(|own| own.place(&places, &base)).collect::<Result<Vec<_>, _>>()?;
    let hour_gbp = price(scenario);
    let prices: Vec<f64> = question.offers.iter().map(|own| own.price(hour_gbp)).collect();
    let shop = Shop { base: &base, roster: &roster, places: &places, question: &question, rows, prices };
    shop.check()?;
    let Some(surface) = shop.surface(&known, options)? else { return Ok(None) };
    let (mix, every) = shop.best(&surface);
    let alone: Vec<Option<Vec<i32>>> = (0..question.offers.len()).map(|row| shop.alone(row)).collect();
    let mut arms = vec![("present".to_owned(), base.clone())];
    let all = mix.iter().chain(alone.iter().flatten());
    for (at, units) in all.enumerate() {
        arms.push((format!("offer {at}"), shop.scenario(units)?));
    }
    arms[0].1 = base.with(&[Edit::new("run.replications", i64::from(scenario.run().replications))])?;
    let experiment = run(&arms, &RunOptions { first_replication: FRESH, ..*options });
    if experiment.replications.is_empty() {
        return Ok(None);
    }
    let judge = Judge { watched: question.watched, objective: question.objective, places: &places };
    let mut next = 0;
    let mut told = |units: Vec<i32>| {
        next += 1;
        let outcome = judge.outcome(&experiment, next);
        Bought { pounds: shop.pounds(&units), scenario: arms[next].1.clone(), outcome, units }
    };
    let mix = mix.map(&mut told);
    let alone = alone.into_iter().map(|units| units.map(&mut told)).collect();
    let present = judge.outcome(&experiment, 0);
    let prices = shop.prices.clone();
    Ok(Some(Portfolio { prices, present, alone, mix, every, experiment, places: places.clone(), question }))
}

/// What is for sale, and where lines would stand.
struct Shop<'a> {
    base: &'a Scenario,
    roster: &'a Roster,
    places: &'a [Place],
    question: &'a PortfolioQuestion,
    /// The place that gets the lines of each offer of lines.
    rows: Vec<Option<usize>>,
    prices: Vec<f64>,
}

impl Shop<'_> {
    /// Each offer fits the scenario, and the sum buys something.
    fn check(&self) -> Result<(), Problems> {
        let cheapest = self.prices.iter().copied().fold(f64::INFINITY, f64::min);
        if cheapest > self.question.pounds {
            let found = format!("£{:.0} a week", self.question.pounds);
            let hint = format!("the cheapest costs £{cheapest:.0} a week");
            return Err(fault(self.base, "--budget", found, ("enough for one unit of some offer", &hint)));
        }
        let mut problems = Problems::none();
        for row in 0..self.rows.len() {
            let mut units = vec![0; self.rows.len()];
            units[row] = 1;
            if let Err(faults) = self.scenario(&units) {
                let file = format!("offer \"{}\"", self.question.offers[row].name);
                faults.iter().for_each(|own| problems.push(Problem { file: file.clone(), ..own.clone() }));
            }
        }
        problems.into_result(|| ())
    }

    fn pounds(&self, units: &[i32]) -> f64 {
        units.iter().zip(&self.prices).map(|(n, price)| f64::from(*n) * price).sum()
    }

    /// Most units of an offer that the sum buys.
    fn most(&self, row: usize) -> i32 {
        let affordable = (self.question.pounds / self.prices[row]).floor().min(1e6) as i32;
        affordable.min(self.question.offers[row].most as i32)
    }

    fn alone(&self, row: usize) -> Option<Vec<i32>> {
        let mut units = vec![0; self.rows.len()];
        units[row] = self.most(row);
        (units[row] > 0).then_some(units)
    }

    /// The scenario with so many units of each.
    fn scenario(&self, units: &[i32]) -> Result<Scenario, Problems> {
        let mut lines = Vec::new();
        for (row, n) in self.rows.iter().zip(units) {
            let patch = row.and_then(|row| self.base.region().find_patch(&self.places[row].code));
            if let Some(patch) = patch {
                lines.extend(self.roster.place(patch, u32::try_from(*n).unwrap_or(0), u32::MAX));
            }
        }
        let mut own = self.base.with(&self.roster.edits(self.base, &lines))?;
        for (offer, n) in self.question.offers.iter().zip(units) {
            own = offer.applied(own, u32::try_from(*n).unwrap_or(0))?;
        }
        own.with(&[Edit::new("name", "bought")])
    }

    /// What each offer alone did, at one unit and at the most, on the luck of the screen.
    fn surface(&self, known: &Experiment, options: &RunOptions<'_>) -> Result<Option<Surface>, Problems> {
        let mut asked = Vec::new();
        let mut arms = Vec::new();
        for row in 0..self.rows.len() {
            let mut sizes = vec![1, self.most(row)];
            sizes.dedup();
            for size in sizes.into_iter().filter(|size| *size > 0) {
                let mut units = vec![0; self.rows.len()];
                units[row] = size;
                arms.push((format!("{row} {size}"), self.scenario(&units)?));
                asked.push((row, size));
            }
        }
        let n = known.replications.len() as i64;
        if let Some(first) = arms.first_mut() {
            first.1 = first.1.with(&[Edit::new("run.replications", n)])?;
        }
        let experiment = run(&arms, options);
        if experiment.replications.is_empty() {
            return Ok(None);
        }
        let watched = self.question.watched;
        let mean = |values: &Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let means = |arm| -> Vec<f64> { own_waits(arm, watched).iter().map(mean).collect() };
        let present = means(&known.arms[0]);
        let mut effects: Vec<Vec<(i32, Vec<f64>)>> = vec![Vec::new(); self.rows.len()];
        for ((row, size), arm) in asked.into_iter().zip(&experiment.arms) {
            let own = means(arm).iter().zip(&present).map(|(with, without)| with - without).collect();
            effects[row].push((size, own));
        }
        Ok(Some(Surface::new(present, effects)))
    }

    /// The best mix on the surface that the sum buys, and whether all were looked at.
    fn best(&self, surface: &Surface) -> (Option<Vec<i32>>, bool) {
        let spans: Vec<i32> = (0..self.rows.len()).map(|row| self.most(row)).collect();
        let count = spans.iter().try_fold(1usize, |all, most| all.checked_mul(*most as usize + 1));
        let every = count.is_some_and(|count| count <= MOST_MIXES);
        let weights: Vec<f64> = self.places.iter().map(|place| place.weight).collect();
        let mut search = Search { shop: self, surface, weights, spans, best: None };
        if every {
            search.every(&mut vec![0; self.rows.len()], 0);
        } else {
            search.unit_by_unit();
        }
        (search.best.map(|(_, units)| units), every)
    }
}

/// A search for the mix of the best score; of equal scores the cheaper.
struct Search<'a> {
    shop: &'a Shop<'a>,
    surface: &'a Surface,
    weights: Vec<f64>,
    spans: Vec<i32>,
    best: Option<(Vec<f64>, Vec<i32>)>,
}

impl Search<'_> {
    fn look(&mut self, units: &[i32]) -> bool {
        let (shop, question) = (self.shop, self.shop.question);
        let pounds = shop.pounds(units);
        if pounds > question.pounds * (1.0 + 1e-12) {
            return false;
        }
        let waits = self.surface.waits_s(units);
        let worse = question.safeguard.is_some_and(|tolerance| {
            waits.iter().zip(shop.places).any(|(wait, own)| *wait > own.present_s * (1.0 + tolerance) + 1e-9)
        });
        if worse {
            return false;
        }
        let mut score = question.objective.score(&waits, &self.weights);
        score.push(pounds);
        let better = self.best.as_ref().is_none_or(|(known, _)| is_better(&score, known));
        if better {
            self.best = Some((score, units.to_vec()));
        }
        better
    }

    fn every(&mut self, units: &mut Vec<i32>, row: usize) {
        if row == units.len() {
            self.look(&units.clone());
            return;
        }
        for n in 0..=self.spans[row] {
            units[row] = n;
            if self.shop.pounds(units) > self.shop.question.pounds * (1.0 + 1e-12) {
                break;
            }
            self.every(units, row + 1);
        }
        units[row] = 0;
    }

    /// From nothing, units one after the other and swaps of one for another, while one is better.
    fn unit_by_unit(&mut self) {
        let n = self.spans.len();
        let mut units = vec![0; n];
        self.look(&units);
        loop {
            let from = units.clone();
            let mut moved = false;
            for (to, back) in (0..n).flat_map(|to| (0..=n).map(move |back| (to, back))) {
                let mut tried = from.clone();
                tried[to] += 1;
                if back < n {
                    tried[back] -= 1;
                }
                let inside = tried.iter().zip(&self.spans).all(|(x, most)| (0..=*most).contains(x));
                if inside && self.look(&tried) {
                    (units, moved) = (tried, true);
                }
            }
            if !moved {
                return;
            }
        }
    }
}
