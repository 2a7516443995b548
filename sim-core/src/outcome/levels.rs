use crate::region::Region;

/// A way of grouping areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The whole region; only when all of it was simulated.
    England,
    /// Ambulance services.
    Trust,
    /// Integrated Care Systems.
    Ics,
    /// Service × ICS.
    Patch,
    /// Local authority districts.
    District,
    /// Fifths of the population by deprivation of the area, 1 the most deprived.
    ImdQuintile,
    /// Urban or rural areas.
    RuralUrban,
}

impl Level {
    /// All levels in the order of the tables.
    pub const ALL: [Self; 7] = [
        Self::England,
        Self::Trust,
        Self::Ics,
        Self::Patch,
        Self::District,
        Self::ImdQuintile,
        Self::RuralUrban,
    ];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Trust => "trust",
            Self::Ics => "ics",
            Self::Patch => "patch",
            Self::District => "district",
            Self::ImdQuintile => "imd_quintile",
            Self::RuralUrban => "rural_urban",
        }
    }
}

/// One level compiled: the codes of its groups, and the group of each area of the region.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// Which level.
    pub level: Level,
    /// Code of each group, in order.
    pub codes: Vec<String>,
    /// Group of each area; `None`: not simulated.
    pub group: Vec<Option<u16>>,
}

/// All levels of a simulated selection.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels {
    /// One entry a level, in the order of [`Level::ALL`]; England only when the selection is complete.
    pub groupings: Vec<Grouping>,
}

impl Levels {
    /// The levels of a region whose areas are simulated where `simulated` says so.
    #[must_use]
    pub fn new(region: &Region, simulated: &[bool]) -> Self {
        let complete = simulated.iter().all(|s| *s);
        let levels = Level::ALL.into_iter().filter(|level| complete || *level != Level::England);
        Self { groupings: levels.map(|level| Grouping::new(region, simulated, level)).collect() }
    }

    /// The grouping of a level, if it is there.
    #[must_use]
    pub fn get(&self, level: Level) -> Option<&Grouping> {
        self.groupings.iter().find(|g| g.level == level)
    }
}

impl Grouping {
    fn new(region: &Region, simulated: &[bool], level: Level) -> Self {
        let code = |row: usize| -> String {
            let area = &region.areas[row];
            let patch = &region.patches[area.patch.index()];
            match level {
                Level::England => "England".to_owned(),
                Level::Trust => region.services[patch.service.index()].code.clone(),
                Level::Ics => region.icses[patch.ics.index()].code.clone(),
                Level::Patch => patch.code.clone(),
                Level::District => region.districts[area.district.index()].code.clone(),
                Level::ImdQuintile => area.imd_quintile.to_string(),
                Level::RuralUrban => if area.rural { "rural" } else { "urban" }.to_owned(),
            }
        };
        let own: Vec<Option<String>> =
            (0..region.areas.len()).map(|row| simulated[row].then(|| code(row))).collect();
        let mut codes: Vec<String> = own.iter().flatten().cloned().collect();
        codes.sort_unstable();
        codes.dedup();
        let find = |code: &String| codes.binary_search(code).ok().map(|row| row as u16);
        Self { level, group: own.iter().map(|code| find(code.as_ref()?)).collect(), codes }
    }
}
