use ambics::experiment::ArmResult;
use ambics::outcome::Level;

/// A group of areas as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub level: Level,
    pub code: String,
    /// `QVV Dorset`; a service is called whole where its ICSs stand below it.
    pub label: String,
}

/// The groups of a level, in order of code.
pub(super) fn of(arm: &ArmResult, level: Level) -> Vec<Shown> {
    let codes = arm.levels.get(level).map_or(&[][..], |grouping| &grouping.codes);
    let shown = |code: &String| Shown { level, code: code.clone(), label: label(arm, level, code) };
    codes.iter().map(shown).collect()
}

/// The services; England before them if it is there and more than one service.
pub(super) fn services(arm: &ArmResult) -> Vec<Shown> {
    let services = of(arm, Level::Trust);
    let england = if services.len() > 1 { of(arm, Level::England) } else { Vec::new() };
    england.into_iter().chain(services).collect()
}

/// England if it is there, else each service: all that was simulated, without overlap.
pub(super) fn widest(arm: &ArmResult) -> Vec<Shown> {
    let services = services(arm);
    let england: Vec<Shown> = services.iter().filter(|area| area.level == Level::England).cloned().collect();
    if england.is_empty() { services } else { england }
}

/// The services and then the ICSs.
pub(super) fn all(arm: &ArmResult) -> Vec<Shown> {
    services(arm).into_iter().chain(of(arm, Level::Ics)).collect()
}

/// What a group is called where its code may stand before it.
pub(super) fn label(arm: &ArmResult, level: Level, code: &str) -> String {
    let name = arm.area_name(level, code);
    match level {
        Level::England => name,
        Level::Trust if is_whole(arm, code) => format!("{name}, whole service"),
        Level::Trust => format!("{name}, part selected"),
        _ => format!("{code} {name}"),
    }
}

/// Whether all areas of a service are simulated.
pub(super) fn is_whole(arm: &ArmResult, service_code: &str) -> bool {
    let region = arm.scenario.region();
    let is_own = |area: &ambics::region::Area| {
        region.services()[region.patches()[area.patch.index()].service.index()].code == service_code
    };
    region.areas().iter().zip(arm.scenario.areas()).all(|(area, simulated)| *simulated || !is_own(area))
}

/// Codes of the services of which only a part is simulated.
pub(super) fn cut(arm: &ArmResult) -> Vec<String> {
    let codes = arm.levels.get(Level::Trust).map_or(&[][..], |services| &services.codes);
    codes.iter().filter(|code| !is_whole(arm, code)).cloned().collect()
}
