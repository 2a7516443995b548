//! What the item codes stand for.

use serde::Deserialize;

/// What kind of figure an item is, and so what may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A count: adds up over months and organisations.
    Count,
    /// Seconds summed over what its base counts: adds up too.
    Total,
    /// Seconds: a total over a count. It never adds up, and is made anew from both.
    Mean,
    /// Seconds: a centile. Nothing can be made from several.
    Centile,
    /// A code that the table of items does not know: kept, listed and not used.
    Unknown,
}

impl ItemKind {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Total => "total",
            Self::Mean => "mean",
            Self::Centile => "centile",
            Self::Unknown => "unknown",
        }
    }

    /// Whether figures of this kind add up over months and organisations.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self, Self::Count | Self::Total)
    }
}

/// How it is known what a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A reference names it, and the arithmetic of the published file agrees.
    Named,
    /// The arithmetic shows its kind; what it counts is not decoded.
    Arithmetic,
    /// Nothing is known.
    None,
}

impl Evidence {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Arithmetic => "arithmetic",
            Self::None => "none",
        }
    }
}

/// One item of the Ambulance Systems Indicators.
///
/// # Source
/// `scenarios/ambsys/items.csv`, whose `SOURCE.toml` says how each meaning was found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its code, as published: `A31`.
    pub code: String,
    /// Our name for it, with the unit at its end where it has one; empty if the code is not known.
    pub name: String,
    /// What kind of figure it is.
    pub kind: ItemKind,
    /// Unit; empty if it has none.
    pub unit: String,
    /// Code of the count that it is of: of a total, a mean and a centile what was measured; of a part its whole.
    #[serde(rename = "base_code")]
    pub base: Option<String>,
    /// Of a mean, the code of its total.
    #[serde(rename = "total_code")]
    pub total: Option<String>,
    /// Of a centile, which one.
    pub centile: Option<u8>,
    /// How that is known.
    pub evidence: Evidence,
    /// One sentence.
    pub meaning: String,
}

impl Item {
    /// An item of which only the code is known.
    #[must_use]
    pub fn unknown(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            name: String::new(),
            kind: ItemKind::Unknown,
            unit: String::new(),
            base: None,
            total: None,
            centile: None,
            evidence: Evidence::None,
            meaning: String::new(),
        }
    }

    /// Code and name, for people.
    #[must_use]
    pub fn title(&self) -> String {
        if self.name.is_empty() { self.code.clone() } else { format!("{} ({})", self.code, self.name) }
    }
}

/// Every item whose meaning or kind is known, in order of the numbers of their codes.
///
/// # Panics
/// If the table that ambics ships is damaged.
#[must_use]
pub fn items() -> Vec<Item> {
    let mut reader = csv::Reader::from_reader(ambics_scenarios::ambsys_items().as_bytes());
    reader.deserialize().map(|row| row.expect("the shipped table of items is sound")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_of_an_item_leads_to_the_right_kind() {
        let items = items();
        let kind = |code: &String| items.iter().find(|item| item.code == *code).map(|item| item.kind);
        assert_eq!(items.len(), 148);
        for item in &items {
            let base = item.base.as_ref().map(|code| kind(code).expect("a base is an item"));
            let total = item.total.as_ref().map(|code| kind(code).expect("a total is an item"));
            let in_seconds = item.unit == "s";
            match item.kind {
                ItemKind::Count => assert!(!in_seconds && total.is_none(), "{}", item.code),
                ItemKind::Total => assert!(in_seconds && base == Some(ItemKind::Count), "{}", item.code),
                ItemKind::Mean => {
                    assert_eq!(
                        (base, total),
                        (Some(ItemKind::Count), Some(ItemKind::Total)),
                        "{}",
                        item.code
                    );
                }
                ItemKind::Centile => {
                    assert!(base == Some(ItemKind::Count) && item.centile.is_some(), "{}", item.code);
                }
                ItemKind::Unknown => panic!("{} is in the table", item.code),
            }
            assert_eq!(item.name.ends_with("_s"), in_seconds, "{}", item.code);
            assert!(item.meaning.ends_with('.'), "{}", item.code);
        }
    }

    #[test]
    fn codes_and_names_are_there_once_and_in_order() {
        let items = items();
        let number = |item: &Item| item.code[1..].parse::<u32>().expect("a number behind the A");
        assert!(items.is_sorted_by(|a, b| number(a) < number(b)));
        let mut names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), items.len());
    }
}
