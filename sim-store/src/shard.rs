//! One machine's part of a list of runs.

use std::fmt;
use std::str::FromStr;

/// The `index`-th of `of` parts, written `index/of`: `1/4` to `4/4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    of: u32,
}

/// Text that names no part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a shard: write i/n with 1 <= i <= n, such as 1/4")]
pub struct NotAShard(String);

impl Shard {
    /// This part of a list: every `of`-th, so that sizes differ by one at most and the parts together are the list.
    pub fn of<T: Clone>(self, all: &[T]) -> Vec<T> {
        all.iter().skip(self.index as usize - 1).step_by(self.of as usize).cloned().collect()
    }
}

impl FromStr for Shard {
    type Err = NotAShard;

    fn from_str(text: &str) -> Result<Self, NotAShard> {
        let parts = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((index, of)) if 1 <= index && index <= of => Ok(Self { index, of }),
            _ => Err(NotAShard(text.to_owned())),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_a_list_without_rest_or_overlap() {
        let list: Vec<u32> = (0..11).collect();
        for of in 1..=13 {
            let parts: Vec<Vec<u32>> =
                (1..=of).map(|i| format!("{i}/{of}").parse::<Shard>().unwrap().of(&list)).collect();
            let mut all = parts.concat();
            all.sort_unstable();
            assert_eq!(all, list);
            let longest = parts.iter().map(Vec::len).max();
            assert!(longest <= parts.iter().map(|part| part.len() + 1).min());
        }
    }

    #[test]
    fn what_names_no_part_is_refused() {
        for text in ["", "1", "0/4", "5/4", "1/0", "-1/4", "1/4/2", "a/b"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
        assert_eq!("2/4".parse::<Shard>().unwrap().to_string(), "2/4");
    }
}
