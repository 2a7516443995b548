//! The calendar: one event out, one in (the hold model), in four calendars, with so many pending.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use ambics::calendar::Calendar;
use ambics::state::Event;
use ambics_bench::calendars::{Ahead, Binary, FourAry, Pending, Radix, delays, filled, hold};
use ambics_bench::{Bench, Processor};
use criterion::{BenchmarkGroup, BenchmarkId, Throughput, criterion_group, criterion_main};

/// Holds before the time is taken once.
const HOLDS: usize = 1 << 14;

fn one<P: Pending>(group: &mut BenchmarkGroup<'_, Processor>, name: &str, pending: u32, delays: &[i64]) {
    let mut calendar: P = filled(pending, delays);
    group.bench_function(BenchmarkId::new(name, pending), |bencher| {
        bencher.iter(|| hold(&mut calendar, delays));
    });
}

fn all(criterion: &mut Bench) {
    for (name, ahead) in [("minutes", Ahead::Minutes), ("to_days", Ahead::ToDays)] {
        let delays = delays(ahead, HOLDS);
        let mut group = criterion.benchmark_group(format!("calendar_hold_{name}"));
        group.throughput(Throughput::Elements(HOLDS as u64));
        for pending in [500, 5_000] {
            one::<Calendar<Event>>(&mut group, "ours", pending, &delays);
            one::<Binary>(&mut group, "binary_heap", pending, &delays);
            one::<FourAry>(&mut group, "four_ary_heap", pending, &delays);
            one::<Radix>(&mut group, "radix_heap", pending, &delays);
        }
    }
}

criterion_group!(name = benches; config = Processor::bench(); targets = all);
criterion_main!(benches);
