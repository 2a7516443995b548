//! The shipped tables are those that their `SOURCE.toml` describes.

use ambics::region::Region;
use sha2::{Digest, Sha256};

#[test]
fn every_shipped_table_has_the_hash_that_its_source_states() {
    for name in Region::shipped() {
        let region = Region::embedded(name).expect("shipped regions are sound");
        assert_eq!(
            region.sources().tables.len(),
            ambics_scenarios::region_files(name).map_or(0, |f| f.len()) - 1
        );
        for table in &region.sources().tables {
            let bytes = ambics_scenarios::table(name, &table.file).expect("a described table is shipped");
            let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, table.sha256, "{name}: {}", table.file);
            assert!(!table.publisher.is_empty() && !table.licence.is_empty(), "{name}: {}", table.file);
        }
    }
}

#[test]
fn synthetic_and_fitted_tables_say_so() {
    let region = Region::embedded("england-2022").expect("shipped regions are sound");
    let tier = |file: &str| region.sources().tables.iter().find(|t| t.file == file).map(|t| t.tier.clone());
    assert_eq!(tier("stations.csv").as_deref(), Some("synthetic"));
    assert_eq!(tier("assumptions.csv").as_deref(), Some("assumption"));
    assert!(region.stations().iter().all(|station| station.synthetic));
}
