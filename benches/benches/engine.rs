//! The engine: a week from a state one week in, everything recorded, on one core; and the speed of light beside it.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use ambics_bench::{Bench, EngineQueue, Processor, Stage, mmc};
use criterion::{BenchmarkId, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const CUSTOMERS: u64 = 100_000;

fn speed_of_light(criterion: &mut Bench) {
    let mut group = criterion.benchmark_group("mmc_loop");
    group.throughput(Throughput::Elements(CUSTOMERS));
    for servers in [5, 50] {
        group.bench_function(BenchmarkId::from_parameter(servers), |bencher| {
            bencher.iter(|| mmc(CUSTOMERS, black_box(servers), 0.8, 1));
        });
    }
}

fn queue_by_engine(criterion: &mut Bench) {
    let mut group = criterion.benchmark_group("mmc_engine");
    for servers in [5, 50] {
        let queue = EngineQueue::new(50_000.0, servers, 0.8, 0);
        group.sample_size(10).throughput(Throughput::Elements(queue.customers()));
        group.bench_function(BenchmarkId::from_parameter(servers), |bencher| bencher.iter(|| queue.run()));
    }
}

fn week(criterion: &mut Bench) {
    for name in ["tiny/tiny", "south-west", "england-2023"] {
        let stage = Stage::new(name);
        let mut group = criterion.benchmark_group("engine_week");
        group.sample_size(10).throughput(Throughput::Elements(stage.incidents()));
        group.bench_function(BenchmarkId::new("ready_tape", name), |bencher| {
            bencher.iter(|| stage.week(false))
        });
        group
            .bench_function(BenchmarkId::new("with_tape", name), |bencher| bencher.iter(|| stage.week(true)));
    }
}

criterion_group!(name = benches; config = Processor::bench(); targets = speed_of_light, queue_by_engine, week);
criterion_main!(benches);
