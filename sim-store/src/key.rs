//! The two names of a run: its key says what was asked, its digest what came out.

use std::fmt;
use std::str::FromStr;

/// Text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a hash: 64 hexadecimal digits are needed")]
pub struct NotHex(String);

macro_rules! hash_names {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            /// From 32 bytes that are a hash already.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotHex;

            fn from_str(text: &str) -> Result<Self, NotHex> {
                let hash = blake3::Hash::from_hex(text).map_err(|_| NotHex(text.to_owned()))?;
                Ok(Self(*hash.as_bytes()))
            }
        }
    )*};
}

hash_names! {
    /// What a run is: 32 bytes made from all that decides its result, shown as 64 hexadecimal digits.
    Key,
    /// What a run or a file holds: the BLAKE3 hash of its bytes, as `b3sum` prints it.
    Digest,
}

impl Key {
    /// The key of these parts, in this order: scenario hash, data hash, address of the luck, version of the results.
    ///
    /// Each part goes in with its length, so that no two lists of parts run into the same bytes.
    pub fn of(parts: &[&[u8]]) -> Self {
        Self(sealed("ambics store, key of a run, 1", parts))
    }
}

impl Digest {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

/// A hash over parts that no other list of parts and no other `purpose` gives.
pub(crate) fn sealed(purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(purpose);
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let same_text: [&[&[u8]]; 4] = [&[b"ab", b"c"], &[b"a", b"bc"], &[b"abc"], &[b"abc", b""]];
        let keys: std::collections::BTreeSet<Key> = same_text.iter().map(|parts| Key::of(parts)).collect();
        assert_eq!(keys.len(), same_text.len());
    }

    #[test]
    fn a_key_of_today_is_a_key_of_tomorrow() {
        let key = Key::of(&[b"scenario", b"data", b"7", b"1"]);
        assert_eq!(key.to_string().parse::<Key>(), Ok(key));
        assert_eq!(key.to_string(), "686f982d5f8781d22c7895165348cd47efe61041cda1f30d42040ad29d32dddb");
    }

    #[test]
    fn a_digest_is_what_b3sum_prints() {
        let of_nothing = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert_eq!(Digest::of(b"").to_string(), of_nothing);
    }

    #[test]
    fn what_is_not_a_hash_is_refused() {
        for text in ["", "12", "zz", &"0".repeat(63), &"g".repeat(64)] {
            assert!(text.parse::<Digest>().unwrap_err().to_string().contains("64 hexadecimal digits"));
        }
    }
}
