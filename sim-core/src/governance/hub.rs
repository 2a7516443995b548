//! Clinicians who take calls that would have an ambulance: how many of the calls they reach, apart and together.

/// Erlang's loss formula for any number of servers, whole or not: the share of arrivals that find every one busy.
///
/// `servers` at work on average and `load` in erlangs, both above 0; 1 without a server, 0 without a load.
///
/// # Source
/// Jagerman (1974), *Some properties of the Erlang loss function*: 1/B = ∫ e⁻ᵘ (1 + u/a)ᶜ du over u from 0.
#[must_use]
pub fn loss(servers: f64, load: f64) -> f64 {
    if load <= 0.0 || servers <= 0.0 {
        return if load > 0.0 { 1.0 } else { 0.0 };
    }
    let whole = servers.floor();
    let mut inverse = inverse_below_one(servers - whole, load);
    for step in 1..=whole as u64 {
        inverse = 1.0 + (servers - whole + step as f64) / load * inverse;
    }
    1.0 / inverse
}

/// 1/B for a part of one server, by Simpson's rule over v with u = v².
fn inverse_below_one(servers: f64, load: f64) -> f64 {
    const STEPS: u32 = 400;
    const END: f64 = 6.5;
    let width = END / f64::from(STEPS);
    let at = |step: u32| {
        let v = f64::from(step) * width;
        let weight = if step % 2 == 1 {
            4.0
        } else if step == 0 || step == STEPS {
            1.0
        } else {
            2.0
        };
        weight * 2.0 * v * libm::exp(-v * v) * libm::pow(1.0 + v * v / load, servers)
    };
    (0..=STEPS).map(at).sum::<f64>() * width / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loss_of_whole_servers_is_the_sum_of_the_book() {
        // aᶜ/c! over the sum of aᵏ/k!.
        for (servers, load, want) in [(1.0, 1.0, 0.5), (2.0, 1.0, 0.2), (3.0, 2.0, 4.0 / 19.0)] {
            assert!((loss(servers, load) - want).abs() < 1e-6, "{servers} {load}: {}", loss(servers, load));
        }
        assert_eq!((loss(0.0, 2.0), loss(3.0, 0.0)), (1.0, 0.0));
    }

    #[test]
    fn loss_falls_between_whole_servers_and_together() {
        let between = loss(2.5, 2.0);
        assert!(loss(3.0, 2.0) < between && between < loss(2.0, 2.0));
        // Seven hubs of half a clinician each reach fewer than one of three and a half.
        assert!(loss(3.5, 2.1) < loss(0.5, 0.3));
        // No room for gain from pooling where load is all there is: both lose nearly all.
        assert!((loss(0.5, 300.0) - loss(3.5, 2_100.0)).abs() < 1e-3);
    }
}
