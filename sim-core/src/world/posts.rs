//! Where idle vehicles may stand: the stations, and standby points until the user supplies their own.
//!
//! Standby points are synthetic: one in each district, at the area with the most demand, unless a station is there.

use super::component::{Component, StationSite};
use super::demand::Demand;
use super::plan::Plan;
use super::travel::UNREACHABLE;
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
    /// The posts of each local service in order of need: each is the one that adds most expected coverage to those
    /// before it.
    pub by_service: Vec<Vec<Post>>,
}

impl Posts {
    /// The posts of a component whose stations know their work.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, component: &Component) -> Self {
        let standby = standby_points(region, plan, component);
        let of = |service: usize| {
            let own = |patch: u16| component.patch_service[patch as usize] as usize == service;
            let sites = || component.stations.iter().filter(|site| own(site.patch));
            let mut posts: Vec<Post> =
                sites().map(|s| Post { place: s.place, patch: s.patch, standby: false }).collect();
            posts.extend(standby.iter().filter(|post| own(post.patch)));
            posts.sort_by_key(|post| (post.place, post.standby));
            posts.dedup_by_key(|post| post.place);
            in_order(component, posts, &sites().collect::<Vec<_>>())
        };
        Self { by_service: (0..component.services.len()).map(of).collect() }
    }
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

/// Puts posts in order of what each adds to expected coverage; ties go to the lower place.
fn in_order(component: &Component, mut posts: Vec<Post>, demand: &[&StationSite]) -> Vec<Post> {
    let covers = |post: &Post, site: &StationSite| {
        let seconds = component.travel.base_s(post.place as usize, site.place as usize);
        seconds != UNREACHABLE && seconds <= STANDARD_S
    };
    let covered: Vec<Vec<usize>> =
        posts.iter().map(|post| (0..demand.len()).filter(|d| covers(post, demand[*d])).collect()).collect();
    let mut covered: Vec<(Post, Vec<usize>)> = posts.drain(..).zip(covered).collect();
    let mut left: Vec<f64> = demand.iter().map(|site| site.workload * (1.0 - BUSY)).collect();
    while !covered.is_empty() {
        let gain = |row: &usize| covered[*row].1.iter().map(|d| left[*d]).sum::<f64>();
        let best = (0..covered.len()).max_by(|a, b| gain(a).total_cmp(&gain(b)).then(b.cmp(a))).unwrap_or(0);
        let (post, demands) = covered.remove(best);
        demands.into_iter().for_each(|d| left[d] *= BUSY);
        posts.push(post);
    }
    posts
}
