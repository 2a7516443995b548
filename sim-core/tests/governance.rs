//! The process of governance against closed forms, and its identities.

use ambics::Address;
use ambics::governance::process::{
    Bill, Course, DecidedBy, Design, DisciplineConfig, Fifo, FinishFirst, Grouping, Local, Meetings, Member,
    Members, Number, Numbers, Partner, PartnerKind, Pressure, Process, Proposal, RoundRobin, Shock, Votes,
    Whom, Workroom, effort_under_shared_risk, power, risk_share_variance,
};
use ambics::rng::{code64, mix64, u53};

/// A number of hours that is never short.
const ENDLESS: f64 = 1e12;

/// No work, no delay, forums that meet all the time and always approve.
fn bare() -> Numbers {
    Numbers::of(|number| match number {
        Number::Approval => 1.0,
        Number::BoardDays | Number::CommitteeDays | Number::PlaceDays | Number::PartnershipDays => 1e-4,
        Number::BoardSlots | Number::CommitteeSlots | Number::PlaceSlots | Number::PartnershipSlots => 1e6,
        Number::PlaceResidents => 375_000.0,
        _ => 0.0,
    })
}

/// So many alike ICSs with endless hours.
fn alike(count: usize) -> Vec<Member> {
    let member = |k: usize| Member {
        code: format!("X{k}"),
        identity: code64(&format!("X{k}")),
        residents: 1e6,
        hours_per_week: ENDLESS,
        maturity: 0.5,
        relationship: 0.5,
        profile: [0.0; 3],
    };
    (0..count).map(member).collect()
}

fn wanted(name: &str, from_day: f64) -> Proposal {
    let name = name.to_owned();
    Proposal {
        identity: code64(&name),
        name,
        work_ratio: 1.0,
        benefit: 1.0,
        grade: 0.0,
        cost_gap: 0.0,
        partners: Vec::new(),
        from_day,
    }
}

struct Given<'a> {
    numbers: &'a Numbers,
    members: &'a [Member],
    proposals: &'a [Proposal],
    hours: f64,
    discipline: DisciplineConfig,
    days: f64,
}

impl Given<'_> {
    fn run(&self, design: &Design, draw: u32) -> Course {
        self.run_with((&[], 0), draw, design)
    }

    fn run_under(&self, pressure: &[Pressure], draw: u32, design: &Design) -> Course {
        self.run_with((pressure, 0), draw, design)
    }

    fn run_under_oversight(&self, override_after: u32, draw: u32, design: &Design) -> Course {
        self.run_with((&[], override_after), draw, design)
    }

    fn run_with(&self, (pressure, override_after): (&[Pressure], u32), draw: u32, design: &Design) -> Course {
        let discipline = self.discipline.build();
        let process = Process {
            members: self.members,
            proposals: self.proposals,
            numbers: self.numbers,
            design,
            team_hours: self.hours,
            discipline: &*discipline,
            work_in_progress: 0,
            meetings: &Meetings::default(),
            shocks: &[],
            pressure,
            override_after,
            horizon_days: self.days,
        };
        process.run(&Address::new(7, draw), &mut Workroom::default())
    }
}

fn given<'a>(numbers: &'a Numbers, members: &'a [Member], proposals: &'a [Proposal]) -> Given<'a> {
    let discipline = DisciplineConfig::Fifo(Fifo {});
    Given { numbers, members, proposals, hours: ENDLESS, discipline, days: 40_000.0 }
}

/// Days to go-live, by proposal and member.
fn days(course: &Course) -> Vec<f64> {
    course.pairs.iter().map(|pair| pair.live_day.map_or(f64::INFINITY, f64::from)).collect()
}

/// Mean and standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// One package for all, decided by the holder's board, adopted by all.
fn lead() -> Design {
    Design {
        grouping: Grouping::All,
        decided_by: DecidedBy::Lead,
        local: Local::Nobody,
        data_each: false,
        ..Design::bilateral()
    }
}

fn joint(quota: f64) -> Design {
    Design { decided_by: DecidedBy::Joint, quota, ..lead() }
}

#[test]
fn governance_meeting_queue_is_slotted_md1() {
    let mut numbers = bare().with(Number::BoardDays, 30.0).with(Number::BoardSlots, 1.0);
    numbers.set(Number::BoardSlots, 1.0);
    let members = alike(1);
    for (rho, want) in [(0.0_f64, 15.0), (0.25, 20.0), (0.5, 30.0), (0.8, 75.0)] {
        let means: Vec<f64> = (0..60).map(|draw| waiting(&numbers, &members, rho, draw)).collect();
        let (found, error) = mean(&means);
        assert!((found - want).abs() < 4.0 * error, "rho {rho}: {found} +- {error}, not {want}");
        assert!(error < 0.05 * want, "rho {rho}: the tolerance of {error} says something");
    }
}

/// Mean wait for a meeting when packages come at random at `rho` of the meetings; at 0 they never meet.
fn waiting(numbers: &Numbers, members: &[Member], rho: f64, draw: u32) -> f64 {
    let gap = if rho > 0.0 { 30.0 / rho } else { 200.0 };
    let mut at = 0.0;
    let arrivals = (0..1_500_u64).map(|k| {
        let luck = u53(mix64(k * 1_000_003 + u64::from(draw) * 7_919 + 1));
        at += if rho > 0.0 { -gap * (1.0 - luck).ln() } else { 100.0 + gap * luck };
        wanted(&format!("{k}"), at)
    });
    let proposals: Vec<Proposal> = arrivals.collect();
    let course = Given { days: 1e7, ..given(numbers, members, &proposals) }.run(&Design::bilateral(), draw);
    let waits = days(&course).into_iter().zip(&proposals).skip(300).map(|(live, p)| live - p.from_day);
    mean(&waits.collect::<Vec<f64>>()).0
}

#[test]
fn governance_unanimity_and_quota_take_their_meetings() {
    let numbers =
        bare().with(Number::Approval, 0.8).with(Number::BoardDays, 30.0).with(Number::CommitteeDays, 30.0);
    let members = alike(7);
    let each = Design { grouping: Grouping::Each, ..Design::bilateral() };
    let cases = [
        (joint(1.0), 4.768_371_6),
        (joint(5.0 / 7.0), 1.173_753),
        (joint(4.0 / 7.0), 1.034_494),
        (each, 2.107_455),
    ];
    for (design, want) in cases {
        let proposals = [wanted("p", 0.0)];
        let meetings = |draw| {
            let last = days(&given(&numbers, &members, &proposals).run(&design, draw))
                .into_iter()
                .fold(0.0, f64::max);
            (last / 30.0).floor() + 1.0
        };
        let (found, error) = mean(&(0..20_000).map(meetings).collect::<Vec<f64>>());
        assert!((found - want).abs() < 4.0 * error, "{want}: {found} +- {error}");
    }
}

#[test]
fn governance_one_team_is_fluid() {
    let numbers = bare().with(Number::ScopeHours, 500.0);
    let (members, proposals) = (alike(7), [wanted("p", 0.0)]);
    let with = |discipline| Given { hours: 60.0, discipline, ..given(&numbers, &members, &proposals) };
    let fifo = days(&with(DisciplineConfig::Fifo(Fifo {})).run(&Design::bilateral(), 0));
    let shared = days(&with(DisciplineConfig::RoundRobin(RoundRobin {})).run(&Design::bilateral(), 0));
    let last = |days: &[f64]| days.iter().fold(0.0_f64, |a, b| a.max(*b));
    // n V / H, (n + 1) V / 2 H and n V / H weeks; forums meet every 9 seconds.
    assert!((last(&fifo) - 408.333_33).abs() < 0.001 && (mean(&fifo).0 - 233.333_33).abs() < 0.001);
    assert!((last(&shared) - 408.333_33).abs() < 0.001 && (mean(&shared).0 - 408.333_33).abs() < 0.001);
}

/// The work of one package at the standard size, and standing hours.
fn worked() -> Numbers {
    [
        (Number::ScopeHours, 240.0),
        (Number::DataHours, 80.0),
        (Number::TailoringHours, 120.0),
        (Number::MobiliseHours, 60.0),
        (Number::ExtraPerMember, 0.15),
        (Number::TrustTailoringShare, 0.35),
        (Number::StandingOwn, 6.0),
    ]
    .into_iter()
    .fold(bare(), |numbers, (number, value)| numbers.with(number, value))
}

fn sharing() -> Design {
    Design { tailoring: 0.4, mobilise_ratio: 0.7, standing_lead: 8.0, standing_member: 1.0, ..lead() }
}

#[test]
fn governance_standing_load_breaks_even_and_saturates() {
    let (numbers, proposals) = (worked(), [wanted("p", 0.0)]);
    let last = |n: usize, design: &Design| {
        let members = alike(n);
        let course = Given { hours: 60.0, ..given(&numbers, &members, &proposals) }.run(design, 0);
        days(&course).into_iter().fold(0.0, f64::max)
    };
    assert!((last(7, &Design::bilateral()) - 1_361.111_1).abs() < 0.001);
    assert!((last(7, &sharing()) - 155.156_5).abs() < 0.001);
    // Sixty hours are ten relationships of six: the tenth leaves nothing.
    assert!(last(9, &Design::bilateral()).is_finite());
    assert_eq!(last(10, &Design::bilateral()), f64::INFINITY);
    assert!(last(10, &sharing()).is_finite());
}

#[test]
fn governance_endless_hours_leave_meetings_and_lags() {
    let numbers = worked()
        .with(Number::AgreementDays, 120.0)
        .with(Number::MobiliseDays, 45.0)
        .with(Number::BoardDays, 60.0)
        .with(Number::CommitteeDays, 30.0);
    let (members, proposals) = (alike(7), [wanted("p", 0.0)]);
    let all = |design: &Design| -> Vec<Vec<f64>> {
        (0..4_000).map(|draw| days(&given(&numbers, &members, &proposals).run(design, draw))).collect()
    };
    let close = |(found, error): (f64, f64), want: f64| {
        assert!((found - want).abs() < 4.0 * error, "{found} +- {error}, not {want}");
    };
    let bilateral = all(&Design::bilateral());
    let first = |days: &Vec<f64>| days[0];
    let last = |days: &Vec<f64>| days.iter().fold(0.0_f64, |a, b| a.max(*b));
    let of =
        |draws: &[Vec<f64>], by: &dyn Fn(&Vec<f64>) -> f64| mean(&draws.iter().map(by).collect::<Vec<f64>>());
    // One forum alone: T/2. Seven in parallel: 7 T / 8. Two in sequence: the sum of the halves.
    close(of(&bilateral, &first), 120.0 + 30.0 + 45.0);
    close(of(&bilateral, &last), 120.0 + 60.0 * 7.0 / 8.0 + 45.0);
    close(of(&all(&lead()), &first), 120.0 + 30.0 + 45.0);
    let sequence = Design { local: Local::OwnBoard, ..joint(1.0) };
    close(of(&all(&sequence), &first), 120.0 + 15.0 + 30.0 + 45.0);
    let ratified = Design { members: Members::Ratify, ..joint(1.0) };
    close(of(&all(&ratified), &last), 120.0 + 15.0 + 60.0 * 7.0 / 8.0 + 45.0);
}

/// Every difference between two designs of one member.
fn others() -> Vec<Design> {
    let nested = Design { local: Local::PlaceBoards, tailoring: 0.9, set_up_days: 180.0, ..sharing() };
    let assent = Design { members: Members::Assent, set_up_days: 120.0, ..sharing() };
    let ratified =
        Design { members: Members::Ratify, set_up_days: 270.0, member_scope_share: 0.15, ..joint(0.7) };
    vec![
        sharing(),
        nested,
        assent,
        ratified,
        Design { members_pay: 0.3, votes: Votes::Residents, ..sharing() },
    ]
}

/// Numbers with everything switched on.
fn full() -> Numbers {
    [
        (Number::HolderScopeShare, 0.25),
        (Number::IcsDataHours, 40.0),
        (Number::IcsTailoringHours, 60.0),
        (Number::AgreementDays, 120.0),
        (Number::AgreementSpread, 0.5),
        (Number::EffortWithoutRelationship, 0.5),
        (Number::RelationshipGain, 0.004),
        (Number::RelationshipFading, 0.2),
        (Number::RelationshipFailed, 0.03),
        (Number::Approval, 0.8),
        (Number::ApprovalRelationship, 2.0),
        (Number::ApprovalMaturity, 1.5),
        (Number::ApprovalMisfit, 1.0),
        (Number::CallIn, 0.15),
        (Number::CallInDays, 10.0),
        (Number::DeterminationDays, 28.0),
        (Number::Upheld, 0.3),
        (Number::MobiliseDays, 45.0),
        (Number::Coordination, 1.0),
        (Number::BoardDays, 61.0),
        (Number::BoardSlots, 2.0),
        (Number::CommitteeDays, 30.0),
        (Number::CommitteeSlots, 2.0),
        (Number::PlaceDays, 30.0),
        (Number::PlaceSlots, 2.0),
        (Number::FitLoss, 0.3),
    ]
    .into_iter()
    .fold(worked(), |numbers, (number, value)| numbers.with(number, value))
}

/// ICSs that differ, with finite teams.
fn different(count: usize) -> Vec<Member> {
    let mut members = alike(count);
    for (k, member) in members.iter_mut().enumerate() {
        member.hours_per_week = 60.0;
        member.residents += 1e5 * k as f64;
        member.profile = [k as f64 * 0.5 - 1.0, 0.7 - k as f64 * 0.3, (k % 3) as f64 - 1.0];
    }
    members
}

#[test]
fn governance_of_one_ics_is_the_same_in_every_arrangement() {
    let (numbers, members) = (full(), different(1));
    let proposals = ["a", "b", "c"].map(|name| wanted(name, 0.0));
    let run = |design: &Design, draw| {
        Given { hours: 120.0, ..given(&numbers, &members, &proposals) }.run(design, draw)
    };
    for draw in 0..50 {
        let own = run(&Design::bilateral(), draw);
        assert!(own.pairs.iter().all(|pair| pair.live_day.is_some()));
        assert!(others().iter().all(|design| run(design, draw) == own));
    }
}

#[test]
fn governance_without_loss_of_fit_fits_and_with_it_does_not() {
    let proposals = [wanted("a", 0.0)];
    let members = different(7);
    let fits = |loss: f64, design: &Design| -> Vec<f32> {
        let numbers = full().with(Number::FitLoss, loss);
        let course = Given { hours: 500.0, ..given(&numbers, &members, &proposals) }.run(design, 3);
        course.pairs.iter().map(|pair| pair.fit).collect()
    };
    assert!(others().iter().all(|design| fits(0.0, design).iter().all(|fit| *fit == 1.0)));
    assert!(fits(0.3, &Design::bilateral()).iter().all(|fit| *fit == 1.0));
    let shared = fits(0.3, &sharing());
    // The holder is the largest; the package is made for it.
    assert_eq!(shared[6], 1.0);
    assert!(shared[..6].iter().all(|fit| *fit < 1.0), "{shared:?}");
}

#[test]
fn governance_luck_is_no_other_arrangements() {
    let (numbers, members) = (full(), different(5));
    let proposals = ["a", "b", "c"].map(|name| wanted(name, 0.0));
    let discipline = DisciplineConfig::FinishFirst(FinishFirst {}).build();
    let (bilateral, meetings) = (Design::bilateral(), Meetings::default());
    let mut room = Workroom::default();
    let mut run = |design: &Design, proposals: &[Proposal], hours: f64, draw| {
        let (members, numbers) = (members.as_slice(), &numbers);
        let process = Process {
            members,
            proposals,
            numbers,
            design,
            team_hours: hours,
            discipline: &*discipline,
            work_in_progress: 0,
            meetings: &meetings,
            shocks: &[],
            pressure: &[],
            override_after: 0,
            horizon_days: 2_000.0,
        };
        process.run(&Address::new(7, draw), &mut room)
    };
    for draw in 0..20 {
        let before = run(&bilateral, &proposals, 90.0, draw);
        others().iter().for_each(|design| drop(run(design, &proposals, 90.0, draw + 1)));
        assert_eq!(before, run(&bilateral, &proposals, 90.0, draw), "a room that was used gives the same");
    }
    // Where nobody is short of anything, a further proposal moves nobody's date.
    let numbers_of = |course: &Course| course.pairs[..5].to_vec();
    let endless = |proposals: &[Proposal], draw| {
        let (members, numbers) = (
            alike(5),
            full()
                .with(Number::BoardSlots, 1e6)
                .with(Number::RelationshipGain, 0.0)
                .with(Number::RelationshipFailed, 0.0),
        );
        numbers_of(&given(&numbers, &members, proposals).run(&bilateral, draw))
    };
    assert!((0..20).all(|draw| endless(&proposals[..1], draw) == endless(&proposals, draw)));
}

#[test]
fn governance_votes_have_their_power_and_risk_shared_its_variance() {
    let close = |found: &[f64], want: &[f64]| found.iter().zip(want).all(|(f, w)| (f - w).abs() < 1e-12);
    // Shares of 50, 49 and 1 where 51 carry: the one that holds 1 turns as many orders as the one that holds 49.
    assert!(close(&power(&[50.0, 49.0, 1.0], 51.0), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]));
    assert!(close(&power(&[1.0; 7], 7.0), &[1.0 / 7.0; 7]));
    let variance = |g| risk_share_variance(&[1.0; 7], &[1.0 / 7.0; 7], g, 2);
    assert!(close(
        &[variance(0.0), variance(0.5), variance(1.0)],
        &[1.0, 0.357_142_857_142_857_1, 1.0 / 7.0]
    ));
}

#[test]
fn governance_work_in_progress_is_limited() {
    let numbers = full().with(Number::Approval, 1.0);
    let members = different(4);
    let proposals = ["a", "b"].map(|name| wanted(name, 0.0));
    let discipline = DisciplineConfig::Fifo(Fifo {}).build();
    let begun = |limit: usize| {
        let process = Process {
            members: &members,
            proposals: &proposals,
            numbers: &numbers,
            design: &Design::bilateral(),
            team_hours: 200.0,
            discipline: &*discipline,
            work_in_progress: limit,
            meetings: &Meetings::default(),
            shocks: &[],
            pressure: &[],
            override_after: 0,
            horizon_days: 5_000.0,
        };
        let course = process.run(&Address::new(7, 0), &mut Workroom::default());
        assert!(course.pairs.iter().all(|pair| pair.live_day.is_some()), "none is stuck");
        let mut events: Vec<(f32, i32)> =
            course.pairs.iter().filter_map(|p| Some((p.begun_day?, 1))).collect();
        // Mobilisation work is over so many days before go-live.
        events.extend(course.pairs.iter().filter_map(|p| Some((p.live_day? - 45.0, -1))));
        events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        events
            .iter()
            .scan(0, |open, (_, step)| {
                *open += step;
                Some(*open)
            })
            .max()
            .unwrap()
    };
    assert_eq!(begun(2), 2);
    assert!(begun(0) > 6);
}

#[test]
fn governance_disciplines_are_explained() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let glossary = std::fs::read_to_string(root.join("../docs/glossary.md")).unwrap();
    for name in DisciplineConfig::NAMES {
        assert!(glossary.contains(&format!("`{name}` | `discipline`")), "docs/glossary.md explains {name}");
        let file = root.join("src/governance/process/discipline").join(format!("{name}.rs"));
        assert!(std::fs::read_to_string(file).unwrap().contains("/// "), "{name} has its file");
    }
}

#[test]
fn governance_shocks_stop_who_they_hit_and_pass() {
    // An ICS's team of 60 hours a week has 600 hours to do: 70 days.
    let numbers = bare().with(Number::IcsTailoringHours, 600.0);
    let mut members = alike(2);
    members.iter_mut().for_each(|member| member.hours_per_week = 60.0);
    let (proposals, discipline) = ([wanted("a", 0.0)], DisciplineConfig::Fifo(Fifo {}).build());
    let live = |shocks: &[Shock]| -> Vec<f64> {
        let process = Process {
            members: &members,
            proposals: &proposals,
            numbers: &numbers,
            design: &Design::bilateral(),
            team_hours: ENDLESS,
            discipline: &*discipline,
            work_in_progress: 0,
            meetings: &Meetings::default(),
            shocks,
            pressure: &[],
            override_after: 0,
            horizon_days: 5_000.0,
        };
        days(&process.run(&Address::new(7, 0), &mut Workroom::default()))
    };
    let shock = |whom, from_day, days, hours_ratio| Shock {
        name: "cut".into(),
        whom,
        from_day,
        days,
        every_days: 0.0,
        hours_ratio,
        maturity_ratio: 1.0,
        relationship_ratio: 1.0,
    };
    let close = |found: &[f64], want: [f64; 2]| {
        assert!(found.iter().zip(want).all(|(f, w)| (f - w).abs() < 0.001), "{found:?}, not {want:?}");
    };
    close(&live(&[]), [70.0, 70.0]);
    close(&live(&[shock(Whom::All, 0.0, 0.0, 0.5)]), [140.0, 140.0]);
    close(&live(&[shock(Whom::Listed(vec![1]), 10.0, 30.0, 0.0)]), [70.0, 100.0]);
    close(&live(&[shock(Whom::Lead, 10.0, 30.0, 0.0)]), [70.0, 70.0]);
}

#[test]
fn governance_pitch_counts_approvals_bodies_and_what_is_made_twice() {
    let (numbers, proposals) = (full(), [wanted("a", 0.0)]);
    let members = alike(7);
    let pitch = |design: &Design| given(&numbers, &members, &proposals).run(design, 0).pitch;
    // Each its own: two teams and a board; seven boards, eight teams in all.
    let bilateral = pitch(&Design::bilateral());
    assert_eq!((bilateral.approvals, bilateral.bodies), ([1.0, 7.0], [3.0, 15.0]));
    // Scope with the holder's quarter is 300 h, an agreement 120 h; together once and 0.15 for each of six: 1.9 times.
    assert!((bilateral.duplicated_hours - (7.0 - 1.9) * 420.0).abs() < 1e-9);
    // The lead's board; the other six may call in.
    let assent = pitch(&Design { members: Members::Assent, ..sharing() });
    assert_eq!((assent.approvals, assent.bodies[1]), ([1.0, 1.0], 15.0));
    assert!((assent.bodies[0] - (3.0 + 6.0 * 5.0) / 7.0).abs() < 1e-12 && assent.duplicated_hours == 0.0);
    let ratified = pitch(&Design { members: Members::Ratify, member_scope_share: 0.15, ..joint(0.7) });
    assert_eq!((ratified.approvals, ratified.bodies[1]), ([2.0, 8.0], 16.0));
    assert!((ratified.duplicated_hours - 6.0 * 0.15 * 240.0).abs() < 1e-9);
    // Three places of 375,000 in each of seven ICSs with a million.
    let nested = pitch(&Design { local: Local::PlaceBoards, ..sharing() });
    assert_eq!((nested.approvals, nested.bodies[1]), ([4.0, 22.0], 8.0 + 1.0 + 21.0));
    let one = given(&numbers, &members[..1], &proposals).run(&sharing(), 0).pitch;
    assert_eq!((one.approvals, one.bodies, one.duplicated_hours), ([1.0; 2], [3.0; 2], 0.0));
}

#[test]
fn governance_pressure_crowds_out_the_trusts_team_and_leaves_standing_hours() {
    // 600 hours at 60 a week are 70 days; half of the team is gone where pressure is whole.
    let numbers = bare().with(Number::ScopeHours, 600.0).with(Number::CrowdingOut, 0.5);
    let (members, proposals) = (alike(1), [wanted("a", 0.0)]);
    let step = |from_day, share| Pressure { from_day, share };
    let live = |pressure: &[Pressure], numbers: &Numbers| {
        let own = Given { hours: 60.0, ..given(numbers, &members, &proposals) };
        days(&own.run_under(pressure, 0, &Design::bilateral()))[0]
    };
    let close = |found: f64, want: f64| assert!((found - want).abs() < 0.001, "{found}, not {want}");
    close(live(&[], &numbers), 70.0);
    close(live(&[step(0.0, 0.0)], &numbers), 70.0);
    close(live(&[step(0.0, 1.0)], &numbers), 140.0);
    close(live(&[step(0.0, 0.0), step(35.0, 1.0)], &numbers), 35.0 + 70.0);
    close(live(&[step(0.0, 1.0), step(35.0, 0.0)], &numbers), 35.0 + 52.5);
    // Relationships take their six hours of whatever is left: 24 of 60, and none of 12.
    close(live(&[step(0.0, 1.0)], &numbers.clone().with(Number::StandingOwn, 6.0)), 175.0);
    let all_gone = numbers.with(Number::CrowdingOut, 0.8).with(Number::StandingOwn, 12.0);
    assert_eq!(live(&[step(0.0, 1.0)], &all_gone), f64::INFINITY);
}

#[test]
fn governance_shared_risk_pools_bills_and_costs_effort() {
    let numbers = full().with(Number::EngagementCost, 45.0).with(Number::MoralHazard, 0.3);
    let (members, proposals) = (alike(7), [wanted("a", 0.0)]);
    let run = |g: f64, members_pay: f64| {
        let design = Design { risk_share: g, members_pay, ..sharing() };
        Given { hours: 500.0, ..given(&numbers, &members, &proposals) }.run(&design, 3)
    };
    let sums = |course: &Course| {
        let of = |value: fn(&Bill) -> f64| course.bills.iter().map(value).sum::<f64>();
        [of(|bill| bill.own_gbp), of(|bill| bill.paid_gbp)]
    };
    let alone = run(0.0, 0.0);
    assert!(alone.bills.iter().all(|bill| bill.own_gbp == bill.paid_gbp));
    let hours = alone.trust_hours + alone.standing_hours_per_week * 40_000.0 / 7.0;
    let worked = 45.0 * (hours + alone.ics_hours.iter().sum::<f64>());
    for course in [&alone, &run(0.5, 0.0), &run(1.0, 0.0)] {
        let [own, paid] = sums(course);
        assert!((own - paid).abs() < 1e-6 * own && (own - worked).abs() < 1e-6 * own, "nothing is lost");
    }
    assert!(alone.bills[0].own_gbp > alone.bills[1].own_gbp, "the holder works more");
    let spread = |course: &Course| course.bills[0].paid_gbp - course.bills[1].paid_gbp;
    assert!((spread(&run(0.5, 0.0)) - 0.5 * spread(&alone)).abs() < 1e-6 * spread(&alone));
    assert!(spread(&run(1.0, 0.0)).abs() < 1e-6, "all pooled: alike residents pay alike");
    assert!(spread(&run(0.0, 0.3)) < spread(&alone), "members that pay for the holder's team bear it");
    let lost = 1.0 - 0.3 * 0.5 * (1.0 - 1.0 / 7.0);
    let fits = |g| run(g, 0.0).pairs.iter().map(|pair| f64::from(pair.fit)).collect::<Vec<f64>>();
    assert!(fits(0.5).iter().zip(fits(0.0)).all(|(f, own)| (f - lost * own).abs() < 1e-6));
    assert_eq!(effort_under_shared_risk(0.3, 1.0, 1.0), 1.0, "who bears all of it loses nothing");
}

#[test]
fn governance_oversight_overrides_only_where_a_study_lets_it() {
    let numbers = bare()
        .with(Number::Approval, 0.0)
        .with(Number::BoardDays, 30.0)
        .with(Number::OverrideProbability, 1.0)
        .with(Number::OverrideDays, 10.0);
    let (members, proposals) = (alike(1), [wanted("a", 0.0)]);
    let run = |after: u32, draw| {
        given(&numbers, &members, &proposals).run_under_oversight(after, draw, &Design::bilateral())
    };
    assert_eq!(days(&run(0, 0)), [f64::INFINITY]);
    // Two refusals and ten days: on average half a round, another round, and the ten.
    let live: Vec<f64> = (0..4_000).map(|draw| days(&run(2, draw))[0]).collect();
    let (found, error) = mean(&live);
    assert!((found - 55.0).abs() < 4.0 * error, "{found} +- {error}");
    let course = run(3, 1);
    assert_eq!((course.failed, course.overridden), (3, 1));
}

#[test]
fn governance_lead_bias_moves_work_and_makes_none() {
    let numbers = |bias: f64| worked().with(Number::LeadBias, bias);
    let (members, proposals) = (alike(7), [wanted("a", 0.0)]);
    let run = |bias: f64| {
        let numbers = numbers(bias);
        Given { hours: 60.0, ..given(&numbers, &members, &proposals) }.run(&sharing(), 0)
    };
    let [less, none, more] = [-0.1, 0.0, 0.2].map(run);
    assert!((less.trust_hours - none.trust_hours).abs() < 1e-6);
    assert!((more.trust_hours - none.trust_hours).abs() < 1e-6);
    let lead = |course: &Course| days(course)[0];
    assert!(lead(&more) < lead(&none) && lead(&none) < lead(&less));
}

#[test]
fn governance_partners_bring_agreements_and_decide_where_told() {
    let partner = |has_seat, decides| Partner { kind: PartnerKind::VoluntarySector, has_seat, decides };
    let numbers = bare()
        .with(Number::DataHours, 60.0)
        .with(Number::EffortWithoutRelationship, 1.0)
        .with(Number::PartnerRelationship, 1.0)
        .with(Number::PartnershipDays, 90.0);
    let mut members = alike(1);
    members[0].relationship = 1.0;
    let live = |partners: Vec<Partner>, draw| {
        let proposals = [Proposal { partners, ..wanted("a", 0.0) }];
        days(&Given { hours: 60.0, ..given(&numbers, &members, &proposals) }.run(&Design::bilateral(), draw))
            [0]
    };
    let close = |found: f64, want: f64| assert!((found - want).abs() < 0.01, "{found}, not {want}");
    // A week for the ICS's agreement, another for the partner's, and twice the work where there is no relationship.
    close(live(vec![], 0), 7.0);
    close(live(vec![partner(true, false)], 0), 14.0);
    close(live(vec![partner(false, false)], 0), 21.0);
    // A partnership that meets every 90 days is waited for, half of that on average.
    let (found, error) =
        mean(&(0..4_000).map(|draw| live(vec![partner(true, true)], draw)).collect::<Vec<f64>>());
    assert!((found - 14.0 - 45.0).abs() < 4.0 * error, "{found} +- {error}");
    let proposals = [Proposal { partners: vec![partner(true, true)], ..wanted("a", 0.0) }];
    let pitch = given(&numbers, &members, &proposals).run(&Design::bilateral(), 0).pitch;
    assert_eq!((pitch.approvals[0], pitch.bodies[0]), (2.0, 5.0));
}
