//! Organisations: codes and levels. Names change, so nothing is joined by them.

use std::collections::BTreeSet;

/// What kind of organisation a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrgLevel {
    /// England.
    England,
    /// A region of NHS England.
    Region,
    /// An ambulance service.
    Trust,
    /// An Integrated Care Board, which stands for the place of its ICS.
    Icb,
    /// A code of another kind: kept, and listed.
    Other,
}

impl OrgLevel {
    /// All levels in the order of the tables.
    pub const ALL: [Self; 5] = [Self::England, Self::Region, Self::Trust, Self::Icb, Self::Other];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Region => "region",
            Self::Trust => "trust",
            Self::Icb => "icb",
            Self::Other => "other",
        }
    }
}

/// An organisation of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// What kind it is, from its code.
    pub level: OrgLevel,
    /// Its code, by which everything is joined.
    pub code: String,
    /// Its name in the last month.
    pub name: String,
    /// Code of its NHS region; `None` for England, and where the file gives none.
    pub region: Option<String>,
}

/// The codes of one set of organisations that together are all of a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Known {
    pub trusts: BTreeSet<String>,
    /// By ODS code, and by ONS code.
    pub icbs: [BTreeSet<String>; 2],
    pub regions: BTreeSet<String>,
}

/// The organisations of each region that ambics ships.
pub(super) fn known() -> Vec<Known> {
    let column = |region: &str, file: &str, name: &str| -> BTreeSet<String> {
        let bytes = ambics_scenarios::table(region, file).expect("a shipped region has all its tables");
        let mut reader = csv::Reader::from_reader(bytes);
        let at = reader.headers().ok().and_then(|names| names.iter().position(|known| known == name));
        let at = at.expect("a shipped table has all its columns");
        reader.records().filter_map(|row| Some(row.ok()?.get(at)?.to_owned())).collect()
    };
    let known = ambics_scenarios::regions().iter().map(|region| Known {
        trusts: column(region, "services.csv", "service_code"),
        icbs: ["ics_code", "ons_code"].map(|name| column(region, "icses.csv", name)),
        regions: column(region, "icses.csv", "nhs_region_code"),
    });
    known.collect()
}

/// The level of an organisation's code: one that a shipped region has, or one of the usual pattern.
pub(super) fn level_of(code: &str, known: &[Known]) -> OrgLevel {
    let has = |of: fn(&Known) -> &BTreeSet<String>| known.iter().any(|known| of(known).contains(code));
    let like = |first: char, length: usize| code.starts_with(first) && code.chars().count() == length;
    if ["eng", "england", "e92000001"].contains(&code.to_lowercase().as_str()) {
        OrgLevel::England
    } else if has(|known| &known.trusts) {
        OrgLevel::Trust
    } else if has(|known| &known.icbs[0]) || has(|known| &known.icbs[1]) {
        OrgLevel::Icb
    } else if has(|known| &known.regions) || like('Y', 3) {
        OrgLevel::Region
    } else if like('Q', 3) || (code.starts_with("E54") && code.len() == 9) {
        OrgLevel::Icb
    } else if like('R', 3) {
        OrgLevel::Trust
    } else {
        OrgLevel::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_its_level() {
        let known = known();
        let cases = [
            ("Eng", OrgLevel::England),
            ("Y58", OrgLevel::Region),
            ("R1F", OrgLevel::Trust),
            ("RYF", OrgLevel::Trust),
            ("TNY", OrgLevel::Trust),
            ("QVV", OrgLevel::Icb),
            ("E54000041", OrgLevel::Icb),
            ("QT1", OrgLevel::Icb),
            ("X24", OrgLevel::Other),
        ];
        for (code, level) in cases {
            assert_eq!(level_of(code, &known), level, "{code}");
        }
    }

    #[test]
    fn england_has_eleven_services_seven_regions_and_forty_two_boards() {
        let england = &known()[0];
        let boards = england.icbs.each_ref().map(BTreeSet::len);
        assert_eq!((england.trusts.len(), england.regions.len(), boards), (11, 7, [42, 42]));
    }
}
