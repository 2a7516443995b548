//! What the benches measure ambics against, and what they run it on.
//!
//! [`mmc`] is the speed of light: a queue with nothing but its recursion. An engine that knows places, shifts and
//! hospitals cannot be as fast; how many times slower it is, is a figure that does not depend on the machine.
//! [`EngineQueue`] is the same queue through the engine, and a [`Stage`] is a scenario that ships.

pub mod asked;
pub mod calendars;
mod counts;
mod processor;
mod queue;
mod stage;
mod told;

pub use counts::Counts;
pub use processor::{Bench, Processor};
pub use queue::EngineQueue;
pub use stage::Stage;
pub use told::Told;

/// Most servers of [`mmc`].
pub const MOST_SERVERS: usize = 64;

/// Mean wait of `customers` in a queue M/M/c that starts empty, in mean services; first come, first served.
///
/// It keeps the instant at which each server is free and nothing else, and allocates nothing.
///
/// # Panics
/// If there are no servers or more than [`MOST_SERVERS`].
///
/// # Source
/// Kiefer and Wolfowitz (1955), *On the theory of queues with many servers*: the recursion.
#[must_use]
pub fn mmc(customers: u64, servers: usize, load: f64, seed: u64) -> f64 {
    assert!((1..=MOST_SERVERS).contains(&servers), "between 1 and {MOST_SERVERS} servers");
    let mut free_at = [0.0f64; MOST_SERVERS];
    let free_at = &mut free_at[..servers];
    let between = 1.0 / (load * servers as f64);
    let (mut random, mut now, mut waited) = (seed, 0.0, 0.0);
    for _ in 0..customers {
        now += between * exponential(&mut random);
        let mut first = 0;
        for server in 1..servers {
            if free_at[server] < free_at[first] {
                first = server;
            }
        }
        let begins = free_at[first].max(now);
        waited += begins - now;
        free_at[first] = begins + exponential(&mut random);
    }
    waited / customers as f64
}

/// An exponential of mean 1 from a SplitMix64 sequence.
#[inline]
fn exponential(random: &mut u64) -> f64 {
    *random = random.wrapping_add(0x9E37_79B9_7F4A_7C15);
    -(1.0 - ambics::rng::u53(ambics::rng::mix64(*random))).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_is_a_queue() {
        // Erlang C of 5 servers at 0.8: 0.5541 wait, 0.5541 mean services on average.
        let wait = mmc(4_000_000, 5, 0.8, 1);
        assert!((wait / 0.5541 - 1.0).abs() < 0.03, "{wait}");
    }

    #[test]
    fn a_week_on_ready_tapes_is_the_week() {
        let stage = Stage::new("tiny/tiny");
        assert_eq!(stage.week(true), stage.week(false));
        assert!(stage.incidents() > 500);
    }
}
