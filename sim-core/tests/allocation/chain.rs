//! Known answers of the chain of two trusts that lend.

use ambics::allocation::chain::{Lending, LendingOutcome, LendingTrust, lend_if_idle};

fn solve(rules: [Option<Lending>; 2]) -> LendingOutcome {
    let trust =
        |arrival_rate, vehicles, lends| LendingTrust { arrival_rate, service_rate: 1.0, vehicles, lends };
    lend_if_idle(&[trust(3.0, 4, rules[0]), trust(5.0, 6, rules[1])]).expect("a small chain")
}

/// Two trusts, loads 3 and 5 erlangs, 4 and 6 vehicles; overflow to the other if it has at least r idle.
///
/// Source: balance equations of the two-dimensional chain; the ends are Erlang B (1917): B(4, 3), B(6, 5), B(10, 8).
#[test]
fn two_trusts_by_reserve() {
    let want = [
        (99, [0.206_106_870_229_007_64, 0.191_847_258_886_365_06]),
        (3, [0.162_326_259_857_967_3, 0.174_573_184_679_406_83]),
        (2, [0.139_500_323_090_910_68, 0.150_148_004_750_292_97]),
        (1, [0.121_661_064_252_951_5, 0.121_661_064_252_951_5]),
    ];
    for (if_idle, loss) in want {
        let out = solve([Some(Lending { if_idle, most_lent: u32::MAX, service_rate: 1.0 }); 2]);
        let near = out.loss.iter().zip(loss).all(|(got, want)| (got - want).abs() < 1e-12);
        assert!(near, "r = {if_idle}: {out:?}");
    }
    assert_eq!(solve([None; 2]).answered_by_other, [0.0; 2]);
}

/// Work done equals work let in, with loans that are capped and slower; and each direction of the rule is monotone.
#[test]
fn flows_balance_and_the_rule_moves_the_right_way() {
    for (if_idle, most_lent, service_rate) in [(1, 2, 0.7), (2, 1, 0.4), (1, 3, 1.3)] {
        let out = solve([Some(Lending { if_idle, most_lent, service_rate }); 2]);
        for (t, (load, vehicles)) in [(3.0, 4.0), (5.0, 6.0)].into_iter().enumerate() {
            let at_home = load * (1.0 - out.loss[t] - out.answered_by_other[t]);
            let busy = out.busy_fraction[t] * vehicles;
            assert!((at_home + out.on_loan[t] - busy).abs() < 1e-10, "{t} {out:?}");
            assert!(out.on_loan[t] <= f64::from(most_lent));
        }
    }
    let slow =
        |service_rate| solve([None, Some(Lending { if_idle: 1, most_lent: u32::MAX, service_rate })]).loss;
    assert!(slow(0.5)[0] > slow(0.99)[0] && slow(0.5)[1] > slow(0.99)[1], "slower loans cost both");
    let capped = |most_lent| solve([None, Some(Lending { if_idle: 1, most_lent, service_rate: 0.9 })]).loss;
    assert!(capped(1)[0] > capped(2)[0] && capped(1)[1] < capped(2)[1]);
    assert_eq!(capped(0), solve([None; 2]).loss);
}

/// Two large trusts whose loans are told apart from work at home.
#[test]
fn a_large_chain_settles() {
    let trust = |arrival_rate, vehicles| LendingTrust {
        arrival_rate,
        service_rate: 1.0,
        vehicles,
        lends: Some(Lending { if_idle: 3, most_lent: 6, service_rate: 0.8 }),
    };
    let out = lend_if_idle(&[trust(18.0, 20), trust(24.0, 28)]).expect("26,000 states");
    assert!(out.loss.iter().all(|&x| x > 0.01 && x < 0.15), "{out:?}");
}
