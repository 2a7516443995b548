//! The tape: all incidents of a week, in a service and in England.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use ambics_bench::{Bench, Processor, Stage};
use criterion::{BenchmarkId, Throughput, criterion_group, criterion_main};

fn week(criterion: &mut Bench) {
    let mut group = criterion.benchmark_group("tape_week");
    for name in ["tiny/tiny", "south-west"] {
        let stage = Stage::new(name);
        group.throughput(Throughput::Elements(stage.incidents()));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| bencher.iter(|| stage.tape(0, 1)));
    }
}

criterion_group!(name = benches; config = Processor::bench(); targets = week);
criterion_main!(benches);
