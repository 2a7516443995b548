//! Rows of the weekly profiles, the hour bands, the travel law and its factors.

use super::csv_table::{Lined, Loaded, read_table};
use super::faults::{Fault, Faults};
use super::files::Files;
use super::row::{RATIO, SECONDS, SHARE};
use super::schemas;
use super::{HourBand, Profile, TravelFactor, TravelKnot, TravelPurpose};
use std::collections::BTreeSet;

/// Hours of a week.
const HOURS: u32 = 168;
/// How far a profile's sum may lie from 1.
const SUM_TOLERANCE: f64 = 1e-6;

struct ProfileHour {
    profile: String,
    hour: Option<u32>,
    share: f64,
}

pub(super) fn read_profiles(files: &Files) -> Loaded<Profile> {
    let mut hours = read_table(&schemas::HOUR_OF_WEEK, files, |row| {
        row.grade("grade");
        let profile = row.code("profile");
        let hour = row.whole("hour_of_week", 0..=HOURS - 1);
        ProfileHour { profile, hour, share: row.number("share", SHARE) }
    });
    hours.sort_by(|a, b| (&a.profile, a.hour).cmp(&(&b.profile, b.hour)));
    let Loaded { rows, mut faults, readable, complete } = hours;
    let profiles = rows
        .chunk_by(|a, b| a.row.profile == b.row.profile)
        .map(|own| to_profile(own, &mut faults))
        .collect();
    Loaded { rows: profiles, faults, readable, complete }
}

fn to_profile(hours: &[Lined<ProfileHour>], faults: &mut Faults) -> Lined<Profile> {
    let name = hours[0].row.profile.clone();
    let share: Vec<f64> = hours.iter().map(|lined| lined.row.share).collect();
    let path = format!("profile {name}");
    if !name.is_empty() && all_hours(hours.iter().map(|lined| lined.row.hour), &path, faults) {
        let sum: f64 = share.iter().sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            faults.in_file(&path, || {
                Fault::new(format!("shares of sum {sum:.8}"), "shares of sum 1", "divide each by the sum")
            });
        }
    }
    Lined { line: hours[0].line, row: Profile { name, share } }
}

/// Whether every hour of the week is there; says nothing where an hour could not be read.
fn all_hours(hours: impl Iterator<Item = Option<u32>>, path: &str, faults: &mut Faults) -> bool {
    let Some(given) = hours.collect::<Option<BTreeSet<u32>>>() else { return false };
    let missing: Vec<String> =
        (0..HOURS).filter(|hour| !given.contains(hour)).map(|hour| hour.to_string()).collect();
    if !missing.is_empty() {
        let found = format!("{} hours of the week", given.len());
        let hint = format!("add {}", missing[..missing.len().min(12)].join(", "));
        faults.in_file(path, || Fault::new(found, "168 hours, from 0 (Monday 00:00) to 167", hint));
    }
    missing.is_empty()
}

const BANDS: [(&str, HourBand); 3] =
    [("night", HourBand::Night), ("day", HourBand::Day), ("peak", HourBand::Peak)];

pub(super) fn read_hour_bands(files: &Files) -> Loaded<HourBand> {
    let mut bands = read_table(&schemas::HOUR_BAND, files, |row| {
        (row.whole("hour_of_week", 0..=HOURS - 1), row.word("hour_band", &BANDS))
    });
    bands.sort_by(|a, b| a.0.cmp(&b.0));
    if bands.complete {
        all_hours(bands.rows.iter().map(|lined| lined.row.0), "", &mut bands.faults);
    }
    bands.map(|(_, band)| band)
}

pub(super) fn read_travel_law(files: &Files) -> Loaded<TravelKnot> {
    let mut knots = read_table(&schemas::TRAVEL_LAW, files, |row| {
        row.grade("grade");
        TravelKnot {
            rural: row.rural("rural_urban"),
            km: row.number("km", 0.0..=2_000.0),
            seconds: row.number("seconds", SECONDS),
        }
    });
    knots.sort_by(|a, b| a.rural.cmp(&b.rural).then(a.km.total_cmp(&b.km)));
    check_travel_law(&mut knots);
    knots
}

fn check_travel_law(knots: &mut Loaded<TravelKnot>) {
    let Loaded { rows, faults, complete, .. } = knots;
    for (name, rural) in [("urban", false), ("rural", true)] {
        let own: Vec<&Lined<TravelKnot>> = rows.iter().filter(|lined| lined.row.rural == rural).collect();
        if *complete && own.len() < 2 {
            faults.in_file(name, || Fault::new(format!("rows: {}", own.len()), "at least 2 rows", ""));
        }
        if let Some(first) = own.first().filter(|first| first.row.km > 0.0) {
            let found = || {
                Fault::new(
                    format!("a first knot at {} km", first.row.km),
                    "knots from 0 km",
                    "add a row of 0 km",
                )
            };
            faults.at_cell(first.line, "km", found);
        }
        own.windows(2).for_each(|pair| check_rise(pair[0], pair[1], faults));
    }
}

fn check_rise(knot: &Lined<TravelKnot>, next: &Lined<TravelKnot>, faults: &mut Faults) {
    let numbers = [("km", knot.row.km, next.row.km), ("seconds", knot.row.seconds, next.row.seconds)];
    if numbers.iter().any(|(_, before, after)| before.is_nan() || after.is_nan()) {
        return;
    }
    for (column, before, after) in numbers.into_iter().filter(|(_, before, after)| after <= before) {
        let rule = || format!("more than the {before} of row {}", knot.line);
        faults.at_cell(next.line, column, || {
            Fault::new(after.to_string(), rule(), "km and seconds increase together")
        });
    }
}

const PURPOSES: [(&str, TravelPurpose); 4] = [
    ("lights", TravelPurpose::Lights),
    ("ordinary", TravelPurpose::Ordinary),
    ("convey", TravelPurpose::Convey),
    ("return", TravelPurpose::Return),
];

pub(super) fn read_travel_factors(files: &Files) -> Loaded<TravelFactor> {
    let mut factors = read_table(&schemas::TRAVEL_FACTOR, files, |row| {
        let [low, factor, high] = [("low", RATIO), ("factor", 0.01..=100.0), ("high", RATIO)]
            .map(|(column, range)| row.number(column, range));
        row.ascending(["low", "factor", "high"], [low, factor, high]);
        row.grade("grade");
        TravelFactor {
            purpose: row.word("purpose", &PURPOSES),
            band: row.word("hour_band", &BANDS),
            rural: row.rural("rural_urban"),
            factor,
        }
    });
    let key = |row: &TravelFactor| (row.purpose, row.band, row.rural);
    factors.sort_by(|a, b| key(a).cmp(&key(b)));
    check_combinations(&mut factors);
    factors
}

fn check_combinations(factors: &mut Loaded<TravelFactor>) {
    let given: BTreeSet<_> = factors.rows.iter().map(|f| (f.row.purpose, f.row.band, f.row.rural)).collect();
    for (_, purpose) in PURPOSES.into_iter().filter(|_| factors.complete) {
        for key in BANDS.iter().flat_map(|(_, band)| [false, true].map(|rural| (purpose, *band, rural))) {
            if !given.contains(&key) {
                let rule = "a factor for each purpose, hour band and rurality";
                factors.faults.in_file(&combination(key), || Fault::new("no row", rule, ""));
            }
        }
    }
}

fn combination((purpose, band, rural): (TravelPurpose, HourBand, bool)) -> String {
    let purpose = PURPOSES.iter().find(|(_, p)| *p == purpose).map_or("", |(word, _)| word);
    let band = BANDS.iter().find(|(_, b)| *b == band).map_or("", |(word, _)| word);
    format!("{purpose}, {band}, {}", if rural { "rural" } else { "urban" })
}
