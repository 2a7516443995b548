//! Vehicles held back for the urgent: the cut-off queue.

use super::{QueueError, at_least_zero, positive};

/// Two categories share `servers` vehicles, and the less urgent gets one only while more than `reserve` are idle.
///
/// An urgent patient waits only when all are busy, and is then next. Both kinds wait without limit, in order of
/// arrival within the kind; no service is broken off. `reserve = 0` is Cobham's queue of two classes.
///
/// # Source
/// Taylor and Templeton (1980), *Operations Research* 28(5), 1168–1188 (priorities with a cut-off, both kinds
/// queued). Solved here without truncation: while the less urgent are barred, their queue is that of one server
/// whose service is the first passage from the cut-off level downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CutOffQueue {
    /// Urgent arrivals per unit of time.
    pub urgent_rate: f64,
    /// Less urgent arrivals per unit of time.
    pub other_rate: f64,
    /// Services per unit of time of one server, the same for both.
    pub service_rate: f64,
    /// Servers.
    pub servers: u32,
    /// Idle servers that the less urgent may not take; below `servers`.
    pub reserve: u32,
}

/// What each of the two categories waits in a [`CutOffQueue`]; infinite where its queue grows for ever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CutOffWaits {
    /// Mean wait of the urgent.
    pub urgent: f64,
    /// Mean wait of the less urgent.
    pub other: f64,
    /// Share of the urgent who wait.
    pub urgent_delayed: f64,
    /// Share of the less urgent who wait.
    pub other_delayed: f64,
}

/// Mean and mean square of a first-passage time.
#[derive(Clone, Copy)]
struct Passage {
    mean: f64,
    square: f64,
}

impl CutOffQueue {
    /// Means and shares of the two waits, exactly.
    ///
    /// # Errors
    /// If a rate is outside its range, there is no server, or the reserve is not below the servers.
    pub fn waits(&self) -> Result<CutOffWaits, QueueError> {
        self.check()?;
        let capacity = f64::from(self.servers) * self.service_rate;
        let spare = capacity - self.urgent_rate;
        if spare <= 0.0 {
            let forever = f64::INFINITY;
            return Ok(CutOffWaits {
                urgent: forever,
                other: forever,
                urgent_delayed: 1.0,
                other_delayed: 1.0,
            });
        }
        let passage = self.passage();
        let growth = self.other_rate * passage.mean;
        let barred = self.barred(passage.mean, growth);
        let urgent_delayed = barred * self.full_per_passage() / passage.mean;
        let residual = passage.square / (2.0 * passage.mean);
        let other = if growth < 1.0 { barred * residual / (1.0 - growth) } else { f64::INFINITY };
        Ok(CutOffWaits { urgent: urgent_delayed / spare, other, urgent_delayed, other_delayed: barred })
    }

    fn check(&self) -> Result<(), QueueError> {
        at_least_zero("urgent arrival rate", self.urgent_rate)?;
        at_least_zero("other arrival rate", self.other_rate)?;
        positive("service rate", self.service_rate)?;
        positive("servers", f64::from(self.servers))?;
        if self.reserve < self.servers {
            return Ok(());
        }
        let found = f64::from(self.reserve);
        Err(QueueError::OutOfRange { name: "reserve", found, rule: "below the servers" })
    }

    /// Busy servers at which the less urgent are barred.
    fn cut_off(&self) -> u32 {
        self.servers - self.reserve
    }

    /// Time from the cut-off level until one server fewer is busy, urgent arrivals alone coming in.
    fn passage(&self) -> Passage {
        let up = self.urgent_rate;
        let down = f64::from(self.servers) * self.service_rate;
        let mut next = Passage { mean: 1.0 / (down - up), square: 2.0 * down / libm::pow(down - up, 3.0) };
        for busy in (self.cut_off()..self.servers).rev() {
            let down = f64::from(busy) * self.service_rate;
            let (stay, rise) = (1.0 / (up + down), up / (up + down));
            let mean = 1.0 / down + up / down * next.mean;
            let both = next.mean + mean;
            let square =
                2.0 * stay * stay + 2.0 * stay * rise * both + rise * (next.square + 2.0 * next.mean * mean);
            next = Passage { mean, square: square / (1.0 - rise) };
        }
        next
    }

    /// Share of time in which the less urgent are barred: below the cut-off it is a birth and death process.
    fn barred(&self, passage: f64, growth: f64) -> f64 {
        let total = self.urgent_rate + self.other_rate;
        if growth >= 1.0 {
            return 1.0;
        }
        // Weights relative to the level just below the cut-off, which has weight 1.
        let (mut weight, mut below) = (1.0, 1.0);
        for busy in (1..self.cut_off()).rev() {
            if total <= 0.0 {
                return 0.0;
            }
            weight *= f64::from(busy) * self.service_rate / total;
            below += weight;
        }
        let above = total * passage / (1.0 - growth);
        above / (below + above)
    }

    /// Time with all servers busy in one passage: rates up and down balance level by level.
    fn full_per_passage(&self) -> f64 {
        let at_cut_off = 1.0 / (f64::from(self.cut_off()) * self.service_rate);
        let ratio = |busy: u32| self.urgent_rate / (f64::from(busy) * self.service_rate);
        let at_full: f64 = (self.cut_off() + 1..=self.servers).map(ratio).fold(at_cut_off, |t, r| t * r);
        at_full / (1.0 - ratio(self.servers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::queue::priority_waits;

    /// The same queue as a chain cut at so many of each waiting, solved by sweeps.
    fn by_chain(queue: &CutOffQueue, most: usize) -> (f64, f64) {
        let (c, s) = (queue.servers as usize, queue.cut_off() as usize);
        let (l1, l2, mu) = (queue.urgent_rate, queue.other_rate, queue.service_rate);
        let wide = c + most + 1;
        let mut p = vec![vec![1.0; wide]; most + 1];
        for _ in 0..40_000 {
            let mut moved = 0.0_f64;
            for q in 0..=most {
                for m in if q == 0 { 0..wide } else { s..wide } {
                    let rate = |m: usize| m.min(c) as f64 * mu;
                    let lost1 = if m + 1 < wide { l1 } else { 0.0 };
                    let lost2 = if m < s || q < most { l2 } else { 0.0 };
                    let mut into = 0.0;
                    if m > 0 && (q == 0 || m > s) {
                        into += p[q][m - 1] * (l1 + if q == 0 && m - 1 < s { l2 } else { 0.0 });
                    }
                    if q > 0 {
                        into += p[q - 1][m] * l2;
                    }
                    if m + 1 < wide && (q == 0 || m >= s) && !(m + 1 == s && q > 0) {
                        into += p[q][m + 1] * rate(m + 1);
                    }
                    if m == s && q < most {
                        into += p[q + 1][s] * rate(s);
                    }
                    let new = into / (lost1 + lost2 + rate(m));
                    moved = moved.max((new - p[q][m]).abs());
                    p[q][m] = new;
                }
            }
            if moved < 1e-15 {
                break;
            }
        }
        let (mut sum, mut high, mut low) = (0.0, 0.0, 0.0);
        for (q, row) in p.iter().enumerate() {
            for (m, &x) in row.iter().enumerate().filter(|(m, _)| q == 0 || *m >= s) {
                sum += x;
                high += x * m.saturating_sub(c) as f64;
                low += x * q as f64;
            }
        }
        (high / sum / l1, low / sum / l2)
    }

    #[test]
    fn the_formula_is_the_chain() {
        for (l1, l2, servers, reserve) in
            [(0.6, 0.5, 3, 1), (1.0, 0.4, 4, 2), (0.5, 1.2, 4, 0), (0.2, 0.3, 1, 0), (0.9, 0.2, 3, 2)]
        {
            let queue = CutOffQueue { urgent_rate: l1, other_rate: l2, service_rate: 0.8, servers, reserve };
            let waits = queue.waits().unwrap();
            let (high, low) = by_chain(&queue, 90);
            assert!((waits.urgent - high).abs() < 1e-8 * (1.0 + high), "{queue:?} {waits:?} {high}");
            assert!((waits.other - low).abs() < 1e-6 * (1.0 + low), "{queue:?} {waits:?} {low}");
        }
    }

    #[test]
    fn without_a_reserve_it_is_cobham() {
        let queue =
            CutOffQueue { urgent_rate: 2.0, other_rate: 3.0, service_rate: 1.0, servers: 7, reserve: 0 };
        let (waits, want) = (queue.waits().unwrap(), priority_waits(&[2.0, 3.0], 1.0, 7.0, 1.0).unwrap());
        assert!((waits.urgent - want[0]).abs() < 1e-12 && (waits.other - want[1]).abs() < 1e-12);
    }

    #[test]
    fn a_reserve_helps_the_urgent_until_the_others_overflow() {
        let with = |reserve| {
            let q = CutOffQueue { urgent_rate: 2.0, other_rate: 3.0, service_rate: 1.0, servers: 7, reserve };
            q.waits().unwrap()
        };
        let all: Vec<CutOffWaits> = (0..7).map(with).collect();
        assert!(all.windows(2).all(|w| w[1].urgent <= w[0].urgent && w[1].other >= w[0].other), "{all:?}");
        assert_eq!((all[6].other, all[6].other_delayed), (f64::INFINITY, 1.0));
        assert!(all[6].urgent.is_finite());
    }
}
