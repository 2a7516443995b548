//! Adding up over months and organisations, and means as total over count.

use super::{AmbSys, Item, ItemKind, OrgLevel, Refusal};
use crate::problem::did_you_mean;
use crate::region::Month;

/// Which organisations and months.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Codes of organisations; empty: every ambulance service of the file, or every board if it has none.
    pub organisations: Vec<String>,
    /// First and last month, both counted; all months of the file if there are none.
    pub months: Option<(Month, Month)>,
}

impl Choice {
    /// The first and the last month of `2023-10..2024-03`, or of one month; `None` if the text is neither.
    #[must_use]
    pub fn months(text: &str) -> Option<(Month, Month)> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        Month::parse(first.trim()).zip(Month::parse(last.trim())).filter(|(first, last)| first <= last)
    }
}

/// An organisation and a month of the choice without a figure: it is left out of the sum, not taken as zero.
pub type Missing = (String, Month);

/// A sum over organisations and months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// A count, or seconds.
    pub value: i64,
    /// How many figures it is the sum of.
    pub figures: usize,
    /// What has no figure.
    pub missing: Vec<Missing>,
}

/// A sum over another: a mean time, vehicles for an incident, or the share of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// The one over the other; seconds if it is a time.
    pub value: f64,
    /// The sum above.
    pub total: i64,
    /// The sum below.
    pub base: i64,
    /// Codes of both.
    pub codes: (String, String),
    /// Organisations and months where one of them is not published: left out of both.
    pub missing: Vec<Missing>,
}

impl AmbSys {
    /// The sum of a count or of total seconds.
    ///
    /// # Errors
    /// If the item does not add up, if organisations of several levels would be counted twice, or without a figure.
    pub fn total(&self, code: &str, choice: &Choice) -> Result<Sum, Refusal> {
        let row = self.find_item(code).ok_or_else(|| Refusal::no_item(code, &self.items))?;
        let item = &self.items[row];
        match item.kind {
            ItemKind::Count | ItemKind::Total => {}
            ItemKind::Mean => return Err(mean_added(item)),
            ItemKind::Centile => return Err(Refusal::centile(item)),
            ItemKind::Unknown => return Err(Refusal::UnknownItem { code: item.code.clone() }),
        }
        let mut sum = Sum { value: 0, figures: 0, missing: Vec::new() };
        for (organisation, month) in self.places(choice)? {
            match self.at(organisation, month, row) {
                Some(value) => (sum.value, sum.figures) = (sum.value + value, sum.figures + 1),
                None => sum.missing.push((self.organisations[organisation].code.clone(), month)),
            }
        }
        if sum.figures == 0 { Err(Refusal::NoFigure { item: item.title() }) } else { Ok(sum) }
    }

    /// A mean over organisations and months: the total of the item over its count, both added up. Of a count it is what
    /// there is for one of its base: vehicles for an incident, or a share.
    ///
    /// # Errors
    /// As for [`AmbSys::total`]; a centile is refused.
    pub fn mean(&self, code: &str, choice: &Choice) -> Result<Ratio, Refusal> {
        let row = self.find_item(code).ok_or_else(|| Refusal::no_item(code, &self.items))?;
        let item = &self.items[row];
        let find = |code: &str| self.find_item(code).ok_or_else(|| Refusal::no_item(code, &self.items));
        let (above, below) = match (item.kind, &item.total, &item.base) {
            (ItemKind::Mean, Some(total), Some(base)) => (find(total)?, find(base)?),
            (ItemKind::Count | ItemKind::Total, _, Some(base)) => (row, find(base)?),
            (ItemKind::Centile, ..) => return Err(Refusal::centile(item)),
            (ItemKind::Unknown, ..) => return Err(Refusal::UnknownItem { code: item.code.clone() }),
            _ => return Err(Refusal::NoBase { item: item.title() }),
        };
        let (mut total, mut base, mut missing) = (0, 0, Vec::new());
        for (organisation, month) in self.places(choice)? {
            match (self.at(organisation, month, above), self.at(organisation, month, below)) {
                (Some(above), Some(below)) => (total, base) = (total + above, base + below),
                _ => missing.push((self.organisations[organisation].code.clone(), month)),
            }
        }
        if base == 0 {
            return Err(Refusal::NoFigure { item: item.title() });
        }
        let codes = (self.items[above].code.clone(), self.items[below].code.clone());
        Ok(Ratio { value: total as f64 / base as f64, total, base, codes, missing })
    }

    /// The organisations of a choice, each with each of its months.
    fn places(&self, choice: &Choice) -> Result<Vec<(usize, Month)>, Refusal> {
        let rows = if choice.organisations.is_empty() {
            let trusts = self.of_level(OrgLevel::Trust);
            if trusts.is_empty() { self.of_level(OrgLevel::Icb) } else { trusts }
        } else {
            self.chosen(&choice.organisations)?
        };
        let within = |month: &Month| choice.months.is_none_or(|(first, last)| (first..=last).contains(month));
        let months: Vec<Month> = self.months().into_iter().filter(within).collect();
        Ok(rows.into_iter().flat_map(|row| months.iter().map(move |month| (row, *month))).collect())
    }

    fn chosen(&self, codes: &[String]) -> Result<Vec<usize>, Refusal> {
        let mut rows: Vec<usize> = Vec::with_capacity(codes.len());
        for code in codes {
            let row = self.find_organisation(code).ok_or_else(|| {
                let known = self.organisations.iter().map(|organisation| organisation.code.as_str());
                Refusal::NoOrganisation { code: code.clone(), hint: did_you_mean(code, known) }
            })?;
            if rows.contains(&row) {
                return Err(Refusal::Twice { code: code.clone() });
            }
            rows.push(row);
        }
        let mut levels: Vec<OrgLevel> = rows.iter().map(|row| self.organisations[*row].level).collect();
        levels.sort_unstable();
        levels.dedup();
        if levels.len() > 1 {
            let names: Vec<&str> = levels.into_iter().map(OrgLevel::name).collect();
            return Err(Refusal::Levels { levels: names.join(", ") });
        }
        Ok(rows)
    }
}

fn mean_added(item: &Item) -> Refusal {
    let code = |code: &Option<String>| code.clone().unwrap_or_default();
    Refusal::MeanAdded { item: item.title(), total: code(&item.total), base: code(&item.base) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_one_or_two_in_order() {
        let text = |months: Option<(Month, Month)>| months.map(|(first, last)| format!("{first} {last}"));
        assert_eq!(text(Choice::months("2023-10..2024-03")).as_deref(), Some("2023-10 2024-03"));
        assert_eq!(text(Choice::months("2024-03")).as_deref(), Some("2024-03 2024-03"));
        assert_eq!(["2024-03..2023-10", "2024", "", "2024-13"].map(Choice::months), [None; 4]);
    }
}
