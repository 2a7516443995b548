//! The embedder's example, compiled into the tests and run.

#[path = "../examples/own_dispatch.rs"]
mod own_dispatch;

#[test]
fn an_embedders_own_rule_runs_and_is_felt() {
    own_dispatch::main();
    let rows = own_dispatch::both_rules();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|(_, closest, own)| *closest > 1.0 && *own > 1.0));
    let total = |pick: fn(&(String, f64, f64)) -> f64| rows.iter().map(pick).sum::<f64>();
    assert!(total(|row| row.2) > total(|row| row.1), "to borrow less costs time: {rows:?}");
}
