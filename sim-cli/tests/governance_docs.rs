//! What docs/governance.md quotes of the process is what the command says.

use crate::workplace::printed;
use std::path::Path;

fn repository(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// docs/governance.md with every run of white space as one space.
fn page() -> String {
    repository("docs/governance.md").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn governance_docs_quote_days_of_today_beside_real_packages() {
    let (said, page) = (printed(&["governance", "south-west-arrangements"]), page());
    let last = |row: &str| {
        let line = said.lines().find(|line| line.starts_with(row)).unwrap_or_else(|| panic!("{row}\n{said}"));
        line.split_whitespace().last().unwrap().to_owned()
    };
    let of_60 = said.lines().find(|line| line.starts_with("median  ")).unwrap();
    assert!(of_60.contains(">1,826"), "at 60 hours most lies beyond the horizon: {of_60}");
    let quoted = format!(
        "{} days to beyond five years (5th to 95th centile; medians from {} days at 1,000 hours a week to beyond five years \
         at 60). That covers two of the eight",
        last("5th centile "),
        last("median  ")
    );
    assert!(page.contains(&quoted), "docs/governance.md should say: {quoted}");
    let covered = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        covered.contains("Of 8 real packages with both days known") && covered.contains("covers 2."),
        "{said}"
    );
}

#[test]
fn governance_docs_count_the_rows_of_their_tables() {
    let rows = |name: &str| -> Vec<String> {
        let text = repository(&format!("scenarios/data/england-2022/{name}"));
        text.lines().skip(1).map(str::to_owned).collect()
    };
    let page = page();
    let numbers = format!("`governance.csv` ({} numbers)", rows("governance.csv").len());
    assert!(page.contains(&numbers), "docs/governance.md should say: {numbers}");
    assert_eq!(
        rows("packages.csv").len(),
        13,
        "docs/governance.md: `packages.csv` has thirteen with sources"
    );
    assert!(page.contains("`packages.csv` has thirteen with sources"));
}

#[test]
fn governance_docs_name_options_that_there_are() {
    let (help, page) = (printed(&["governance", "--help"]), repository("docs/governance.md"));
    let own: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| `--")?.split('`').next()).collect();
    assert!(own.len() >= 8, "{own:?}");
    for option in own {
        assert!(help.contains(&format!("--{option}")), "{option}\n{help}");
    }
}
