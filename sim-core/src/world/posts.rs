//! Where idle vehicles may stand: the stations, and standby points, synthetic unless a scenario gives its own.
//!
//! A synthetic standby point is in each district, at the area with the most demand, unless a station is there.

use super::component::{Component, StationSite};
use super::demand::Demand;
use super::plan::Plan;
use super::travel::UNREACHABLE;
use crate::ids::{AreaId, ServiceId};
use crate::region::Region;
use std::collections::BTreeMap;

/// Ordinary drive within which a post covers a demand when posts are put in order, seconds.
const STANDARD_S: u16 = 720;
/// Probability that a vehicle is busy when posts are put in order.
const BUSY: f64 = 0.5;

/// A place where an idle vehicle may stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Post {
    /// The own place.
    pub place: u16,
    /// Its local patch.
    pub patch: u16,
    /// Whether it is a standby point and no station.
    pub standby: bool,
}

/// The posts of a component's services.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Posts {
    /// The posts of each local service in order of need: those with a rank first, then each that adds most expected
    /// coverage to those before it.
    pub by_service: Vec<Vec<Post>>,
    /// The posts that each local service holds: with n idle vehicles the first n. Those of a table where one is given,
    /// else all in order of need.
    pub held: Vec<Vec<Post>>,
}

/// What a scenario decides about posts; without it standby points are synthetic and the order is expected coverage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PostPlan {
    /// Posts in place of the synthetic standby points, those of a service with a rank in order of it; each area of a
    /// service once.
    pub given: Option<Vec<GivenPost>>,
    /// The areas of the posts that a service's nested compliance table holds, in the order in which they are added.
    pub held: BTreeMap<ServiceId, Vec<AreaId>>,
}

/// A post that a scenario gives: a standby point, or a station where one stands in its area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenPost {
    /// Whose it is.
    pub service: ServiceId,
    /// Where it is.
    pub area: AreaId,
    /// Whether its place in the list is its place in the order of need.
    pub is_ranked: bool,
}

impl Posts {
    /// The posts of a component whose stations know their work.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, component: &Component) -> Self {
        let standby = match &plan.posts.given {
            Some(given) => given_points(component, given),
            None => standby_points(region, plan, component),
        };
        let mut posts = Self::default();
        for (service, id) in component.services.iter().enumerate() {
            let own = |patch: u16| component.patch_service[patch as usize] as usize == service;
            let sites = || component.stations.iter().filter(|site| own(site.patch));
            let mut all: Vec<Post> =
                sites().map(|s| Post { place: s.place, patch: s.patch, standby: false }).collect();
            all.extend(standby.iter().filter(|post| own(post.patch)));
            all.sort_by_key(|post| (post.place, post.standby));
            all.dedup_by_key(|post| post.place);
            let first = ranked(component, plan, *id);
            let ordered = in_order(component, (all, &first), &sites().collect::<Vec<_>>());
            posts.held.push(held(component, plan, *id, &ordered));
            posts.by_service.push(ordered);
        }
        posts
    }
}

/// The own place of an area, if it is simulated.
fn place(component: &Component, area: AreaId) -> Option<u16> {
    component.place_of_area[area.index()]
}

/// The points that a scenario gives.
fn given_points(component: &Component, given: &[GivenPost]) -> Vec<Post> {
    let places = given.iter().filter_map(|post| place(component, post.area));
    places.map(|place| Post { place, patch: component.patch[place as usize], standby: true }).collect()
}

/// The places of a service's posts that have a rank, in order of it.
fn ranked(component: &Component, plan: &Plan, service: ServiceId) -> Vec<u16> {
    let given = plan.posts.given.iter().flatten().filter(|post| post.service == service && post.is_ranked);
    given.filter_map(|post| place(component, post.area)).collect()
}

/// The posts that a service's compliance table adds one after another; all in order of need where it has none.
fn held(component: &Component, plan: &Plan, service: ServiceId, ordered: &[Post]) -> Vec<Post> {
    let Some(areas) = plan.posts.held.get(&service) else { return ordered.to_vec() };
    let post = |area: &AreaId| {
        let place = place(component, *area)?;
        ordered.iter().find(|post| post.place == place).copied()
    };
    areas.iter().filter_map(post).collect()
}

fn standby_points(region: &Region, plan: &Plan, component: &Component) -> Vec<Post> {
    let weights = Demand::resident_weights(region, plan);
    let mut busiest: BTreeMap<(u32, u16), (f64, usize)> = BTreeMap::new();
    for place in 0..component.places.n_own {
        let area = component.places.area[place].index();
        let district = region.areas[area].district.0;
        let best = busiest.entry((district, component.patch[place])).or_insert((weights[area], place));
        if weights[area] > best.0 {
            *best = (weights[area], place);
        }
    }
    let post = |((_, patch), (_, place)): ((u32, u16), (f64, usize))| Post {
        place: place as u16,
        patch,
        standby: true,
    };
    busiest.into_iter().map(post).collect()
}

/// Puts posts in order: those at the places `first` as these are, the rest by what each adds to expected coverage;
/// ties go to the lower place.
fn in_order(
    component: &Component,
    (mut posts, first): (Vec<Post>, &[u16]),
    demand: &[&StationSite],
) -> Vec<Post> {
    let covers = |post: &Post, site: &StationSite| {
        let seconds = component.travel.base_s(post.place as usize, site.place as usize);
        seconds != UNREACHABLE && seconds <= STANDARD_S
    };
    let covered: Vec<Vec<usize>> =
        posts.iter().map(|post| (0..demand.len()).filter(|d| covers(post, demand[*d])).collect()).collect();
    let mut covered: Vec<(Post, Vec<usize>)> = posts.drain(..).zip(covered).collect();
    let mut left: Vec<f64> = demand.iter().map(|site| site.workload * (1.0 - BUSY)).collect();
    let mut first = first.iter();
    while !covered.is_empty() {
        let gain = |row: &usize| covered[*row].1.iter().map(|d| left[*d]).sum::<f64>();
        let next = first.find_map(|place| covered.iter().position(|(post, _)| post.place == *place));
        let best = || (0..covered.len()).max_by(|a, b| gain(a).total_cmp(&gain(b)).then(b.cmp(a)));
        let (post, demands) = covered.remove(next.or_else(best).unwrap_or(0));
        demands.into_iter().for_each(|d| left[d] *= BUSY);
        posts.push(post);
    }
    posts
}
