//! What must hold in the published figures: a mean is its total over its count, and a whole the sum of its parts.

use super::organisation::{Known, known};
use super::{AmbSys, Item, ItemKind, OrgLevel};
use crate::region::Month;
use std::collections::BTreeSet;

/// A rule that published figures keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreachRule {
    /// A mean is its total over its count, rounded to a whole number.
    MeanIsTotalOverCount,
    /// England is the sum of the ambulance services.
    EnglandIsItsTrusts,
    /// England is the sum of its regions.
    EnglandIsItsRegions,
    /// England is the sum of the Integrated Care Boards.
    EnglandIsItsIcbs,
    /// A region is the sum of its ambulance services.
    RegionIsItsTrusts,
}

impl BreachRule {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MeanIsTotalOverCount => "mean_is_total_over_count",
            Self::EnglandIsItsTrusts => "england_is_its_trusts",
            Self::EnglandIsItsRegions => "england_is_its_regions",
            Self::EnglandIsItsIcbs => "england_is_its_icbs",
            Self::RegionIsItsTrusts => "region_is_its_trusts",
        }
    }
}

/// A figure that breaks a rule. It is reported and never changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// Which rule.
    pub rule: BreachRule,
    /// Code of the organisation.
    pub organisation: String,
    /// The month.
    pub month: Month,
    /// Code of the item.
    pub item: String,
    /// What is published; `None` if it is missing although its parts are there.
    pub published: Option<i64>,
    /// What the rule gives.
    pub computed: f64,
}

/// What was held against the rules, and what broke one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checks {
    /// Means held against their total over count.
    pub means: usize,
    /// Figures held against the sum of their parts.
    pub sums: usize,
    /// What broke a rule, by rule, organisation, month and column.
    pub breaches: Vec<Breach>,
    /// Rules that could not be checked, and why: one sentence each.
    pub not_checked: Vec<String>,
}

/// A whole and the rows of its parts.
struct Whole {
    rule: BreachRule,
    row: usize,
    parts: Vec<usize>,
}

impl AmbSys {
    /// Holds every figure against the rules that it should keep.
    #[must_use]
    pub fn check(&self) -> Checks {
        let mut checks = Checks::default();
        self.check_means(&mut checks);
        for whole in self.wholes(&mut checks.not_checked) {
            self.check_sums(&whole, &mut checks);
        }
        checks
    }

    fn check_means(&self, checks: &mut Checks) {
        let find = |code: &Option<String>| code.as_ref().and_then(|code| self.find_item(code));
        let triples: Vec<Option<(usize, usize)>> = self
            .items
            .iter()
            .map(|item| (item.kind == ItemKind::Mean).then(|| find(&item.total).zip(find(&item.base)))?)
            .collect();
        for figure in &self.figures {
            let Some((total, base)) = triples[usize::from(figure.item)] else { continue };
            let of = |item| self.at(usize::from(figure.organisation), figure.month, item);
            let Some((total, base)) = of(total).zip(of(base)).filter(|(_, base)| *base > 0) else { continue };
            checks.means += 1;
            // Half a second either way: 2 |mean × count − total| ≤ count, in whole numbers.
            let off = i128::from(figure.value) * i128::from(base) - i128::from(total);
            if 2 * off.abs() > i128::from(base) {
                checks.breaches.push(Breach {
                    rule: BreachRule::MeanIsTotalOverCount,
                    organisation: self.organisations[usize::from(figure.organisation)].code.clone(),
                    month: figure.month,
                    item: self.items[usize::from(figure.item)].code.clone(),
                    published: Some(figure.value),
                    computed: total as f64 / base as f64,
                });
            }
        }
    }

    fn check_sums(&self, whole: &Whole, checks: &mut Checks) {
        for month in self.months() {
            let of_months = |rows: &[usize], item: usize| -> Vec<i64> {
                rows.iter().filter_map(|row| self.at(*row, month, item)).collect()
            };
            let adding = |(_, item): &(usize, &Item)| item.kind.adds_up();
            for (row, item) in self.items.iter().enumerate().filter(adding) {
                let published = self.at(whole.row, month, row);
                let parts = of_months(&whole.parts, row);
                if published.is_none() && parts.is_empty() {
                    continue;
                }
                checks.sums += 1;
                let sum: i64 = parts.iter().sum();
                if published != Some(sum) || parts.is_empty() {
                    checks.breaches.push(Breach {
                        rule: whole.rule,
                        organisation: self.organisations[whole.row].code.clone(),
                        month,
                        item: item.code.clone(),
                        published,
                        computed: sum as f64,
                    });
                }
            }
        }
    }

    /// The wholes whose parts are all in the file; of the others it is said why they are not checked.
    fn wholes(&self, not_checked: &mut Vec<String>) -> Vec<Whole> {
        let mut wholes = Vec::new();
        let england = self.of_level(OrgLevel::England).first().copied();
        let known = known();
        let mut add = |rule, level, all: &dyn Fn(&Known) -> Vec<BTreeSet<String>>| {
            let (parts, Some(row)) = (self.of_level(level), england) else { return false };
            if parts.is_empty() {
                return false;
            }
            let lacks = self.lacks(&parts, &known, all);
            if !lacks.is_empty() {
                not_checked.push(format!(
                    "England against the sum over level `{}`: this file does not have {}",
                    level.name(),
                    lacks.join(", ")
                ));
                return false;
            }
            wholes.push(Whole { rule, row, parts });
            true
        };
        let trusts = |known: &Known| vec![known.trusts.clone()];
        let trusts_are_whole = add(BreachRule::EnglandIsItsTrusts, OrgLevel::Trust, &trusts);
        add(BreachRule::EnglandIsItsRegions, OrgLevel::Region, &|known| vec![known.regions.clone()]);
        add(BreachRule::EnglandIsItsIcbs, OrgLevel::Icb, &|known| known.icbs.to_vec());
        if trusts_are_whole {
            wholes.extend(self.of_level(OrgLevel::Region).into_iter().map(|row| self.region(row)));
        }
        wholes
    }

    fn region(&self, row: usize) -> Whole {
        let code = &self.organisations[row].code;
        let mut parts = self.of_level(OrgLevel::Trust);
        parts.retain(|part| self.organisations[*part].region.as_ref() == Some(code));
        Whole { rule: BreachRule::RegionIsItsTrusts, row, parts }
    }

    /// The codes that the organisations lack to be all of a place that is known; the fewest over the known places.
    fn lacks(
        &self,
        parts: &[usize],
        known: &[Known],
        all: &dyn Fn(&Known) -> Vec<BTreeSet<String>>,
    ) -> Vec<String> {
        let has = |code: &String| parts.iter().any(|row| self.organisations[*row].code == *code);
        let of_place = known.iter().flat_map(all).filter(|codes| codes.iter().any(has));
        let lacking = of_place.map(|codes| codes.into_iter().filter(|code| !has(code)).collect::<Vec<_>>());
        lacking.min_by_key(Vec::len).unwrap_or_else(|| vec!["an organisation that is known".to_owned()])
    }
}
