//! What of the channels is said: which are in play, what each carries, and what the process gave each service.

use super::name;
use super::wait::{first, signed};
use crate::document::{Block, Document, Grid, count, share, signed_seconds};
use ambics::experiment::Statistic;
use ambics::experiment::governance::{WaitRow, WaitRun};
use ambics::governance::Channel;
use ambics::outcome::{Level, ReportedCategory};
use ambics::scenario::Mean;
use ambics::stats::Estimate;

/// What is unlike between the arrangements, and what is not.
pub(super) fn differences(run: &WaitRun) -> String {
    let study = run.study();
    let in_play = |mean: Mean| study.means.range(mean).high > 0.0;
    let mut ways = vec![
        "the day on which each intervention goes live in each ICS and how well it fits there (channel go_live)".to_owned(),
    ];
    if (0..study.proposals.len()).any(|proposal| study.is_handover(proposal)) {
        ways.push("the same of programmes for handover, by department (handover)".to_owned());
    }
    if in_play(Mean::GrowthHours) {
        let hours = count(study.means.range(Mean::GrowthHours).value);
        ways.push(format!("where the same {hours} growth hours a week are rostered (hours)"));
    }
    if in_play(Mean::HubClinicians) {
        ways.push("whether the same clinicians sit in one hub or in one for each ICS, which is an input and no finding (hub)".to_owned());
    }
    if in_play(Mean::EffortHandover) {
        ways.push("the time that packages leave ICSs' teams for handover, a share of the whole study and so the same in every year (effort)".to_owned());
    }
    format!(
        "The arrangements differ in nothing but {}. Money, the hours of all teams and dispatch, which is trust-wide in every \
         arm, are the same.",
        ways.join("; ")
    )
}

/// The service, or England where there are several.
pub(super) fn whole(run: &WaitRun) -> (Level, String) {
    run.places().into_iter().next().expect("a study has a service")
}

/// What the whole is called in a caption.
pub(super) fn whole_name(run: &WaitRun) -> &'static str {
    if run.studies.len() > 1 { "all services" } else { "the whole service" }
}

/// The difference of each arrangement from the first over the channels.
pub(super) fn channels(document: &mut Document, run: &WaitRun) {
    let rows = run.channels();
    if rows.is_empty() {
        return;
    }
    let table = |(level, code): &(Level, String)| {
        let caption = format!(
            "{}, C2 mean at the end of year {}: seconds against {} that each channel carries [95%]",
            place(run, *level, code),
            run.question.years,
            first(run)
        );
        let mut grid = Grid::new(caption, "arrangement");
        for channel in Channel::ALL {
            grid = grid.numbers(channel.name());
        }
        for (arrangement, parts) in run.study().arrangements.iter().enumerate().skip(1) {
            let own = rows.iter().filter(|row| {
                (row.arrangement, row.level, row.code.as_str()) == (arrangement, *level, code.as_str())
            });
            grid.row(std::iter::once(name(parts)).chain(own.map(|row| carried(row.share))).collect());
        }
        grid
    };
    let places = run.places();
    document.table(table(&places[0]).note(
        "Shapley shares over the 32 subsets of channels, on the same tapes: they add to the difference. 0 without an \
         interval: the channel is the same in both, or not in play.",
    ));
    let others = places[1..]
        .iter()
        .filter(|(level, _)| *level != Level::Patch)
        .map(|place| Block::Table(table(place)));
    document.blocks.push(Block::Page(others.collect()));
}

/// A share; that of a channel that is the same in both is 0 without an interval.
fn carried(share: Option<Estimate>) -> String {
    match share.and_then(|own| Some((own.mean, own.interval()?))) {
        Some((0.0, (low, high))) if low == high => "0".to_owned(),
        _ => signed(share),
    }
}

/// Who gives hours to an arrangement, and whose measure it moves.
pub(super) fn measures(document: &mut Document, run: &WaitRun, rows: &[WaitRow]) {
    let (level, code) = whole(run);
    let weeks = run.study().horizon_days / 7.0;
    let caption =
        format!("Who gives the hours, and whose measure moves by the end of year {}", run.question.years);
    let mut grid = Grid::new(caption, "arrangement");
    for label in [
        "trusts' teams,\nh a week",
        "trusts judged on:\nC2 mean, s",
        "ICSs' teams,\nh a week",
        "acute trusts'\nhours",
        "acute trusts judged on:\nhandover, s",
    ] {
        grid = grid.numbers(label);
    }
    let services = run.services();
    for (arrangement, parts) in run.study().arrangements.iter().enumerate() {
        let own = || services.iter().filter(move |row| row.arrangement == arrangement);
        let trust: f64 = own().map(|row| row.standing_hours_per_week + row.trust_hours / weeks).sum();
        let ics: f64 = own().map(|row| row.ics_hours / weeks).sum();
        let c2 = rows.iter().find(|row| {
            (row.year, row.arrangement, row.level) == (run.question.years, arrangement, level)
                && row.code == code
                && (row.category, row.statistic) == (ReportedCategory::C2, Statistic::Mean)
        });
        let off = run.handover_off_s(arrangement).map(|off| Estimate { mean: -off.mean, ..off });
        grid.row(vec![
            name(parts),
            format!("{trust:.1}"),
            signed_seconds(c2.and_then(|row| row.against_none).map(|own| own.mean)),
            format!("{ics:.1}"),
            "not counted".to_owned(),
            signed_seconds(off.map(|off| off.mean)),
        ]);
    }
    document.table(grid.note(
        "Hours over the study's years, relationships and packages together; seconds against the base without packages, means \
         over draws. Trusts are judged on C2, acute trusts on four hours in the department (handover stands for it here), ICBs on \
         money and on all of these. Who gives hours is not always whose measure moves: the model knows of no will that this \
         makes, or breaks.",
    ));
}

/// Hours and dates of each service, where there are several.
pub(super) fn services(document: &mut Document, run: &WaitRun) {
    if run.studies.len() < 2 {
        return;
    }
    let mut grid = Grid::new("Engagement hours and go-live by service", "service").words("arrangement");
    for label in [
        "ICSs",
        "trust,\nh on packages",
        "ICSs,\nh on packages",
        "relationships,\nh a week",
        "median days\nto go-live",
        "never",
    ] {
        grid = grid.numbers(label);
    }
    for row in run.services() {
        grid.row(vec![
            place(run, Level::Trust, &row.service),
            name(&run.study().arrangements[row.arrangement]),
            row.members.to_string(),
            count(row.trust_hours),
            count(row.ics_hours),
            count(row.standing_hours_per_week),
            row.median_days.map_or_else(|| "-".to_owned(), count),
            share(Some(row.never)),
        ]);
    }
    document.table(grid.note(
        "Means over draws; - where more than half are never live within the study. An ICS with several services has the \
         same part of its team's hours for each.",
    ));
}

/// What a place is called.
pub(super) fn place(run: &WaitRun, level: Level, code: &str) -> String {
    let several = run.studies.len() > 1;
    match level {
        Level::England => "England".to_owned(),
        Level::Trust if !several => "Whole service".to_owned(),
        Level::Trust => run
            .study()
            .region
            .services()
            .iter()
            .find(|service| service.code == code)
            .map_or_else(|| code.to_owned(), |service| service.short_name.clone()),
        _ => {
            let members =
                run.studies.iter().flat_map(|study| study.ground.members.iter().map(move |m| (study, m)));
            let own = members.into_iter().find(|(study, member)| {
                if several { study.patch_code(&member.code) == code } else { member.code == code }
            });
            own.map_or_else(|| code.to_owned(), |(_, member)| format!("{code} {}", member.name))
        }
    }
}
