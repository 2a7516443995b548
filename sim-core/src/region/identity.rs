//! The 30 bits that name an area in the addresses of luck.

use crate::rng::code64;

/// Bit 29: the code is one capital letter of a country and eight digits.
const ONS: u32 = 1 << 29;
const COUNTRY_SHIFT: u32 = 27;

/// 30 bits made from an area's code alone.
///
/// A code such as `E02000001` keeps its country and its number, so that no two of them meet; any other
/// code is hashed to 29 bits, and two that meet are a fault of loading.
pub(super) fn identity(code: &str) -> u32 {
    match ons_number(code) {
        Some((country, number)) => ONS | (country << COUNTRY_SHIFT) | number,
        None => (code64(code) & u64::from(ONS - 1)) as u32,
    }
}

fn ons_number(code: &str) -> Option<(u32, u32)> {
    let country = ["E", "W", "S", "N"].iter().position(|letter| code.starts_with(letter))? as u32;
    let digits = &code[1..];
    let well_formed = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    well_formed.then(|| digits.parse().ok()).flatten().map(|number| (country, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_statistics_office_keep_their_number() {
        assert_eq!(identity("E02000001"), (1 << 29) | 2_000_001);
        assert_eq!(identity("W02000001"), (1 << 29) | (1 << 27) | 2_000_001);
        assert_eq!(identity("N99999999"), (1 << 29) | (3 << 27) | 99_999_999);
    }

    #[test]
    fn other_codes_are_hashed_below_bit_29() {
        for code in ["K02000001", "E0200001", "E+2000001", "", "É2000001", "valley"] {
            assert!(identity(code) < ONS, "{code}");
        }
        assert_ne!(identity("valley"), identity("hill"));
    }
}
