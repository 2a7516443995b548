use super::{AllocationMethod, AllocationProblem, Mode};
use crate::allocation::cover::{Reach, WITHIN_S};
use crate::allocation::location::{Cover, dmexclp};
use crate::allocation::problem::{Allocation, AllocationError};
use serde::{Deserialize, Serialize};

/// Line by line at the station where one more adds most expected cover, then single moves as long as one of them adds: a line is
/// busy part of its time, and demand is covered if a free one stands within eight minutes. Says how far it is from a bound.
///
/// # Source
/// Daskin (1983), *Transportation Science* 17(1), 48-70.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mexclp {}

/// By the rule by which dynamic MEXCLP sends a vehicle that has become free: each line to where one more idle one adds most cover.
///
/// # Source
/// Jagtenberg, Bhulai and van der Mei (2015), *Operations Research for Health Care* 4, 27-35.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dmexclp {}

impl AllocationMethod for Mexclp {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let mut standing = Standing::of(problem, "mexclp")?;
        standing.fill();
        while standing.improve() {}
        Ok(standing.allocation(problem.mode == Mode::Uplift))
    }
}

impl AllocationMethod for Dmexclp {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let mut standing = Standing::of(problem, "dmexclp")?;
        standing.fill();
        Ok(standing.allocation(false))
    }
}

/// Lines at stations while they are given out.
struct Standing<'a> {
    problem: &'a AllocationProblem<'a>,
    reach: &'a Reach,
    cover: Cover,
    /// Lines at each station.
    at: Vec<u32>,
    /// Lines given to each place so far.
    given: Vec<i32>,
}

impl<'a> Standing<'a> {
    fn of(problem: &'a AllocationProblem<'a>, method: &'static str) -> Result<Self, AllocationError> {
        let none = AllocationError::NoReach { method };
        let reach = problem.reach.as_deref().ok_or_else(|| none.clone())?;
        let cover = reach.cover().map_err(|_| none)?;
        let given = vec![0; problem.places.len()];
        Ok(Self { problem, reach, cover, at: reach.lines.clone(), given })
    }

    /// The station that can take a line and gains most, among places that pass.
    fn best(&self, may: impl Fn(usize) -> bool) -> Option<usize> {
        let mut reach = vec![0; self.reach.demand.len()];
        for (site, n) in self.at.iter().enumerate() {
            self.cover.of(site).iter().for_each(|point| reach[*point as usize] += n);
        }
        let open = (0..self.at.len()).filter(|site| may(self.reach.place[*site]));
        dmexclp::best_of(&self.cover, &self.reach.demand, self.reach.busy, &reach, open)
    }

    fn can(&self, place: usize, step: i32) -> bool {
        (self.problem.least[place]..=self.problem.most[place]).contains(&(self.given[place] + step))
    }

    fn step(&mut self, site: usize, more: bool) {
        let place = self.reach.place[site];
        self.at[site] = if more { self.at[site] + 1 } else { self.at[site].saturating_sub(1) };
        self.given[place] += if more { 1 } else { -1 };
    }

    /// Gives the lines out; first each place the least that it must have. A reshuffle begins with nothing moved.
    fn fill(&mut self) {
        if self.problem.mode == Mode::Reshuffle {
            for _ in 0..self.problem.lines {
                if !self.improve() {
                    break;
                }
            }
            return;
        }
        for place in 0..self.given.len() {
            while self.given[place] < self.problem.least[place].max(0) {
                let Some(site) = self.best(|own| own == place) else { break };
                self.step(site, true);
            }
        }
        for _ in self.given.iter().sum::<i32>()..self.problem.lines {
            let Some(site) = self.best(|place| self.can(place, 1)) else { break };
            self.step(site, true);
        }
    }

    /// Moves the line that is missed least to where one adds most, if that leaves less unreached.
    fn improve(&mut self) -> bool {
        let moved = || self.given.iter().filter(|n| **n > 0).sum::<i32>();
        let is_reshuffle = self.problem.mode == Mode::Reshuffle;
        if is_reshuffle && moved() >= self.problem.lines {
            return false;
        }
        let before = self.reach.missed(&self.cover, &self.at);
        let mut best: Option<(f64, usize, usize)> = None;
        for from in 0..self.at.len() {
            let place = self.reach.place[from];
            let has = if is_reshuffle { self.at[from] > 0 } else { self.at[from] > self.reach.lines[from] };
            if !has || !self.can(place, -1) {
                continue;
            }
            self.step(from, false);
            if let Some(to) = self.best(|own| self.can(own, 1) && (!is_reshuffle || own != place)) {
                self.step(to, true);
                let after = self.reach.missed(&self.cover, &self.at);
                if best.is_none_or(|(least, ..)| after < least) {
                    best = Some((after, from, to));
                }
                self.step(to, false);
            }
            self.step(from, true);
        }
        let Some((_, from, to)) = best.filter(|(after, ..)| *after < before - 1e-9) else { return false };
        self.step(from, false);
        self.step(to, true);
        true
    }

    fn allocation(self, with_bound: bool) -> Allocation {
        let percent = |missed: f64| 100.0 * (1.0 - missed);
        let own = self.reach.missed(&self.cover, &self.at);
        let minutes = WITHIN_S / 60.0;
        let mut note = format!(
            "covers {:.2}% of expected work within {minutes:.0} min by its own model, each line busy {:.0}% of its time",
            percent(own),
            100.0 * self.reach.busy
        );
        let more = u32::try_from(self.problem.lines).unwrap_or(0);
        match self.reach.bound(more).ok().filter(|_| with_bound) {
            Some((least, how)) => {
                note.push_str(&format!("; no placing covers more than {:.2}% ({how})", percent(least)));
            }
            None => note.push_str("; a rule, it proves nothing"),
        }
        Allocation { note: Some(note), ..Allocation::by_rule(self.given) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::tests::{Linear, problem};

    #[test]
    fn lines_go_where_demand_is_not_covered_yet_and_the_bound_holds() {
        let linear = Linear::of(&[(600.0, -30.0), (900.0, -20.0), (1_200.0, -10.0)]);
        let mut own = problem(3, &linear);
        // Equal demand at three places that do not reach each other; two lines stand at the first.
        let mut reach = own.reach.as_deref().expect("the toy has one").clone();
        reach.demand = vec![1.0; 3];
        reach.lines = vec![2, 0, 0];
        own.reach = Some(reach.clone().into());
        for lines in [Mexclp {}.solve(&own), Dmexclp {}.solve(&own)].map(|found| found.expect("cover").lines)
        {
            assert_eq!(lines.iter().sum::<i32>(), 3);
            assert_eq!(lines[0], 0, "the first is covered twice already: {lines:?}");
        }
        let cover = reach.cover().expect("stations");
        let best = Mexclp {}.solve(&own).expect("cover").lines;
        let at: Vec<u32> = reach.lines.iter().zip(&best).map(|(own, more)| own + *more as u32).collect();
        let (least, _) = reach.bound(3).expect("a bound");
        assert!(reach.missed(&cover, &at) >= least - 1e-9);
        own.most = vec![3, 1, 3];
        assert_eq!(Dmexclp {}.solve(&own).expect("cover").lines, [0, 1, 2]);
        own.reach = None;
        assert_eq!(Mexclp {}.solve(&own), Err(AllocationError::NoReach { method: "mexclp" }));
    }
}
