//! Codes of an extract to those of the region's areas, by a look-up as the Office for National Statistics publishes them.

use crate::failure::Failure;
use crate::own_region::SAVE_AS;
use ambics::problem::Problems;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Names of columns that hold codes, with `##` for the two digits of a year and an end of `CD` or none; areas come last.
const COLUMNS: [&str; 8] = ["PCDS", "PCD", "PCD7", "PCD8", "PCD2", "OA##", "LSOA##", "MSOA##"];
/// The columns that an area can be told by begin here.
const AREAS: usize = 6;

/// One look-up.
#[derive(Debug)]
pub(crate) struct LookUp {
    /// Its columns, as they are told: `LSOA21CD to MSOA21CD`.
    pub columns: String,
    /// Different codes that lead to an area.
    pub codes: usize,
    /// Codes, upper case without blanks, each with a row of `targets`; in order, one beside the other if a code leads to several.
    pairs: Vec<(Box<str>, u32)>,
    targets: Vec<String>,
}

/// Without blanks and in capitals: `ex1 1aa` is `EX11AA`.
fn plain(code: &str) -> String {
    code.chars().filter(|own| !own.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The place of a column in [`COLUMNS`], and its year.
fn kind(name: &str) -> Option<(usize, String)> {
    let name = name.trim_start_matches('\u{feff}').trim().to_uppercase();
    let year: String = name.chars().filter(char::is_ascii_digit).collect();
    let own = name.strip_suffix("CD").unwrap_or(&name);
    let is = |pattern: &str| match pattern.strip_suffix("##") {
        Some(before) => year.len() == 2 && own.strip_prefix(before) == Some(&year),
        None => name == pattern,
    };
    COLUMNS.iter().position(|pattern| is(pattern)).map(|at| (at, year))
}

impl LookUp {
    /// Reads look-ups in their order.
    pub fn all(files: &[PathBuf]) -> Result<Vec<Self>, Failure> {
        files.iter().map(|file| Self::read(file)).collect()
    }

    /// Reads a look-up: the target is the column of the widest areas, of the latest year where there are several.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let opened = File::open(file).map_err(Failure::file("read", file))?;
        let mut reader = csv::ReaderBuilder::new().from_reader(std::io::BufReader::new(opened));
        let shown = file.display().to_string();
        let broken = |error: csv::Error| {
            let at = error.position().map_or_else(String::new, |own| format!("line {}: ", own.line()));
            let rule = ("a CSV file in UTF-8 whose rows are as long as its header", SAVE_AS);
            Failure::from(Problems::one(&shown, "", format!("{at}text that is no such CSV"), rule))
        };
        let header = reader.headers().map_err(broken)?.clone();
        let mut known: Vec<((usize, String), usize)> =
            header.iter().enumerate().filter_map(|(at, name)| Some((kind(name)?, at))).collect();
        known.sort();
        let target = known.pop();
        let Some(((_, _), to)) = target.filter(|own| own.0.0 >= AREAS && !known.is_empty()) else {
            // Never what stands there: a file without a header begins with somebody's row.
            let found = format!("{} columns, and not both of these among them", header.len());
            let rule = (
                "a column of codes to look up (pcds, OA21CD, LSOA21CD, …) and one of areas (LSOA21CD or MSOA21CD)",
                "take the look-up as the Office for National Statistics publishes it",
            );
            return Err(Problems::one(&shown, "", found, rule).into());
        };
        let from: Vec<usize> = known.iter().map(|own| own.1).collect();
        let name = |at: usize| header.get(at).unwrap_or_default().trim_start_matches('\u{feff}');
        let sources: Vec<&str> = from.iter().map(|at| name(*at)).collect();
        let columns = format!("{} to {}", sources.join(" and "), name(to));
        let mut own = Self { columns, codes: 0, pairs: Vec::new(), targets: Vec::new() };
        for record in reader.records() {
            own.take(&record.map_err(broken)?, &from, to);
        }
        Ok(own.in_order())
    }

    fn take(&mut self, record: &csv::StringRecord, from: &[usize], to: usize) {
        let target = plain(record.get(to).unwrap_or_default());
        if target.is_empty() {
            return;
        }
        // Rows of one area mostly stand beside each other.
        if self.targets.last() != Some(&target) {
            self.targets.push(target);
        }
        let row = (self.targets.len() - 1) as u32;
        let codes = from.iter().filter_map(|at| record.get(*at)).map(plain);
        self.pairs.extend(codes.filter(|code| !code.is_empty()).map(|code| (code.into_boxed_str(), row)));
    }

    fn in_order(mut self) -> Self {
        let targets = std::mem::take(&mut self.targets);
        self.pairs
            .sort_unstable_by(|a, b| (&a.0, &targets[a.1 as usize]).cmp(&(&b.0, &targets[b.1 as usize])));
        self.pairs.dedup_by(|a, b| a.0 == b.0 && targets[a.1 as usize] == targets[b.1 as usize]);
        self.codes = self.pairs.chunk_by(|a, b| a.0 == b.0).count();
        Self { targets, ..self }
    }

    /// What a code leads to; itself if it is not in the look-up.
    fn follow(&self, code: &str) -> Vec<String> {
        let begin = self.pairs.partition_point(|own| &*own.0 < code);
        let own = self.pairs[begin..].iter().take_while(|own| &*own.0 == code);
        let found: Vec<String> = own.map(|own| self.targets[own.1 as usize].clone()).collect();
        if found.is_empty() { vec![code.to_owned()] } else { found }
    }
}

/// The codes that a code leads to by the look-ups, one after the other; itself without any.
pub(super) fn followed(lookups: &[LookUp], code: &str) -> BTreeSet<String> {
    if lookups.is_empty() {
        return BTreeSet::from([code.to_owned()]);
    }
    lookups.iter().fold(BTreeSet::from([plain(code)]), |codes, lookup| {
        codes.iter().flat_map(|code| lookup.follow(code)).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<LookUp, Failure> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("room");
        LookUp::read(file.path())
    }

    #[test]
    fn codes_of_several_kinds_lead_to_areas() {
        let text = "\u{feff}OA21CD,LSOA21CD,LSOA21NM,MSOA21CD,LAD22CD\nE00000001,E01000001,City,E02000001,E09000001\n\
                    E00000002,E01000001,City,E02000001,E09000001\nE00000003,E01000002,City,E02000002,E09000001\n";
        let own = of(text).expect("a look-up");
        assert_eq!((own.columns.as_str(), own.codes), ("OA21CD and LSOA21CD to MSOA21CD", 5));
        let one = |code: &str| followed(std::slice::from_ref(&own), code).into_iter().collect::<Vec<_>>();
        assert_eq!(one("e01000001 "), ["E02000001"]);
        assert_eq!(one("E00000003"), ["E02000002"]);
        assert_eq!(one("E02000002"), ["E02000002"]);
    }

    #[test]
    fn look_ups_follow_one_another_and_a_split_that_meets_again_is_no_doubt() {
        let older = of(
            "LSOA11CD,LSOA21CD,CHGIND\nE01000001,E01100001,S\nE01000001,E01100002,S\nE01000002,E01100003,S\nE01000002,E01100009,S\n",
        );
        let newer = of("pcds,lsoa21cd,msoa21cd\nEX1 1AA,E01100001,E02000001\nEX1 1AB,E01100002,E02000001\n\
                        EX1 1AC,E01100003,E02000001\nEX1 1AD,E01100009,E02000002\n");
        let both = [older.expect("a look-up"), newer.expect("a look-up")];
        assert_eq!(both[0].columns, "LSOA11CD to LSOA21CD");
        assert_eq!(both[1].columns, "pcds and lsoa21cd to msoa21cd");
        assert_eq!(followed(&both, "E01000001").len(), 1);
        assert_eq!(followed(&both, "E01000002").len(), 2);
        assert!(followed(&both, "ex11ad").contains("E02000002"));
    }

    #[test]
    fn what_is_no_look_up_is_refused_with_its_columns() {
        for text in
            ["LAD22CD,MSOA21CD\nE09000001,E02000001\n", "OA21CD,LAD22CD\na,b\n", "", "LSOA21NM,x\n1,2\n"]
        {
            let said = of(text).expect_err("no look-up").to_string();
            assert!(said.contains("a column of codes to look up"), "{said}");
        }
        let said = of("LSOA21CD,MSOA21CD\nE01000001\n").expect_err("a short row").to_string();
        assert!(said.contains("line 2"), "{said}");
    }
}
