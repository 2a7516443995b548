//! Luck by address: a mark is a pure function of (seed, purpose, replication, entity, index).
//!
//! Nothing is drawn in sequence, so nothing that is added, removed or asked in another order moves any
//! other mark. All arithmetic is on 64-bit integers and is the same on every machine.

mod purpose;

pub use purpose::Purpose;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of SplitMix64: a bijection that spreads every input bit over the whole word.
///
/// # Source
/// Steele, Lea and Flood (2014), *Fast splittable pseudorandom number generators*, OOPSLA; constants of
/// Stafford's variant 13.
#[inline]
#[must_use]
pub const fn mix64(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The top 53 bits as a number in [0, 1).
#[inline]
#[must_use]
pub const fn u53(x: u64) -> f64 {
    (x >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// 64 bits made from a stable code, for use as an entity.
#[must_use]
pub fn code64(code: &str) -> u64 {
    // FNV-1a, then mixed: short codes differ in few bits.
    let folded = code.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    mix64(folded)
}

/// Joins two entity words into one; not symmetric.
#[inline]
#[must_use]
pub const fn join(a: u64, b: u64) -> u64 {
    mix64(a.wrapping_mul(GOLDEN) ^ mix64(b.wrapping_add(GOLDEN)))
}

/// Where luck is looked up: one seed and one replication, every purpose.
///
/// ```
/// use ambics::{Address, Purpose};
/// let address = Address::new(1, 7);
/// let key = address.key(Purpose::OnScene, 42);
/// assert_eq!(key.mark(0), Address::new(1, 7).key(Purpose::OnScene, 42).mark(0));
/// assert_ne!(key.mark(0), key.mark(1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    seed: u64,
    replication: u32,
    base: [u64; Purpose::COUNT],
}

impl Address {
    /// The address of a replication (from 0) under a seed.
    #[must_use]
    pub fn new(seed: u64, replication: u32) -> Self {
        let mut base = [0; Purpose::COUNT];
        for (number, slot) in base.iter_mut().enumerate() {
            *slot = join(join(seed, number as u64), u64::from(replication));
        }
        Self { seed, replication, base }
    }

    /// The address that so many replications in a row share: that of what is believed, and not of what happens.
    #[must_use]
    pub fn outer(&self, replications: u32) -> Self {
        Self::new(self.seed, self.replication / replications.max(1))
    }

    /// The key of an entity's marks for one purpose.
    #[inline]
    #[must_use]
    pub const fn key(&self, purpose: Purpose, entity: u64) -> Key {
        Key(mix64(self.base[purpose as usize] ^ mix64(entity.wrapping_add(GOLDEN))))
    }

    /// The first mark of an entity for one purpose.
    #[inline]
    #[must_use]
    pub const fn mark(&self, purpose: Purpose, entity: u64) -> f64 {
        self.key(purpose, entity).mark(0)
    }
}

/// The key of one entity's marks for one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub u64);

impl Key {
    /// Mark number `index`: uniform in [0, 1).
    #[inline]
    #[must_use]
    pub const fn mark(self, index: u64) -> f64 {
        u53(mix64(self.0.wrapping_add(index.wrapping_add(1).wrapping_mul(GOLDEN))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_committed_values() {
        let key = Address::new(1, 0).key(Purpose::Count, code64("E02000001"));
        let seen: Vec<String> = (0..4).map(|i| format!("{:.12}", key.mark(i))).collect();
        insta::assert_snapshot!(seen.join(" "), @"0.549709658284 0.936884298712 0.492150539230 0.980663760949");
    }

    #[test]
    fn marks_are_uniform_and_uncorrelated_across_entities() {
        let address = Address::new(11, 3);
        let marks: Vec<f64> = (0..200_000).map(|e| address.mark(Purpose::Drive, e)).collect();
        let n = marks.len() as f64;
        let mean = marks.iter().sum::<f64>() / n;
        let lag: f64 = marks.windows(2).map(|w| (w[0] - 0.5) * (w[1] - 0.5)).sum::<f64>() / n * 12.0;
        assert!((mean - 0.5).abs() < 4.0 * (1.0 / 12.0 / n).sqrt(), "mean {mean}");
        assert!(lag.abs() < 4.0 / n.sqrt(), "lag-one correlation {lag}");
    }
}
