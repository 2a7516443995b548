//! Why something is not computed.

use super::item::Item;
use crate::problem::did_you_mean;

/// A question that the published figures cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The file has no such item.
    #[error("there is no item `{code}` in this file{}", bracketed(.hint))]
    NoItem {
        /// What was asked for.
        code: String,
        /// The nearest one.
        hint: String,
    },
    /// The file has no such organisation.
    #[error("there is no organisation `{code}` in this file{}", bracketed(.hint))]
    NoOrganisation {
        /// What was asked for.
        code: String,
        /// The nearest one.
        hint: String,
    },
    /// A centile was to be added or averaged.
    #[error(
        "{item} is the {centile} centile of single times. The centile of several months or organisations cannot be made \
         from theirs, neither by adding nor by averaging, weighted or not: it needs every single time. Use the mean, \
         which is a total over a count, or show the lowest and the highest"
    )]
    Centile {
        /// Its code and name.
        item: String,
        /// Which one, as `90th`.
        centile: String,
    },
    /// A mean was to be added.
    #[error(
        "{item} is a mean, and means do not add up. Ask for its mean: {total} over {base}, both added up"
    )]
    MeanAdded {
        /// Its code and name.
        item: String,
        /// The code of its total.
        total: String,
        /// The code of its count.
        base: String,
    },
    /// Nothing is known of the item.
    #[error(
        "{code} is not in the table of items, so it is not known whether it adds up: it is kept and listed, not used"
    )]
    UnknownItem {
        /// Its code.
        code: String,
    },
    /// A mean was asked for of what has no base.
    #[error("{item} counts what is in no other item: there is nothing to divide it by. Ask for its total")]
    NoBase {
        /// Its code and name.
        item: String,
    },
    /// Organisations of several levels were to be added.
    #[error(
        "the organisations asked for are of several levels ({levels}), so that the same incidents would count twice"
    )]
    Levels {
        /// Their names.
        levels: String,
    },
    /// An organisation is named twice.
    #[error("`{code}` is named twice, and would count twice")]
    Twice {
        /// Its code.
        code: String,
    },
    /// There is nothing to add up.
    #[error("no figure of {item} is published for these organisations and months")]
    NoFigure {
        /// Its code and name.
        item: String,
    },
}

fn bracketed(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!(" ({hint})") }
}

impl Refusal {
    /// No such item among those of the file.
    pub(super) fn no_item(code: &str, items: &[Item]) -> Self {
        let names = items.iter().flat_map(|item| [item.code.as_str(), item.name.as_str()]);
        Self::NoItem {
            code: code.to_owned(),
            hint: did_you_mean(code, names.filter(|name| !name.is_empty())),
        }
    }

    /// A centile of this item.
    pub(super) fn centile(item: &Item) -> Self {
        let which = item.centile.map_or_else(String::new, |centile| format!("{centile}th"));
        Self::Centile { item: item.title(), centile: which }
    }
}
