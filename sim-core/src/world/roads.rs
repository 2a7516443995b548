//! A graph of roads, and the shortest ways on it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Stands for: not reached.
const FAR: u32 = u32::MAX;

/// Nodes and the milliseconds between neighbours, both ways alike.
pub(super) struct Roads {
    /// Where the links of each node begin, `[n_node + 1]`.
    first: Vec<u32>,
    /// The node at the other end, and milliseconds.
    links: Vec<(u32, u32)>,
}

impl Roads {
    /// The roads of so many nodes; a link is two nodes and the seconds between them.
    pub fn new(n: usize, links: &[(usize, usize, f64)]) -> Self {
        let mut first = vec![0; n + 1];
        for (a, b, _) in links {
            first[a + 1] += 1;
            first[b + 1] += 1;
        }
        (0..n).for_each(|node| first[node + 1] += first[node]);
        let mut next = first.clone();
        let mut both = vec![(0, 0); 2 * links.len()];
        for (a, b, seconds) in links {
            for (here, there) in [(*a, *b), (*b, *a)] {
                both[next[here] as usize] = (there as u32, (seconds * 1_000.0 + 0.5) as u32);
                next[here] += 1;
            }
        }
        Self { first, links: both }
    }

    fn of(&self, node: u32) -> &[(u32, u32)] {
        &self.links[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

/// The shortest ways from one node to all others; its memory serves many nodes in turn.
pub(super) struct Search {
    /// Milliseconds to each node.
    ms: Vec<u32>,
    /// Nodes to look at, nearest first: milliseconds above, node below.
    open: BinaryHeap<Reverse<u64>>,
}

impl Search {
    /// A search of these roads.
    pub fn new(roads: &Roads) -> Self {
        Self { ms: vec![FAR; roads.first.len() - 1], open: BinaryHeap::new() }
    }

    /// Finds the shortest ways from a node. Whole milliseconds: the sum of a way does not depend on its order.
    pub fn run(&mut self, roads: &Roads, node: usize) {
        self.ms.fill(FAR);
        self.ms[node] = 0;
        self.open.push(Reverse(node as u64));
        while let Some(Reverse(top)) = self.open.pop() {
            let (ms, here) = ((top >> 32) as u32, top as u32);
            if ms > self.ms[here as usize] {
                continue;
            }
            for (there, more) in roads.of(here) {
                let sum = ms.saturating_add(*more);
                if sum < self.ms[*there as usize] {
                    self.ms[*there as usize] = sum;
                    self.open.push(Reverse((u64::from(sum) << 32) | u64::from(*there)));
                }
            }
        }
    }

    /// Seconds to a node; `None`: no way leads there.
    pub fn seconds(&self, node: usize) -> Option<f64> {
        (self.ms[node] != FAR).then(|| f64::from(self.ms[node]) / 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(n: usize, links: &[(usize, usize, f64)], from: usize) -> Vec<Option<f64>> {
        let roads = Roads::new(n, links);
        let mut search = Search::new(&roads);
        // A search used before gives what a fresh one gives.
        search.run(&roads, n - 1);
        search.run(&roads, from);
        (0..n).map(|node| search.seconds(node)).collect()
    }

    #[test]
    fn the_way_around_a_bay_is_the_sum_of_its_links() {
        // 0 and 3 face each other over water; the road leads over 1 and 2, and 2 has a dear short cut to 0.
        let links = [(0, 1, 60.0), (1, 2, 120.5), (2, 3, 60.0), (0, 2, 200.0)];
        assert_eq!(ways(4, &links, 0), [Some(0.0), Some(60.0), Some(180.5), Some(240.5)]);
    }

    #[test]
    fn no_way_leads_to_an_island() {
        assert_eq!(ways(3, &[(0, 1, 10.0)], 0), [Some(0.0), Some(10.0), None]);
    }

    #[test]
    fn of_two_links_between_the_same_nodes_the_faster_counts() {
        assert_eq!(ways(2, &[(0, 1, 30.0), (1, 0, 20.0)], 0), [Some(0.0), Some(20.0)]);
    }
}
