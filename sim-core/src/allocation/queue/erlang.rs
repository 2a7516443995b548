//! Erlang's two formulas, the wait that follows from them, and the queue with few places.

use super::{QueueError, at_least_zero, positive};

/// Erlang's loss formula: the share of arrivals that find all `servers` busy and are turned away.
///
/// `load` in erlangs (arrival rate over service rate). In `[0, 1]`: 1 without a server, 0 without a load.
/// The recursion on B is stable for thousands of servers.
///
/// # Source
/// Erlang (1917); recursion: Jagerman (1974), *Bell System Technical Journal* 53(3), 525–551.
#[must_use]
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    erlang_b_continuous(f64::from(servers), load)
}

/// [`erlang_b`] for any number of servers, whole or not (average numbers on duty, for example).
///
/// # Source
/// Jagerman (1974): 1/B(c, a) = a ∫ e⁻ᵃᵗ (1 + t)ᶜ dt over t from 0 = eᵃ a⁻ᶜ Γ(c + 1, a).
#[must_use]
pub fn erlang_b_continuous(servers: f64, load: f64) -> f64 {
    if load <= 0.0 || servers <= 0.0 {
        return if load > 0.0 { 1.0 } else { 0.0 };
    }
    if servers == f64::INFINITY || load == f64::INFINITY {
        return if servers < f64::INFINITY { 1.0 } else { 0.0 };
    }
    let whole = libm::floor(servers);
    let part = servers - whole;
    let mut blocked = if part > 0.0 { 1.0 / inverse_below_one(part, load) } else { 1.0 };
    let mut step = 1.0;
    while step <= whole && blocked > 0.0 {
        blocked = load * blocked / (part + step + load * blocked);
        step += 1.0;
    }
    blocked
}

/// 1/B of a part of one server: the upper incomplete gamma function, by series or by continued fraction.
fn inverse_below_one(part: f64, load: f64) -> f64 {
    let s = part + 1.0;
    if load < s + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / s, 1.0 / s, 1.0);
        while term > sum * 1e-17 {
            term *= load / (s + n);
            sum += term;
            n += 1.0;
        }
        return libm::exp(load - part * libm::log(load)) * libm::tgamma(s) - load * sum;
    }
    // Lentz's method; the first denominator exceeds 1, so none vanishes.
    let mut b = load + 1.0 - s;
    let (mut c, mut d) = (f64::INFINITY, 1.0 / b);
    let mut fraction = d;
    for n in 1..500 {
        let n = f64::from(n);
        let a = -n * (n - s);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    load * fraction
}

/// Erlang's delay formula: the share of arrivals that wait for one of `servers`.
///
/// In `[0, 1]`; 1 where the load is as much as the servers can do, or more.
///
/// # Source
/// Erlang (1917): C = B / (1 − ρ (1 − B)), ρ = load / servers.
#[must_use]
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    erlang_c_continuous(f64::from(servers), load)
}

/// [`erlang_c`] for any number of servers, whole or not.
#[must_use]
pub fn erlang_c_continuous(servers: f64, load: f64) -> f64 {
    if load <= 0.0 {
        return 0.0;
    }
    if load >= servers {
        return 1.0;
    }
    let blocked = erlang_b_continuous(servers, load);
    blocked / (1.0 - load / servers * (1.0 - blocked))
}

/// Mean wait of an M/M/c queue whose servers each finish one job per unit of time on average.
///
/// # Source
/// Erlang (1917): C(c, a) / (c − a).
#[must_use]
pub fn erlang_c_wait(servers: f64, load: f64) -> f64 {
    if load >= servers && load > 0.0 {
        return f64::INFINITY;
    }
    if load <= 0.0 { 0.0 } else { erlang_c_continuous(servers, load) / (servers - load) }
}

/// The M/M/c queue: Poisson arrivals, exponential service, first come first served, nobody leaves.
///
/// The number of servers may be a part of one; at `busy_fraction() >= 1` all waits are infinite.
///
/// # Source
/// Gross and Harris, *Fundamentals of Queueing Theory*, chapter 2 (M/M/c).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DelayQueue {
    arrival_rate: f64,
    service_rate: f64,
    servers: f64,
}

impl DelayQueue {
    /// Arrivals and services per unit of time; `service_rate` is of one server.
    ///
    /// # Errors
    /// If a rate is negative or not finite, or the service rate or the servers are 0, or there are more than ten million.
    pub fn new(arrival_rate: f64, service_rate: f64, servers: f64) -> Result<Self, QueueError> {
        Ok(Self {
            arrival_rate: at_least_zero("arrival rate", arrival_rate)?,
            service_rate: positive("service rate", service_rate)?,
            servers: server_count(servers)?,
        })
    }

    /// Arrivals per unit of time.
    #[must_use]
    pub fn arrival_rate(&self) -> f64 {
        self.arrival_rate
    }

    /// Services per unit of time of one server.
    #[must_use]
    pub fn service_rate(&self) -> f64 {
        self.service_rate
    }

    /// Servers on duty.
    #[must_use]
    pub fn servers(&self) -> f64 {
        self.servers
    }

    /// Offered load in erlangs.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.arrival_rate / self.service_rate
    }

    /// Offered load over servers; may exceed 1.
    #[must_use]
    pub fn busy_fraction(&self) -> f64 {
        self.load() / self.servers
    }

    /// Share of arrivals that wait.
    #[must_use]
    pub fn delay_probability(&self) -> f64 {
        erlang_c_continuous(self.servers, self.load())
    }

    /// Mean wait before service, those who do not wait included.
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        self.delay_probability() * self.mean_wait_of_delayed()
    }

    /// Mean wait of those who wait: 1 / (cμ − λ).
    #[must_use]
    pub fn mean_wait_of_delayed(&self) -> f64 {
        let spare = self.spare();
        if spare > 0.0 { 1.0 / spare } else { f64::INFINITY }
    }

    /// Mean number waiting (Little's law).
    #[must_use]
    pub fn mean_waiting(&self) -> f64 {
        if self.arrival_rate == 0.0 { 0.0 } else { self.arrival_rate * self.mean_wait() }
    }

    /// Mean number waiting or in service.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.mean_waiting() + self.load()
    }

    /// P(wait > t) = C e^{−(cμ − λ) t}; for `t < 0` it is 1, and 1 for every `t` without spare capacity.
    #[must_use]
    pub fn wait_exceeds(&self, t: f64) -> f64 {
        if t < 0.0 || self.spare() <= 0.0 {
            return 1.0;
        }
        self.delay_probability() * libm::exp(-self.spare() * t)
    }

    /// The smallest wait that a share `share` of arrivals does not exceed; 0 where enough do not wait.
    #[must_use]
    pub fn wait_quantile(&self, share: f64) -> f64 {
        let beyond = 1.0 - share;
        let delayed = self.delay_probability();
        if delayed <= beyond {
            return 0.0;
        }
        if self.spare() <= 0.0 || beyond <= 0.0 {
            return f64::INFINITY;
        }
        libm::log(delayed / beyond) / self.spare()
    }

    /// Service capacity above the arrivals; 0 or less means no steady state.
    pub(super) fn spare(&self) -> f64 {
        self.servers * self.service_rate - self.arrival_rate
    }
}

/// Servers above 0, and no more than the recursion can count in a moment.
pub(super) fn server_count(servers: f64) -> Result<f64, QueueError> {
    let ok = servers > 0.0 && servers <= 1e7;
    let rule = "above 0, and ten million at most";
    ok.then_some(servers).ok_or(QueueError::OutOfRange { name: "servers", found: servers, rule })
}

/// The M/M/c/K queue: `waiting_places` for those who find all servers busy; the rest are turned away.
///
/// `waiting_places = 0` is Erlang's loss system; the load may exceed the servers.
///
/// # Source
/// Gross and Harris, *Fundamentals of Queueing Theory*, chapter 2 (M/M/c/K).
#[derive(Debug, Clone, PartialEq)]
pub struct FiniteQueue {
    share: Vec<f64>,
    servers: u32,
    service_rate: f64,
}

impl FiniteQueue {
    /// Rates per unit of time, servers, places to wait.
    ///
    /// # Errors
    /// If a rate is not above 0 and finite, there is no server, or servers and places exceed a million.
    pub fn new(
        arrival_rate: f64,
        service_rate: f64,
        servers: u32,
        waiting_places: u32,
    ) -> Result<Self, QueueError> {
        let load = positive("arrival rate", arrival_rate)? / positive("service rate", service_rate)?;
        let found = positive("servers", f64::from(servers))? + f64::from(waiting_places);
        if found > 1e6 {
            return Err(QueueError::OutOfRange {
                name: "servers and places",
                found,
                rule: "a million at most",
            });
        }
        // Logarithms first: aⁿ/n! leaves the range of a float for some hundreds of servers.
        let mut logs = vec![0.0; (servers + waiting_places) as usize + 1];
        for n in 1..logs.len() {
            logs[n] = logs[n - 1] + libm::log(load / (n as f64).min(f64::from(servers)));
        }
        let top = logs.iter().copied().fold(0.0, f64::max);
        let mut share: Vec<f64> = logs.iter().map(|log| libm::exp(log - top)).collect();
        let sum: f64 = share.iter().sum();
        share.iter_mut().for_each(|p| *p /= sum);
        Ok(Self { share, servers, service_rate })
    }

    /// `[servers + waiting_places + 1]`: share of time with so many waiting or in service.
    #[must_use]
    pub fn share_of_time(&self) -> &[f64] {
        &self.share
    }

    /// Share of arrivals turned away.
    #[must_use]
    pub fn turned_away(&self) -> f64 {
        self.share.last().copied().unwrap_or(0.0)
    }

    /// Mean number waiting or in service.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.share.iter().enumerate().map(|(n, p)| n as f64 * p).sum()
    }

    /// Mean wait of those who are let in.
    #[must_use]
    pub fn mean_wait(&self) -> f64 {
        let servers = self.servers as usize;
        let count = |of: &dyn Fn(usize) -> usize| -> f64 {
            self.share.iter().enumerate().map(|(n, p)| of(n) as f64 * p).sum()
        };
        // Little's law, with the rate at which services end.
        count(&|n| n.saturating_sub(servers)) / (self.service_rate * count(&|n| n.min(servers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_server_agree_with_the_integral() {
        // a ∫ e^{-a t} (1 + t)^c dt by the midpoint rule over u = a t = v².
        for (c, a) in [(0.3, 0.001), (0.5, 0.7), (2.7, 2.0), (0.9, 2.8), (0.01, 30.0), (7.25, 6.5)] {
            let steps = 400_000;
            let width = 9.0 / f64::from(steps);
            let inverse: f64 = (0..steps)
                .map(|i| (f64::from(i) + 0.5) * width)
                .map(|v| 2.0 * v * libm::exp(-v * v) * libm::pow(1.0 + v * v / a, c) * width)
                .sum();
            let got = erlang_b_continuous(c, a);
            assert!((got * inverse - 1.0).abs() < 1e-7, "{c} {a}: {got} {}", 1.0 / inverse);
        }
    }

    #[test]
    fn thousands_of_servers_stay_finite() {
        let b = erlang_b(5_000, 5_000.0);
        assert!((b - 0.011_2).abs() < 2e-4, "{b}: about sqrt(2 / (pi c))");
        assert_eq!(erlang_b(3_000, 1.0), 0.0);
        assert!(erlang_c(4_000, 3_990.0) < 1.0);
    }

    #[test]
    fn the_edges_are_as_documented() {
        assert_eq!(
            (erlang_b(0, 2.0), erlang_b(3, 0.0), erlang_c(3, 3.0), erlang_c(3, 0.0)),
            (1.0, 0.0, 1.0, 0.0)
        );
        let full = DelayQueue::new(3.0, 1.0, 3.0).unwrap();
        assert_eq!((full.mean_wait(), full.wait_exceeds(9.0)), (f64::INFINITY, 1.0));
        assert_eq!(full.wait_quantile(0.9), f64::INFINITY);
        let empty = DelayQueue::new(0.0, 1.0, 3.0).unwrap();
        assert_eq!((empty.mean_wait(), empty.mean_waiting(), empty.wait_quantile(0.9)), (0.0, 0.0, 0.0));
        assert_eq!((erlang_b(3, f64::INFINITY), erlang_b_continuous(f64::INFINITY, 2.0)), (1.0, 0.0));
        assert!(DelayQueue::new(1.0, 1.0, 1e9).is_err());
        assert!(DelayQueue::new(1.0, 0.0, 1.0).is_err() && DelayQueue::new(f64::NAN, 1.0, 1.0).is_err());
    }

    #[test]
    fn the_quantile_undoes_the_tail() {
        let queue = DelayQueue::new(5.0, 1.0, 5.5).unwrap();
        for share in [0.5, 0.9, 0.99] {
            let t = queue.wait_quantile(share);
            assert!(t > 0.0 && (queue.wait_exceeds(t) - (1.0 - share)).abs() < 1e-12);
        }
    }

    #[test]
    fn without_places_the_finite_queue_is_the_loss_system() {
        for (c, a) in [(1, 0.5), (7, 9.0), (400, 380.0)] {
            let finite = FiniteQueue::new(a, 1.0, c, 0).unwrap();
            assert!((finite.turned_away() - erlang_b(c, a)).abs() < 1e-12);
        }
        // With endless places it is the delay system.
        let wide = FiniteQueue::new(4.0, 1.0, 5, 2_000).unwrap();
        let endless = DelayQueue::new(4.0, 1.0, 5.0).unwrap();
        assert!((wide.mean_wait() - endless.mean_wait()).abs() < 1e-9);
    }
}
