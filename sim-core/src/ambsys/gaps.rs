//! When each item begins and ends, and where an organisation has months without figures in between.

use super::{AmbSys, Item, ItemKind};
use crate::region::Month;
use std::collections::BTreeMap;

/// Items that begin and end together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// First month with a figure of anyone.
    pub first: Month,
    /// Last month with one.
    pub last: Month,
    /// Codes of the items, in the order of the columns.
    pub items: Vec<String>,
}

/// Months in a row in which an organisation has no figure of some items, though it has them before and after.
///
/// A mean or a centile of nothing, whose count is 0, is no gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Code of the organisation.
    pub organisation: String,
    /// First month without figures.
    pub first: Month,
    /// Last month without.
    pub last: Month,
    /// How many months of the file that is.
    pub months: usize,
    /// Codes of the items, in the order of the columns.
    pub items: Vec<String>,
}

impl AmbSys {
    /// The items by first and last month of publication; items without any figure are left out.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        let mut spans: Vec<Option<(Month, Month)>> = vec![None; self.items.len()];
        for figure in &self.figures {
            let span = &mut spans[usize::from(figure.item)];
            let (first, last) = span.unwrap_or((figure.month, figure.month));
            *span = Some((first.min(figure.month), last.max(figure.month)));
        }
        let mut blocks: BTreeMap<(Month, Month), Vec<String>> = BTreeMap::new();
        for (item, span) in self.items.iter().zip(spans) {
            if let Some(span) = span {
                blocks.entry(span).or_default().push(item.code.clone());
            }
        }
        blocks.into_iter().map(|((first, last), items)| Block { first, last, items }).collect()
    }

    /// The gaps, in order of organisation and first month.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let months = self.months();
        (0..self.organisations.len()).flat_map(|organisation| self.gaps_of(organisation, &months)).collect()
    }

    fn gaps_of(&self, organisation: usize, months: &[Month]) -> Vec<Gap> {
        let mut open: Vec<Vec<String>> = vec![Vec::new(); months.len()];
        for (row, item) in self.items.iter().enumerate() {
            let has: Vec<bool> =
                months.iter().map(|month| self.at(organisation, *month, row).is_some()).collect();
            let (Some(first), Some(last)) = (has.iter().position(|h| *h), has.iter().rposition(|h| *h))
            else {
                continue;
            };
            for at in (first..last).filter(|at| !has[*at]) {
                if !self.is_of_nothing(organisation, months[at], item) {
                    open[at].push(item.code.clone());
                }
            }
        }
        let mut gaps: Vec<Gap> = Vec::new();
        let mut before: Option<usize> = None;
        for (at, items) in open.into_iter().enumerate().filter(|(_, items)| !items.is_empty()) {
            match gaps.last_mut().filter(|gap| before == at.checked_sub(1) && gap.items == items) {
                Some(gap) => (gap.last, gap.months) = (months[at], gap.months + 1),
                None => gaps.push(Gap {
                    organisation: self.organisations[organisation].code.clone(),
                    first: months[at],
                    last: months[at],
                    months: 1,
                    items,
                }),
            }
            before = Some(at);
        }
        gaps
    }

    /// Whether an item is the mean or a centile of nothing.
    fn is_of_nothing(&self, organisation: usize, month: Month, item: &Item) -> bool {
        let base = item.base.as_ref().and_then(|code| self.find_item(code));
        matches!(item.kind, ItemKind::Mean | ItemKind::Centile)
            && base.is_some_and(|base| self.at(organisation, month, base) == Some(0))
    }
}
