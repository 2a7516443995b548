//! What each step of an incident costs, in the South West of its second week; first, how often it is taken.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use ambics::dist::{QuantileTable, Shape};
use ambics::{Address, Purpose};
use ambics_bench::asked::{Kind, question_ns};
use ambics_bench::{Bench, Counts, Processor, Stage};
use criterion::{BenchmarkId, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

/// Marks and quantiles that are taken before the time is taken once.
const MARKS: u64 = 4_096;

fn marks(criterion: &mut Bench) {
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

/// The kinds of question.
const QUESTIONS: [(&str, Kind); 4] = [
    ("dispatch", |asked| &asked.dispatch),
    ("queue_look", |asked| &asked.queue),
    ("diversion", |asked| &asked.diversion),
    ("swap", |asked| &asked.swap),
];

/// Weeks of which each question's least time is taken: others use the machine too.
const WEEKS: usize = 5;

fn questions(criterion: &mut Bench) {
    let stage = Stage::new("south-west");
    println!("South West, the second week: {}", Counts::of(&stage));
    let mut group = criterion.benchmark_group("question");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    for (name, kind) in QUESTIONS {
        group.bench_function(name, |bencher| {
            // The same weeks answer for as many questions as are asked for.
            bencher
                .iter_custom(|n| Duration::from_nanos((question_ns(&stage, kind, WEEKS) * n as f64) as u64));
        });
    }
}

fn records(criterion: &mut Bench) {
    let stage = Stage::new("south-west");
    let mut group = criterion.benchmark_group("records");
    let told = stage.told(2_048);
    let mut recorder = stage.recorder();
    group.throughput(Throughput::Elements(told.kept()));
    group.bench_function("facts", |bencher| bencher.iter(|| told.tell(&mut recorder)));
    let week = stage.week(false).remove(0);
    group.throughput(Throughput::Elements(stage.incidents()));
    group.bench_function("measures_of_a_week", |bencher| bencher.iter(|| stage.measure(&week)));
}

criterion_group!(name = benches; config = Processor::bench(); targets = marks, questions, records);
criterion_main!(benches);
