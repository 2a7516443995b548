//! The regions and scenarios that ambics ships, as bytes.
//!
//! The crate lives in the folder that it embeds, so that a packaged crate still holds its data. Each table,
//! each scenario and each data file beside one has one line here; a test compares the lines with the folder.

/// A file's name and its bytes.
pub type File = (&'static str, &'static [u8]);

macro_rules! region {
    ($folder:literal $(, $more:literal)*) => {
        region!($folder:
            "SOURCE.toml", "abstraction.csv", "activity_month.csv", "areas.csv", "assumptions.csv", "call_month.csv", "clinical_month.csv", "conditions.csv", "districts.csv",
            "effective_hours.csv", "handover_month.csv", "hospitals.csv", "hour_band.csv", "hour_of_week.csv",
            "icses.csv", "job_cycle.csv", "land_masses.csv", "neighbourhoods.csv", "patches.csv", "patients.csv",
            "resources_month.csv", "response_month.csv", "services.csv", "special_days.csv", "standards.csv", "stations.csv",
            "travel_factor.csv", "travel_law.csv", "vehicle_kinds.csv" $(, $more)*)
    };
    ($folder:literal: $($file:literal),*) => {
        &[$(($file, include_bytes!(concat!($folder, "/", $file)))),*]
    };
}

macro_rules! scenarios {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!($name, ".toml")))),*]
    };
}

macro_rules! interventions {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("interventions/", $name, ".toml")))),*]
    };
}

macro_rules! arrangements {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("arrangements/", $name, ".toml")))),*]
    };
}

macro_rules! data_files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!($name))),*]
    };
}

const REGIONS: &[&str] = &["england-2022", "tiny"];
const ENGLAND_2022: &[File] = region!(
    "data/england-2022",
    "area_links.csv",
    "breaks.csv",
    "forums.csv",
    "governance.csv",
    "judged_on.csv",
    "network_speed.csv",
    "packages.csv",
    "partnerships.csv",
    "trunk_points.csv",
    "practice.csv",
    "season.csv"
);
const TINY: &[File] = region!("tiny/data/tiny");

/// Path without `.toml`, and text.
const SCENARIOS: &[(&str, &str)] = scenarios![
    "dorset-prevention",
    "england-2023",
    "mutual-aid",
    "south-west",
    "south-west-bilateral",
    "south-west-home-ics",
    "south-west-lead",
    "south-west-plymouth",
    "south-west-ring-fence",
    "tiny/tiny",
    "tiny/tiny-abstraction",
    "tiny/tiny-backup",
    "tiny/tiny-bays",
    "tiny/tiny-bays-added",
    "tiny/tiny-bilateral",
    "tiny/tiny-breaks",
    "tiny/tiny-bypass",
    "tiny/tiny-call-desk",
    "tiny/tiny-cohort",
    "tiny/tiny-compliance-table",
    "tiny/tiny-coverage-loss",
    "tiny/tiny-desk-areas",
    "tiny/tiny-diversion",
    "tiny/tiny-dmexclp",
    "tiny/tiny-handover-table",
    "tiny/tiny-lead",
    "tiny/tiny-least-delay",
    "tiny/tiny-live",
    "tiny/tiny-matrix",
    "tiny/tiny-navigation",
    "tiny/tiny-no-diversion",
    "tiny/tiny-patience",
    "tiny/tiny-posts",
    "tiny/tiny-posts-table",
    "tiny/tiny-preparedness",
    "tiny/tiny-priority-list",
    "tiny/tiny-private",
    "tiny/tiny-release",
    "tiny/tiny-reserve",
    "tiny/tiny-rota",
    "tiny/tiny-safety-plan",
    "tiny/tiny-shift-end",
    "tiny/tiny-standby",
];

/// Name, and text.
const INTERVENTIONS: &[(&str, &str)] = interventions![
    "alcohol_policy",
    "c2_segmentation",
    "care_coordination_hub",
    "carehome_ehch",
    "carehome_falls_gtach",
    "copd_rehab",
    "falls_community",
    "falls_home_hazard",
    "falls_level12_responder",
    "falls_paramedic_referral",
    "fire_co_responding",
    "fire_falls_response",
    "fire_safe_and_well",
    "high_intensity_user",
    "mh_joint_car",
    "nhs111_mental_health_option",
    "nhs111_validation",
    "post_discharge_checks",
    "right_care_right_person",
    "sdec_direct",
    "social_prescribing",
    "ucr_2h",
    "virtual_ward",
    "voluntary_falls_response",
    "warm_homes",
];

/// Name, and text: arrangements as parts.
const ARRANGEMENTS: &[(&str, &str)] = arrangements![
    "bilateral",
    "clusters_2026",
    "cqc",
    "harp",
    "joint_committee",
    "joint_unanimous",
    "lead",
    "nested",
    "today",
];

/// Name, and text: studies of arrangements.
const ARRANGEMENT_STUDIES: &[(&str, &str)] =
    scenarios!["south-west-arrangements", "south-west-channels", "south-west-hypothetical"];

/// Path, and bytes.
const DATA_FILES: &[File] = data_files![
    "tiny/tiny-busy.csv",
    "tiny/tiny-handover.csv",
    "tiny/tiny-matrix.csv",
    "tiny/tiny-posts-table.csv",
    "tiny/tiny-posts.csv",
    "tiny/tiny-private.csv",
    "tiny/tiny-rota.csv",
    "tiny/tiny-waiting.csv",
];

/// The names of the regions.
#[must_use]
pub fn regions() -> &'static [&'static str] {
    REGIONS
}

/// The files of a region: its tables and its `SOURCE.toml`.
#[must_use]
pub fn region_files(region: &str) -> Option<&'static [File]> {
    match region {
        "england-2022" => Some(ENGLAND_2022),
        "tiny" => Some(TINY),
        _ => None,
    }
}

/// One file of a region.
#[must_use]
pub fn table(region: &str, file: &str) -> Option<&'static [u8]> {
    region_files(region)?.iter().find(|(name, _)| *name == file).map(|(_, bytes)| *bytes)
}

/// The names of the scenarios: their paths under this folder without `.toml`.
pub fn scenarios() -> impl Iterator<Item = &'static str> {
    SCENARIOS.iter().map(|(name, _)| *name)
}

/// The sweep that is the example of docs/sweeps.md; its base is `tiny.toml` of the same folder.
pub const EXAMPLE_SWEEP: &str = include_str!("tiny/sweep.toml");

/// The text of a scenario.
#[must_use]
pub fn scenario(name: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The data files that stand beside the scenarios, for those that name them: their paths under this folder.
pub fn data_files() -> impl Iterator<Item = &'static str> {
    DATA_FILES.iter().map(|(name, _)| *name)
}

/// The bytes of a data file beside a scenario.
#[must_use]
pub fn data_file(name: &str) -> Option<&'static [u8]> {
    DATA_FILES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// What the item codes of the Ambulance Systems Indicators stand for, as CSV; `ambsys/SOURCE.toml` says whence.
#[must_use]
pub const fn ambsys_items() -> &'static str {
    include_str!("ambsys/items.csv")
}

/// The values of the keys that a scenario leaves out.
#[must_use]
pub fn defaults() -> &'static str {
    include_str!("defaults.toml")
}

/// The names of the interventions.
pub fn interventions() -> impl Iterator<Item = &'static str> {
    INTERVENTIONS.iter().map(|(name, _)| *name)
}

/// The text of an intervention.
#[must_use]
pub fn intervention(name: &str) -> Option<&'static str> {
    INTERVENTIONS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of the arrangements.
pub fn arrangements() -> impl Iterator<Item = &'static str> {
    ARRANGEMENTS.iter().map(|(name, _)| *name)
}

/// The text of an arrangement.
#[must_use]
pub fn arrangement(name: &str) -> Option<&'static str> {
    ARRANGEMENTS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of the studies of arrangements: their paths under this folder without `.toml`.
pub fn arrangement_studies() -> impl Iterator<Item = &'static str> {
    ARRANGEMENT_STUDIES.iter().map(|(name, _)| *name)
}

/// The text of a study of arrangements.
#[must_use]
pub fn arrangement_study(name: &str) -> Option<&'static str> {
    ARRANGEMENT_STUDIES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    fn names(folder: &str, prefix: &str, extension: &str) -> BTreeSet<String> {
        let entries =
            fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("the folder is there");
        let names =
            entries.map(|entry| entry.expect("it is read").file_name().into_string().expect("it is ASCII"));
        names.filter_map(|name| Some(format!("{prefix}{}", name.strip_suffix(extension)?))).collect()
    }

    #[test]
    fn every_scenario_of_the_folder_is_shipped() {
        let mut found = names(".", "", ".toml");
        found.append(&mut names("tiny", "tiny/", ".toml"));
        // A sweep is taken from a folder: its store says which file it is of.
        let not_embedded = ["Cargo", "defaults", "tiny/sweep"];
        found.retain(|name| !not_embedded.contains(&name.as_str()));
        assert_eq!(found, scenarios().chain(arrangement_studies()).map(str::to_owned).collect());
    }

    #[test]
    fn every_intervention_of_the_folder_is_shipped() {
        assert_eq!(names("interventions", "", ".toml"), interventions().map(str::to_owned).collect());
        assert!(interventions().all(|name| intervention(name).is_some_and(|text| text.contains("grade"))));
    }

    #[test]
    fn every_arrangement_of_the_folder_is_shipped() {
        assert_eq!(names("arrangements", "", ".toml"), arrangements().map(str::to_owned).collect());
        assert!(arrangements().all(|name| arrangement(name).is_some_and(|text| text.contains("about"))));
        assert!(arrangement_studies().all(|name| arrangement_study(name).is_some()));
    }

    #[test]
    fn every_data_file_beside_a_scenario_is_shipped() {
        let whole = |names: BTreeSet<String>| names.into_iter().map(|name| format!("{name}.csv"));
        let found = [names(".", "", ".csv"), names("tiny", "tiny/", ".csv")].into_iter().flat_map(whole);
        assert_eq!(found.collect::<BTreeSet<_>>(), data_files().map(str::to_owned).collect());
        assert!(data_files().all(|name| data_file(name).is_some_and(|bytes| !bytes.is_empty())));
    }

    #[test]
    fn every_file_of_a_region_is_shipped() {
        for (region, folder) in [("england-2022", "data/england-2022"), ("tiny", "tiny/data/tiny")] {
            let shipped = region_files(region).expect("the region is shipped");
            assert_eq!(names(folder, "", ""), shipped.iter().map(|(file, _)| (*file).to_owned()).collect());
        }
    }

    #[test]
    fn every_region_has_its_files() {
        assert!(regions().iter().all(|region| table(region, "SOURCE.toml").is_some()));
        assert_eq!(table("tiny", "area.csv"), None);
    }
}
