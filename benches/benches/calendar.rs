//! The calendar: one event out, one in (the hold model), with so many pending.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use ambics::calendar::Calendar;
use ambics::rng::{mix64, u53};
use ambics::state::Event;
use ambics::units::SimTime;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Holds before the time is taken once.
const HOLDS: u64 = 10_000;

/// An exponential time ahead of a mean of one hour, ms.
fn ahead(random: &mut u64) -> i64 {
    *random = random.wrapping_add(0x9E37_79B9_7F4A_7C15);
    (-3.6e6 * (1.0 - u53(mix64(*random))).ln()) as i64
}

fn hold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("calendar_hold");
    group.throughput(Throughput::Elements(HOLDS));
    for pending in [500u32, 5_000] {
        let mut random = 1;
        let mut calendar = Calendar::with_capacity(pending as usize + 1);
        for vehicle in 0..pending {
            let event = Event::VehicleClears { vehicle: ambics::ids::VehicleId(vehicle), job: 0 };
            calendar.push(SimTime(ahead(&mut random)), event.rank(), event);
        }
        group.bench_function(BenchmarkId::from_parameter(pending), |bencher| {
            bencher.iter(|| {
                for _ in 0..HOLDS {
                    let (now, event) = calendar.pop().expect("as many go in as come out");
                    calendar.push(SimTime(now.0 + ahead(&mut random)), event.rank(), black_box(event));
                }
            });
        });
    }
}

criterion_group!(benches, hold);
criterion_main!(benches);
