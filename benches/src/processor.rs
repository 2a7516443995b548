use criterion::Criterion;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Time that this thread has had of a processor. Others use the machine too, and by the clock on the wall a bench would
/// take the time of theirs; caches and clock rates are shared all the same.
#[derive(Debug, Clone, Copy)]
pub struct Processor;

/// Benches that take processor time.
pub type Bench = Criterion<Processor>;

impl Processor {
    /// A bench as it starts.
    #[must_use]
    pub fn bench() -> Bench {
        Criterion::default().with_measurement(Self)
    }

    /// Time had so far.
    fn now() -> Duration {
        let had = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(had.tv_sec as u64, had.tv_nsec as u32)
    }
}

impl Measurement for Processor {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        Self::now()
    }

    fn end(&self, began: Duration) -> Duration {
        Self::now() - began
    }

    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_takes_no_processor_time() {
        let began = Processor.start();
        std::thread::sleep(Duration::from_millis(200));
        let slept = Processor.end(began);
        assert!(slept < Duration::from_millis(50), "{slept:?}");
        let began = Processor.start();
        assert!(crate::mmc(300_000, 5, 0.8, 1) > 0.0);
        assert!(Processor.end(began) > Duration::from_millis(1));
    }
}
