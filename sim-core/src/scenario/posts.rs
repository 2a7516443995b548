//! Posts of the user's own, and the nested compliance table that says which of them are held.

use super::Scenario;
use super::files::Opened;
use super::report::{Fault, Place, Report, nearest, quoted};
use super::rows::{self, Columns, Row};
use crate::ids::{AreaId, ServiceId};
use crate::problem::Problem;
use crate::region::Region;
use crate::world::{GivenPost, PostPlan};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The keys of the posts and of the compliance table.
pub(super) const KEYS: [&str; 2] = ["relocation.posts", "relocation.table"];
/// Most idle vehicles of a compliance table.
const MOST_IDLE: u32 = 1_000;
/// Highest rank of a post.
const HIGHEST_RANK: u32 = 100_000;

const POSTS: Columns = Columns {
    of: "a table of posts",
    needed: &["post_code", "service_code"],
    optional: &["area_code", "station_code", "rank"],
};
const TABLE: Columns =
    Columns { of: "a compliance table", needed: &["service_code", "idle_n", "post_code"], optional: &[] };
const NESTED: &str = "each number of idle vehicles holds the posts of the number before and one more";

/// A row of the posts, checked.
struct PostRow {
    /// Its line in the file, set once the row is sound.
    line: usize,
    code: String,
    service: ServiceId,
    area: AreaId,
    rank: Option<u32>,
}

/// A row of the compliance table: a post that is held at a number of idle vehicles.
struct HeldRow {
    /// Its line in the file, set once the row is sound.
    line: usize,
    service: ServiceId,
    idle_n: u32,
    area: AreaId,
    code: String,
}

/// The posts that a row of the compliance table may name.
struct Known<'a> {
    region: &'a Region,
    /// The service and the area of each post, by its code.
    posts: BTreeMap<&'a str, (ServiceId, AreaId)>,
    /// Posts whose own rows are wrong: what names them is not wrong again.
    unsound: &'a [String],
}

/// What is wrong with rows that are sound each by itself.
struct Across<'a> {
    file: Arc<str>,
    report: &'a mut Report,
}

/// Reads the posts and the compliance table; every fault goes to the report. A table is left alone where no post could
/// be read.
pub(super) fn read(opened: [Option<&Opened>; 2], region: &Region, report: &mut Report) -> PostPlan {
    let [posts, table] = opened;
    let (rows, unsound) = posts.map_or_else(Default::default, |posts| post_rows(posts, region, report));
    let given = rows.iter().map(|post| (post.code.as_str(), (post.service, post.area)));
    let known = Known { region, posts: given.collect(), unsound: &unsound };
    let table = table.filter(|_| posts.is_none() || !rows.is_empty());
    let held = table.map_or_else(BTreeMap::new, |table| held(table, &known, report));
    PostPlan { given: posts.map(|_| in_order(rows)), held }
}

/// The posts by service, then rank, then area: the order of the file's rows says nothing.
fn in_order(mut rows: Vec<PostRow>) -> Vec<GivenPost> {
    rows.sort_by_key(|row| (row.service, row.rank, row.area));
    let given =
        |row: PostRow| GivenPost { service: row.service, area: row.area, is_ranked: row.rank.is_some() };
    rows.into_iter().map(given).collect()
}

/// The sound rows of the posts, and the codes of the others.
fn post_rows(opened: &Opened, region: &Region, report: &mut Report) -> (Vec<PostRow>, Vec<String>) {
    let mut unsound = Vec::new();
    let rows = rows::read(opened, &POSTS, report, |row| {
        let found = row.post(region);
        if !row.is_sound {
            unsound.push(row.cell("post_code").to_owned());
        }
        found
    });
    let rows: Vec<PostRow> = rows.into_iter().map(|(line, row)| PostRow { line, ..row }).collect();
    let mut across = Across { file: opened.shown.clone(), report };
    across.check_codes(&rows, region);
    across.check_areas(&rows, region);
    across.check_ranks(&rows, region);
    (rows, unsound)
}

/// The areas of the posts that each service holds, in the order in which the numbers of idle vehicles add them.
fn held(opened: &Opened, known: &Known<'_>, report: &mut Report) -> BTreeMap<ServiceId, Vec<AreaId>> {
    let (mut is_whole, faults) = (true, report.count());
    let rows = rows::read(opened, &TABLE, report, |row| {
        let found = row.held(known);
        is_whole &= found.is_some();
        found
    });
    let rows: Vec<HeldRow> = rows.into_iter().map(|(line, row)| HeldRow { line, ..row }).collect();
    is_whole &= report.count() == faults;
    let mut across = Across { file: opened.shown.clone(), report };
    let mut by_service: BTreeMap<ServiceId, BTreeMap<u32, Vec<&HeldRow>>> = BTreeMap::new();
    for row in &rows {
        by_service.entry(row.service).or_default().entry(row.idle_n).or_default().push(row);
    }
    // A row that is wrong leaves a gap, which is not another fault.
    by_service.retain(|_, _| is_whole);
    by_service.into_iter().map(|(service, levels)| (service, across.nested(&levels))).collect()
}

impl Row<'_> {
    fn post(&mut self, region: &Region) -> Option<PostRow> {
        let code = self.with("post_code", |code| (!code.is_empty()).then(|| code.to_owned()), "a code");
        let service = self.service(region);
        let area = self.place(region, service);
        let rank = self.rank();
        Some(PostRow { line: 0, code: code?, service: service?, area: area?, rank })
    }

    /// The row of the region whose code stands in a column.
    fn coded<'c>(
        &mut self,
        column: &str,
        codes: impl Iterator<Item = &'c str> + Clone,
        rule: &str,
    ) -> Option<usize> {
        let code = self.cell(column);
        let found = codes.clone().position(|known| known == code);
        found.or_else(|| self.fault(column, rule, nearest(code, codes)))
    }

    fn service(&mut self, region: &Region) -> Option<ServiceId> {
        let codes = region.services.iter().map(|service| service.code.as_str());
        self.coded("service_code", codes, "the code of an ambulance service of the region")
            .map(ServiceId::new)
    }

    /// The area of a post, by its own code or by that of a station, which its service has.
    fn place(&mut self, region: &Region, service: Option<ServiceId>) -> Option<AreaId> {
        let by_area = !self.cell("area_code").is_empty();
        if by_area != self.cell("station_code").is_empty() {
            let hint = "fill area_code, or station_code, and not both";
            return self.fault("area_code", "one place for each post: an area, or a station", hint);
        }
        let (column, row) = if by_area {
            let codes = region.areas.iter().map(|area| area.code.as_str());
            ("area_code", AreaId::new(self.coded("area_code", codes, "the code of an area of the region")?))
        } else {
            let codes = region.stations.iter().map(|station| station.code.as_str());
            let row = self.coded("station_code", codes, "the code of a station of the region")?;
            ("station_code", region.stations[row].area)
        };
        let (wanted, owner) = (service?, service_of(region, row));
        if wanted == owner {
            return Some(row);
        }
        let code = |service: ServiceId| &region.services[service.index()].code;
        let hint = format!("it lies in the area of {}", code(owner));
        self.fault(column, &format!("a place of {}", code(wanted)), hint)
    }

    fn rank(&mut self) -> Option<u32> {
        if self.cell("rank").is_empty() {
            return None;
        }
        self.with("rank", |text| whole(text, HIGHEST_RANK), "a whole number from 1 to 100000, 1 first")
    }

    fn held(&mut self, known: &Known<'_>) -> Option<HeldRow> {
        let service = self.service(known.region);
        let idle_n =
            self.with("idle_n", |text| whole(text, MOST_IDLE), "a whole number of idle vehicles, 1 to 1000");
        let (owner, area) = self.known_post(known)?;
        let (service, code) = (service?, self.cell("post_code").to_owned());
        if owner != service {
            let rule = format!("a post of {}", known.region.services[service.index()].code);
            let hint = format!("it belongs to {}", known.region.services[owner.index()].code);
            return self.fault("post_code", &rule, hint);
        }
        Some(HeldRow { line: 0, service, idle_n: idle_n?, area, code })
    }

    /// The service and the area of a post that the table names.
    fn known_post(&mut self, known: &Known<'_>) -> Option<(ServiceId, AreaId)> {
        let code = self.cell("post_code");
        let stations = &known.region.stations;
        let found = known.posts.get(code).copied().or_else(|| {
            let station = stations.iter().find(|station| station.code == code)?;
            Some((service_of(known.region, station.area), station.area))
        });
        if found.is_some() || known.unsound.iter().any(|unsound| unsound == code) {
            return found;
        }
        let codes = known.posts.keys().copied();
        let hint = nearest(code, codes.chain(stations.iter().map(|station| station.code.as_str())));
        self.fault("post_code", "a post of relocation.posts, or the code of a station", hint)
    }
}

impl Across<'_> {
    fn fault(&mut self, line: usize, column: &str, found: String, (rule, hint): (&str, String)) {
        let place = Place { file: self.file.clone(), line: Some(line) };
        self.report.at(&place, column, Fault::new(found, rule, hint));
    }

    /// Each code is there once, and none is that of a station elsewhere.
    fn check_codes(&mut self, rows: &[PostRow], region: &Region) {
        let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            if let Some(first) = known(&mut lines, &*row.code, row.line) {
                let hint = format!("row {first} has it");
                self.fault(row.line, "post_code", quoted(&row.code), ("each post once", hint));
            }
            let station = region.stations.iter().find(|station| station.code == row.code);
            if station.is_some_and(|station| station.area != row.area) {
                let hint = "choose another code, or give it as station_code".to_owned();
                let rule = "a code that is not that of a station elsewhere";
                self.fault(row.line, "post_code", quoted(&row.code), (rule, hint));
            }
        }
    }

    /// Each area is a post once: vehicles of one area stand at one place.
    fn check_areas(&mut self, rows: &[PostRow], region: &Region) {
        let mut lines = BTreeMap::new();
        for row in rows {
            if let Some(first) = known(&mut lines, row.area, row.line) {
                let found = format!("{} again", region.areas[row.area.index()].code);
                let hint = format!("row {first} has a post in this area");
                self.fault(row.line, "area_code", found, ("one post for each area", hint));
            }
        }
    }

    /// All posts of a service have a rank of their own, or none has one.
    fn check_ranks(&mut self, rows: &[PostRow], region: &Region) {
        let (mut firsts, mut lines) = (BTreeMap::new(), BTreeMap::new());
        for row in rows {
            let code = &region.services[row.service.index()].code;
            let (first, is_ranked) = *firsts.entry(row.service).or_insert((row.line, row.rank.is_some()));
            let found = row.rank.map_or_else(|| "no rank".to_owned(), |rank| rank.to_string());
            if is_ranked != row.rank.is_some() {
                let hint = format!("as row {first}, the first of {code}");
                self.fault(row.line, "rank", found, ("a rank for each post of a service, or for none", hint));
            } else if let Some(rank) = row.rank
                && let Some(first) = known(&mut lines, (row.service, rank), row.line)
            {
                let hint = format!("row {first} of {code} has it");
                self.fault(row.line, "rank", found, ("each rank once in a service", hint));
            }
        }
    }

    /// The areas in the order in which the numbers of idle vehicles, from 1 without a gap, add them.
    fn nested(&mut self, levels: &BTreeMap<u32, Vec<&HeldRow>>) -> Vec<AreaId> {
        let (mut held, mut last): (Vec<&HeldRow>, u32) = (Vec::new(), 0);
        for (idle_n, level) in levels {
            let level = self.once(level);
            let is_held = |row: &&HeldRow| held.iter().any(|known| known.area == row.area);
            let new: Vec<&HeldRow> = level.iter().copied().filter(|row| !is_held(row)).collect();
            if *idle_n == last + 1 {
                self.check_level(&held, &level, &new);
            } else {
                let hint = format!("give the posts held at {} too", last + 1);
                let rule = "numbers of idle vehicles from 1 on without a gap";
                self.fault(level[0].line, "idle_n", idle_n.to_string(), (rule, hint));
            }
            held.extend(new);
            last = *idle_n;
        }
        held.into_iter().map(|row| row.area).collect()
    }

    /// The rows of a number of idle vehicles; a post that is there twice is a fault.
    fn once<'r>(&mut self, level: &[&'r HeldRow]) -> Vec<&'r HeldRow> {
        let mut once: Vec<&HeldRow> = Vec::new();
        for row in level {
            if let Some(first) = once.iter().find(|first| first.area == row.area) {
                let rule = "one row for each post at a number of idle vehicles";
                let hint = format!("row {} holds {}, at the same place", first.line, first.code);
                self.fault(row.line, "post_code", quoted(&row.code), (rule, hint));
            } else {
                once.push(row);
            }
        }
        once
    }

    /// What is held stays held, and one post is new.
    fn check_level(&mut self, held: &[&HeldRow], level: &[&HeldRow], new: &[&HeldRow]) {
        let first = level[0];
        let lost: Vec<_> =
            held.iter().filter(|held| !level.iter().any(|row| row.area == held.area)).collect();
        for known in &lost {
            let found = format!("no row for {} at {}", known.code, first.idle_n);
            let hint = format!("repeat it: row {} holds it at {}", known.line, known.idle_n);
            self.fault(first.line, "post_code", found, (NESTED, hint));
        }
        if !lost.is_empty() {
            return;
        }
        if new.is_empty() {
            let hint = "add a post, or leave this number out at the end".to_owned();
            self.fault(first.line, "post_code", format!("no new post at {}", first.idle_n), (NESTED, hint));
        }
        for row in new.iter().skip(1) {
            let found = format!("{}, a further new post at {}", row.code, row.idle_n);
            let hint = format!("{} is new there too: row {}", new[0].code, new[0].line);
            self.fault(row.line, "post_code", found, (NESTED, hint));
        }
    }
}

/// The line in which a key was met before; else this one is its first.
fn known<K: Ord>(lines: &mut BTreeMap<K, usize>, key: K, line: usize) -> Option<usize> {
    let first = *lines.entry(key).or_insert(line);
    (first != line).then_some(first)
}

/// The service in whose area a place lies.
fn service_of(region: &Region, area: AreaId) -> ServiceId {
    region.patches[region.areas[area.index()].patch.index()].service
}

fn whole(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}

/// What is odd about a scenario's posts: a rule that does not use them, a service without one.
pub(super) fn odd(scenario: &Scenario) -> Vec<Problem> {
    let method = scenario.text("policy.relocation.method");
    let plan = &scenario.from_files.posts;
    let [posts, table] = KEYS;
    let mut odd = Vec::new();
    if method == "return_to_base" {
        let rule = "a rule of relocation that sends vehicles to posts";
        let hint = "choose standby_points, priority_list, compliance_table or dmexclp";
        let found = || format!("posts, with policy.relocation.method = \"{method}\"");
        let unused = KEYS.map(|key| warning(scenario, key, found(), (rule, hint)));
        return unused.into_iter().flatten().collect();
    }
    if method != "compliance_table" {
        let found = format!("a compliance table, with policy.relocation.method = \"{method}\"");
        let hint = "choose compliance_table, or leave the table out";
        odd.push(warning(scenario, table, found, ("the rule that reads it", hint)));
    }
    for service in scenario.services() {
        let code = &scenario.region.services[service.index()].code;
        let has_post = plan.given.iter().flatten().any(|post| post.service == service);
        if !has_post {
            let rule = "a post of each service simulated; its vehicles have its stations alone";
            odd.push(warning(scenario, posts, format!("no post of {code}"), (rule, "add a row")));
        }
        odd.push(odd_levels(scenario, (service, code)));
    }
    odd.into_iter().flatten().collect()
}

/// A service that the compliance table leaves out, or whose posts lie outside the selection.
fn odd_levels(scenario: &Scenario, (service, code): (ServiceId, &str)) -> Option<Problem> {
    let Some(held) = scenario.from_files.posts.held.get(&service) else {
        let rule = "rows for each service simulated; its order of need stands in";
        return warning(scenario, KEYS[1], format!("no row of {code}"), (rule, "add its rows"));
    };
    let outside = held.iter().filter(|area| !scenario.selection.areas[area.index()]).count();
    let found = format!("posts of {code} outside the selection: {outside}");
    let rule = "posts in simulated areas; the others are left out of the order";
    (outside > 0).then(|| warning(scenario, KEYS[1], found, (rule, "widen `select`")))?
}

/// A warning at a key; none where the key is left out.
fn warning(scenario: &Scenario, key: &str, found: String, (rule, hint): (&str, &str)) -> Option<Problem> {
    let place = &scenario.settings.get(key)?.place;
    Some(Problem {
        file: place.file.to_string(),
        path: key.to_owned(),
        line: place.line,
        found,
        rule: rule.to_owned(),
        hint: hint.to_owned(),
    })
}
