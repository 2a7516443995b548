use super::run::ArmResult;
use crate::outcome::Level;
use crate::region::Region;

/// What a group is called, for people: `Dorset` for the ICS `QVV`; the code itself where there is no name.
#[must_use]
pub fn area_name(region: &Region, level: Level, code: &str) -> String {
    let patch = |code: &str| {
        let patch = &region.patches[region.find_patch(code)?.index()];
        let (service, ics) = (&region.services[patch.service.index()], &region.icses[patch.ics.index()]);
        Some(format!("{} in {}", service.short_name, ics.short_name))
    };
    let name = match level {
        Level::England => Some("England".to_owned()),
        Level::Trust => region.find_service(code).map(|id| region.services[id.index()].short_name.clone()),
        Level::Ics => region.find_ics(code).map(|id| region.icses[id.index()].short_name.clone()),
        Level::Patch => patch(code),
        Level::District => region.find_district(code).map(|id| region.districts[id.index()].name.clone()),
        Level::ImdQuintile => Some(quintile(code)),
        Level::RuralUrban => Some(format!("{code} areas")),
    };
    name.unwrap_or_else(|| code.to_owned())
}

fn quintile(code: &str) -> String {
    match code {
        "1" => "fifth 1 (most deprived)".to_owned(),
        "5" => "fifth 5 (least deprived)".to_owned(),
        other => format!("fifth {other}"),
    }
}

impl ArmResult {
    /// What a group of this arm's region is called.
    #[must_use]
    pub fn area_name(&self, level: Level, code: &str) -> String {
        area_name(self.scenario.region(), level, code)
    }

    /// What a hospital or a group is called, where `level` is `hospital` or the name of a level.
    #[must_use]
    pub fn handover_name(&self, level: &str, code: &str) -> String {
        let region = self.scenario.region();
        if let Some(level) = Level::ALL.into_iter().find(|own| own.name() == level) {
            return area_name(region, level, code);
        }
        let hospital = region.find_hospital(code).map(|id| region.hospitals[id.index()].name.clone());
        hospital.unwrap_or_else(|| code.to_owned())
    }
}
