//! The importer of the Ambulance Systems Indicators, on six months as published and on small files of its own.

use ambics::ambsys::{AmbSys, BreachRule, Choice, DropReason, ItemKind, OrgLevel, Refusal};
use ambics::region::Month;
use proptest::prelude::*;
use std::path::Path;

const CUT: &str = "tests/data/ambsys/AmbSYS_cut.csv";

fn cut() -> AmbSys {
    AmbSys::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(CUT)).unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn of(codes: &[&str], months: (&str, &str)) -> Choice {
    let organisations = codes.iter().map(|code| (*code).to_owned()).collect();
    Choice { organisations, months: Some((month(months.0), month(months.1))) }
}

/// What a file with these lines gives.
fn read(lines: &[&str]) -> AmbSys {
    AmbSys::read("x.csv", lines.join("\n").as_bytes()).unwrap()
}

/// The faults of a file with these lines, one text.
fn faults(lines: &[&str]) -> String {
    AmbSys::read("x.csv", lines.join("\n").as_bytes()).unwrap_err().to_string()
}

const HEAD: &str = "Year,Month,Region,Org Code,Org Name,A7,A8,A24,A25,A26";
const SOUND: &str = "2024,3,Y58,RYF,SOUTH WESTERN,77555,9752,5782568,593,1108";

#[test]
fn figures_are_those_of_the_file() {
    let cut = cut();
    // Read off the published file by eye: organisation, month, item, figure.
    let published = [
        ("Eng", "2024-03", "A7", Some(752_365)),
        ("Eng", "2024-03", "A30", Some(811_901_831)),
        ("RYF", "2024-03", "A8", Some(9_752)),
        ("RYF", "2024-03", "A26", Some(1_108)),
        ("RYF", "2024-03", "A143", Some(10_161)),
        ("R1F", "2024-03", "A147", Some(315_511)),
        ("RYA", "2019-09", "A34", Some(2_861)),
        ("RRU", "2022-10", "A7", Some(96_335)),
        ("RRU", "2022-10", "A40", Some(24_589)),
        ("RRU", "2022-10", "A8", None),
        ("RYF", "2017-12", "A140", None),
    ];
    for (code, at, item, value) in published {
        assert_eq!(cut.value(code, month(at), item), value, "{code} {at} {item}");
    }
    assert_eq!(cut.value("RYF", month("2024-03"), "c1_response_mean_s"), Some(593));
    assert_eq!((cut.organisations().len(), cut.items().len()), (19, 148));
}

#[test]
fn every_row_and_every_cell_is_accounted_for() {
    let cut = cut();
    let report = cut.report();
    assert_eq!((report.rows, report.kept, report.dropped.len()), (114, 99, 15));
    assert!(report.dropped.iter().all(|row| row.reason == DropReason::NoFigure));
    let last = report.dropped.last().unwrap();
    assert_eq!((last.line, last.about.clone()), (22, Some(("R1F".to_owned(), month("2017-12")))));
    assert_eq!((cut.figures().len(), report.missing["."], report.missing.len()), (9_746, 7_126, 1));
    assert_eq!(cut.figures().len() + report.missing["."], 114 * 148);
}

#[test]
fn organisations_are_joined_by_code_whatever_they_are_called() {
    let cut = cut();
    let renamed: Vec<&str> = cut.report().renamed.iter().map(|renamed| renamed.code.as_str()).collect();
    assert_eq!(renamed, ["RYA"]);
    let names = &cut.report().renamed[0].names;
    assert_eq!((names.len(), names[1].1, names[1].2, names[1].3), (2, 1, month("2019-09"), month("2019-09")));
    let level = |level| cut.organisations().iter().filter(|o| o.level == level).count();
    assert_eq!(OrgLevel::ALL.map(level), [1, 7, 11, 0, 0]);
    let region = |code: &str| cut.organisations()[cut.find_organisation(code).unwrap()].region.clone();
    assert_eq!(["Eng", "Y58", "RYF"].map(region), [None, Some("Y58".to_owned()), Some("Y58".to_owned())]);
}

#[test]
fn published_breaches_are_reported_each() {
    let checks = cut().check();
    let rows: Vec<(BreachRule, &str, String, &str, Option<i64>)> = checks
        .breaches
        .iter()
        .map(|b| (b.rule, b.organisation.as_str(), b.month.to_string(), b.item.as_str(), b.published))
        .collect();
    let means =
        |row: &&(BreachRule, &str, String, &str, Option<i64>)| row.0 == BreachRule::MeanIsTotalOverCount;
    let found: Vec<_> =
        rows.iter().filter(means).map(|row| (row.1, row.2.as_str(), row.3, row.4.unwrap())).collect();
    // 4,429,795 s over 4,726 incidents is 937.3, and 938 was published; and so on.
    assert_eq!(
        found,
        [
            ("RYC", "2017-12", "A28", 938),
            ("RYC", "2017-12", "A31", 1925),
            ("RYC", "2017-12", "A34", 6426),
            ("RYC", "2017-12", "A37", 7651),
            ("RYF", "2017-12", "A28", 894),
            ("RYF", "2017-12", "A34", 5434),
            ("RYF", "2017-12", "A37", 7537),
            ("RYF", "2017-12", "A66", 9137),
        ]
    );
    assert_eq!(rows.len(), found.len(), "England, regions and services add up in every month: {rows:?}");
    assert!(checks.sums > 3_000 && checks.means > 1_000 && checks.not_checked.is_empty());
}

#[test]
fn blocks_and_gaps_are_found() {
    let cut = cut();
    let block = |item: &str| {
        let block =
            cut.blocks().into_iter().find(|block| block.items.iter().any(|code| code == item)).unwrap();
        (block.first.to_string(), block.last.to_string())
    };
    assert_eq!(block("A7"), ("2017-08".to_owned(), "2024-03".to_owned()));
    assert_eq!(block("A140"), ("2024-03".to_owned(), "2024-03".to_owned()));
    assert_eq!(block("A58"), ("2017-08".to_owned(), "2019-09".to_owned()));
    let gaps = cut.gaps();
    let london: Vec<_> = gaps.iter().filter(|gap| gap.organisation == "RRU").collect();
    assert_eq!(london.len(), 1, "{london:?}");
    let (first, last) = (london[0].first.to_string(), london[0].last.to_string());
    assert_eq!((first.as_str(), last.as_str(), london[0].months), ("2022-10", "2022-11", 2));
    for item in ["A8", "A9", "A10", "A11", "A12", "A24", "A26", "A38"] {
        assert!(london[0].items.iter().any(|code| code == item), "{item}");
    }
    assert!(!london[0].items.iter().any(|code| ["A0", "A7", "A17", "A40", "A56"].contains(&code.as_str())));
}

#[test]
fn counts_and_totals_add_up_and_a_mean_is_made_anew() {
    let cut = cut();
    let winter = of(&["RYF"], ("2022-10", "2024-03"));
    assert_eq!(cut.total("A30", &winter).unwrap().value, 391_346_456);
    let mean = cut.mean("A31", &winter).unwrap();
    assert_eq!(
        (mean.total, mean.base, mean.codes),
        (391_346_456, 113_219, ("A30".to_owned(), "A10".to_owned()))
    );
    assert!((mean.value - 3456.544).abs() < 0.001);
    // All services of a month together are England, without the one that published nothing.
    let october = Choice { organisations: Vec::new(), months: Some((month("2022-10"), month("2022-10"))) };
    let c1 = cut.total("A8", &october).unwrap();
    assert_eq!((c1.value, c1.figures, c1.missing), (70_772, 10, vec![("RRU".to_owned(), month("2022-10"))]));
    // London allocated vehicles in that month and has no count of C1: it is left out above and below.
    let vehicles = cut.mean("c1_vehicles_arriving", &october).unwrap();
    assert_eq!((vehicles.total, vehicles.base, vehicles.missing.len()), (127_562 - 24_589, 70_772, 1));
    let share = cut.mean("A53", &of(&["Eng"], ("2024-03", "2024-03"))).unwrap();
    assert_eq!((share.total, share.base), (382_315, 646_040));
}

#[test]
fn what_the_figures_cannot_answer_is_refused_with_the_reason() {
    let cut = cut();
    let all = Choice::default();
    let says = |refusal: Refusal, words: &[&str]| {
        let text = refusal.to_string();
        words.iter().for_each(|word| assert!(text.contains(word), "{word}: {text}"));
    };
    for refusal in [cut.total("A26", &all).unwrap_err(), cut.mean("A26", &all).unwrap_err()] {
        says(
            refusal,
            &["A26 (c1_response_p90_s)", "90th centile", "neither by adding nor by averaging", "mean"],
        );
    }
    says(cut.total("A4", &all).unwrap_err(), &["50th centile"]);
    says(cut.total("A31", &all).unwrap_err(), &["A31 (c2_response_mean_s) is a mean", "A30 over A10"]);
    says(cut.total("A199", &all).unwrap_err(), &["no item `A199`", "did you mean"]);
    says(cut.mean("A0", &all).unwrap_err(), &["A0 (contacts)", "nothing to divide it by"]);
    let mixed = of(&["Eng", "RYF"], ("2024-03", "2024-03"));
    says(cut.total("A7", &mixed).unwrap_err(), &["several levels (england, trust)", "count twice"]);
    let twice = of(&["RYF", "ryf"], ("2024-03", "2024-03"));
    says(cut.total("A7", &twice).unwrap_err(), &["`ryf` is named twice"]);
    let nobody = of(&["RYG"], ("2024-03", "2024-03"));
    says(cut.total("A7", &nobody).unwrap_err(), &["no organisation `RYG`", "did you mean"]);
    let never = of(&["RYF"], ("2017-08", "2017-08"));
    says(cut.total("A7", &never).unwrap_err(), &["no figure of A7 (incidents_all)"]);
}

#[test]
fn unknown_codes_are_kept_listed_and_not_used() {
    let table = read(&["Year,Month,Org Code,A7,A900,Comment", "2024,3,RYF,10,5,fine"]);
    assert_eq!(table.items()[1].kind, ItemKind::Unknown);
    assert_eq!(table.value("RYF", month("2024-03"), "A900"), Some(5));
    assert_eq!(table.report().left_out, ["Comment"]);
    assert!(
        table
            .total("A900", &Choice::default())
            .unwrap_err()
            .to_string()
            .contains("not in the table of items")
    );
    assert!(table.mean("A900", &Choice::default()).unwrap_err().to_string().contains("kept and listed"));
}

#[test]
fn blank_rows_notes_repeats_and_rows_without_figures_are_reported() {
    let table = read(&[
        HEAD,
        SOUND,
        "",
        ",,,,,,,,,",
        SOUND,
        "2024,4,Y58,RYF,SOUTH WESTERN,.,.,,*,-",
        "Source: NHS England",
        "2024,4,Y58,RYE,\"SOUTH CENTRAL, TRUST\",\"1,234\",12.0,6000,500,900",
    ]);
    let dropped: Vec<(usize, DropReason)> =
        table.report().dropped.iter().map(|row| (row.line, row.reason)).collect();
    let reasons = [
        (3, DropReason::Blank),
        (4, DropReason::Blank),
        (5, DropReason::Repeats(2)),
        (6, DropReason::NoFigure),
        (7, DropReason::Note),
    ];
    assert_eq!(dropped, reasons);
    assert_eq!((table.report().rows, table.report().kept), (7, 2));
    assert_eq!(table.report().rows, table.report().kept + dropped.len());
    assert_eq!(table.value("RYE", month("2024-04"), "A7"), Some(1234));
    assert_eq!(table.value("RYE", month("2024-04"), "A8"), Some(12));
    assert_eq!(dropped[2].1.sentence(), "repeats row 2, figure by figure");
}

#[test]
fn what_is_wrong_is_named_with_file_row_rule_and_hint() {
    let has = |lines: &[&str], words: &[&str]| {
        let said = faults(lines);
        words.iter().for_each(|word| assert!(said.contains(word), "{word}: {said}"));
    };
    has(
        &["Year,Month,Org Name,A7", "2024,3,X,1"],
        &["x.csv:1: header, Org Code", "no such column", "org code"],
    );
    has(&["Year,Month,Org Code,ICB Code,A7", "2024,3,X,Y,1"], &["more than one such column"]);
    has(&["Year,Month,Org Code,Org Name", "2024,3,RYF,X"], &["no column of an item", "A7, A8 and A25"]);
    has(&["Year,Month,Org Code,A7,A7", "2024,3,RYF,1,1"], &["header, A7", "the same column again"]);
    has(&["Year;Month;Org Code;A7", "2024;3;RYF;1"], &["separated by commas"]);
    has(&[HEAD, "2024,13,Y58,RYF,X,1,1,1,1,1"], &["x.csv:2: row 2, Month", "`13`", "from 1 to 12"]);
    has(&[HEAD, "24,3,Y58,RYF,X,1,1,1,1,1"], &["row 2, Year", "`24`", "from 1990 to 2100"]);
    has(&[HEAD, "2024,3,Y58,,X,1,1,1,1,1"], &["row 2, Org Code", "joined by code"]);
    has(&[HEAD, "2024,3,Y58,RYF,X,1,1,1,0:07:18,1"], &["row 2, A25", "`0:07:18`", "write times in seconds"]);
    has(
        &[HEAD, "2024,3,Y58,RYF,X,-1,1,1,7.5,1"],
        &["row 2, A7", "below 0", "row 2, A25", "are whole", "2 faults"],
    );
    has(&[HEAD, "2024,3,Y58,RYF,X,1,1,1,many,1"], &["row 2, A25", "write `.` where there is no figure"]);
    has(&[HEAD, "2024,3,Y58,RYF,X,1,1,1"], &["row 2", "8 cells", "10 cells, as in the first line"]);
    has(&[HEAD, "2024,3,Y58,RYF,\"X,1,1,1,1,1"], &["row 2", "quotation marks"]);
    let other = "2024,3,Y58,RYF,SOUTH WESTERN,77556,9752,5782568,593,1108";
    has(&[HEAD, SOUND, other], &["x.csv:3: row 3", "`RYF` in 2024-03 again", "see row 2 too"]);
    has(&[HEAD], &["no row with a figure"]);
    assert!(!faults(&[HEAD, "2024,3,Y58,RYF,X,1,1,1,many,1"]).contains("no row"), "one fault is told once");
    has(&["", SOUND], &["an empty line", "named first"]);
    let bytes = |bytes: &[u8]| AmbSys::read("x.csv", bytes).unwrap_err().to_string();
    assert!(bytes(b"PK\x03\x04rest").contains("a spreadsheet") && bytes(b"").contains("an empty line"));
    assert!(bytes(b"Year,Month\n2024,\xff").contains("x.csv:2: row 2: found bytes that are no UTF-8"));
    let nowhere = AmbSys::load(Path::new("no/such.csv")).unwrap_err().to_string();
    assert!(nowhere.contains("no/such.csv") && nowhere.contains("a file that can be read"), "{nowhere}");
    assert!(AmbSys::load(Path::new("src")).unwrap_err().to_string().contains("name the CSV file itself"));
}

#[test]
fn a_file_of_boards_has_the_same_shape() {
    let lines = [
        "Year,Month,Region Code,ICB Code,ICB Name,A8,A24,A25",
        "2024,3,Y58,QVV,NHS Dorset,100,60000,600",
        "2024,3,Y58,E54000038,NHS Somerset,50,40000,800",
    ];
    let table = read(&lines);
    assert!(table.organisations().iter().all(|organisation| organisation.level == OrgLevel::Icb));
    let mean = table.mean("A25", &Choice::default()).unwrap();
    assert!((mean.value - 100_000.0 / 150.0).abs() < 1e-9);
    assert_eq!(table.check().breaches, []);
    let with_england = [lines[0], lines[1], "2024,3,Eng,Eng,England,150,100000,667"];
    let not_checked = read(&with_england).check().not_checked;
    assert!(not_checked[0].contains("does not have QE1"), "{not_checked:?}");
}

#[test]
fn a_sum_that_does_not_hold_is_reported_and_not_mended() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(CUT)).unwrap();
    let wrong = text.replace(
        "2024,3,Y58,RYF,SOUTH WESTERN AMBULANCE SERVICE NHS FOUNDATION TRUST,116792,",
        "2024,3,Y58,RYF,X,116793,",
    );
    assert_ne!(text, wrong);
    let table = AmbSys::read("x.csv", wrong.as_bytes()).unwrap();
    let breaches = table.check().breaches;
    let of_sums = breaches.iter().filter(|breach| breach.rule != BreachRule::MeanIsTotalOverCount);
    let found: Vec<_> = of_sums
        .map(|b| (b.rule, b.organisation.as_str(), b.item.as_str(), b.published, b.computed))
        .collect();
    assert_eq!(
        found,
        [
            (BreachRule::EnglandIsItsTrusts, "Eng", "A0", Some(1_104_087), 1_104_088.0),
            (BreachRule::RegionIsItsTrusts, "Y58", "A0", Some(116_792), 116_793.0),
        ]
    );
    assert_eq!(table.value("RYF", month("2024-03"), "A0"), Some(116_793));
}

#[test]
fn the_published_shape_is_written_and_read_back() {
    let cut = cut();
    let again = AmbSys::read("again.csv", cut.csv().as_bytes()).unwrap();
    assert_eq!((again.figures(), again.items()), (cut.figures(), cut.items()));
    assert_eq!(again.organisations(), cut.organisations());
    assert_eq!(again.csv(), cut.csv());
    // The rows of the last month are written as they were published, byte by byte.
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(CUT)).unwrap();
    let written: std::collections::BTreeSet<String> = cut.csv().lines().map(str::to_owned).collect();
    let last: Vec<&str> = text.lines().filter(|line| line.starts_with("2024,3,")).collect();
    assert_eq!(last.len(), 19);
    last.into_iter().for_each(|line| assert!(written.contains(line), "{line}"));
}

/// Small tables: figures of a few services, months and items.
fn tables() -> impl Strategy<Value = Vec<(u8, u8, Option<i64>, Option<i64>)>> {
    proptest::collection::vec(
        (0..4u8, 1..6u8, proptest::option::of(0..9_999i64), proptest::option::of(0..99_999i64)),
        1..20,
    )
}

fn table_of(rows: &[(u8, u8, Option<i64>, Option<i64>)]) -> Option<AmbSys> {
    let codes = ["RYF", "RX6", "RRU", "R1F"];
    let cell = |value: &Option<i64>| value.map_or_else(|| ".".to_owned(), |value| value.to_string());
    let mut lines = vec!["Year,Month,Region,Org Code,Org Name,A10,A30".to_owned()];
    for (at, (code, month, count, total)) in rows.iter().enumerate() {
        if rows[..at].iter().all(|row| (row.0, row.1) != (*code, *month)) {
            let code = codes[usize::from(*code)];
            lines.push(format!("2024,{month},Y58,{code},X,{},{}", cell(count), cell(total)));
        }
    }
    AmbSys::read("x.csv", lines.join("\n").as_bytes()).ok()
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_and_read_back(rows in tables()) {
        if let Some(table) = table_of(&rows) {
            let again = AmbSys::read("x.csv", table.csv().as_bytes()).unwrap();
            prop_assert_eq!(again.figures(), table.figures());
            prop_assert_eq!(again.report().dropped.len(), 0);
        }
    }

    #[test]
    fn a_sum_over_all_is_the_sum_of_its_parts(rows in tables(), at in 1..6u8) {
        let Some(table) = table_of(&rows) else { return Ok(()) };
        let value = |first: u8, last: u8| {
            let at = |month: u8| Month { year: 2024, month: month as i8 };
            let choice = Choice { organisations: Vec::new(), months: Some((at(first), at(last))) };
            table.total("A10", &choice).map_or(0, |sum| sum.value)
        };
        prop_assert_eq!(value(1, 5), value(1, at) + value(at + 1, 5));
    }

    #[test]
    fn damaged_bytes_never_panic(at in 0..72_000usize, byte: u8) {
        let mut bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(CUT)).unwrap();
        bytes[at] = byte;
        let _ = AmbSys::read("x.csv", &bytes).map(|table| table.check());
    }
}
