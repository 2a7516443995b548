//! What each step of an incident costs, in the South West of its second week; first, how often it is taken.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use ambics::dist::{QuantileTable, Shape};
use ambics::{Address, Purpose};
use ambics_bench::asked::{Asked, Stopwatch};
use ambics_bench::{Counts, Stage};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

/// Marks and quantiles that are taken before the time is taken once.
const MARKS: u64 = 4_096;

fn marks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("mark");
    group.throughput(Throughput::Elements(MARKS));
    let address = Address::new(1, 0);
    group.bench_function("by_address", |bencher| {
        bencher.iter(|| (0..MARKS).map(|id| address.mark(Purpose::OnScene, id)).sum::<f64>());
    });
    group.finish();
    let marks: Vec<f64> = (0..MARKS).map(|id| address.mark(Purpose::OnScene, id)).collect();
    let mut group = criterion.benchmark_group("quantile");
    group.throughput(Throughput::Elements(MARKS));
    for (name, shape) in [("exponential", Shape::Exponential), ("lognormal", Shape::Lognormal { cv: 0.8 })] {
        let table = QuantileTable::new(shape);
        group.bench_function(BenchmarkId::new("table", name), |bencher| {
            bencher.iter(|| marks.iter().map(|u| table.quantile(*u)).sum::<f64>());
        });
        group.bench_function(BenchmarkId::new("exact", name), |bencher| {
            bencher.iter(|| marks.iter().map(|u| black_box(shape).quantile(*u)).sum::<f64>());
        });
    }
}

/// A kind of question, and what one costs, ns.
type Question = (&'static str, fn(&Asked) -> f64);

/// A place is that of one vehicle.
const QUESTIONS: [Question; 5] = [
    ("dispatch", |asked| asked.dispatch.each_ns()),
    ("queue_look", |asked| asked.queue.each_ns()),
    ("diversion", |asked| asked.diversion.each_ns()),
    ("swap", |asked| asked.swap.each_ns()),
    ("place_of_a_vehicle", |asked| per_vehicle(&asked.places)),
];

fn per_vehicle(places: &Stopwatch) -> f64 {
    places.each_ns() / places.listed()
}

fn questions(criterion: &mut Criterion) {
    let stage = Stage::new("south-west");
    println!("South West, the second week: {}", Counts::of(&stage));
    let mut group = criterion.benchmark_group("question");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    for (name, each_ns) in QUESTIONS {
        group.bench_function(name, |bencher| {
            // One week answers for as many questions as are asked for.
            bencher.iter_custom(|n| Duration::from_nanos((each_ns(&stage.asked()) * n as f64) as u64));
        });
    }
}

fn records(criterion: &mut Criterion) {
    let stage = Stage::new("south-west");
    let told = stage.told();
    let mut group = criterion.benchmark_group("records");
    group.throughput(Throughput::Elements(told.noted()));
    group.bench_function("facts_of_a_week", |bencher| bencher.iter(|| stage.record(&told)));
    let week = stage.week(false).remove(0);
    group.throughput(Throughput::Elements(stage.incidents()));
    group.bench_function("measures_of_a_week", |bencher| bencher.iter(|| stage.measure(&week)));
}

criterion_group!(benches, marks, questions, records);
criterion_main!(benches);
