//! From checked settings to what the engine takes: the world's plan, the fleet's plan and the tables of an arm.

use super::assumed::with_assumed;
use super::canonical::{arrangement, policy};
use super::interventions::Chosen;
use super::layer::Layer;
use super::value::{date, duration, months, stated};
use super::{AssumptionInForce, Run, Scenario};
use crate::governance::{ArrangementConfig, BorderConfig, Decisions, FleetPlan, Ground, Uplift};
use crate::ids::{IcsId, PatchId, ServiceId};
use crate::policy::PolicyConfig;
use crate::prevention::{Item, Live, Programme, Targeting};
use crate::region::{Month, Region};
use crate::units::{DAY_MS, HOUR_MS, Quantity, SimTime};
use crate::world::{Clock, Component, DrivingLaw, Plan, Settings, World, compile};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Value;

/// Hours of a service in force, and how they are known.
#[derive(Debug, Clone, PartialEq)]
pub struct HoursInForce {
    /// ODS code of the service, or code of the patch.
    pub code: String,
    /// Vehicle-hours a week.
    pub hours_per_week: f64,
    /// The region's assumption, for example that they are fitted to the C2 mean; `None`: the scenario's own.
    pub assumption: Option<String>,
}

impl Scenario {
    fn value(&self, path: &str) -> &Value {
        self.settings.value(path).expect("defaults.toml gives every required key, and loading has checked it")
    }

    pub(super) fn number(&self, path: &str) -> f64 {
        self.settings.number(path).expect("defaults.toml gives every required number")
    }

    pub(super) fn switch(&self, path: &str) -> bool {
        self.value(path) == &Value::Boolean(true)
    }

    pub(super) fn text(&self, path: &str) -> &str {
        self.settings.text(path).expect("defaults.toml gives every required text")
    }

    fn day(&self, path: &str) -> Option<Date> {
        self.settings.value(path).map(|value| date(value).expect("loading has checked the day"))
    }

    pub(super) fn whole(&self, path: &str) -> u64 {
        let whole = self.value(path).as_integer().and_then(|whole| u64::try_from(whole).ok());
        whole.expect("loading has checked the whole number")
    }

    /// The window and the luck.
    #[must_use]
    pub fn run(&self) -> Run {
        let small = |path| u32::try_from(self.whole(path)).expect("loading has checked the range");
        Run {
            start: self.day("run.start").expect("defaults.toml gives a start"),
            days: small("run.days"),
            lead_in: duration(self.text("run.lead_in")),
            replications: small("run.replications"),
            seed: self.whole("run.seed"),
        }
    }

    /// The instant of a local time such as `2024-01-12 04:00`; `None` if it is none, or not between the lead-in's
    /// beginning and the window's end.
    #[must_use]
    pub fn instant(&self, local: &str) -> Option<SimTime> {
        let run = self.run();
        Clock::new(run.start, run.days, run.lead_in).at(local.parse().ok()?)
    }

    /// The assumptions, each with the value in force.
    #[must_use]
    pub fn assumptions_in_force(&self) -> Vec<AssumptionInForce<'_>> {
        let own: BTreeMap<String, f64> = self.own_assumptions();
        let in_force =
            |given| AssumptionInForce { given, value: own.get(&given.name).copied().unwrap_or(given.value) };
        self.region.assumptions.iter().map(in_force).collect()
    }

    fn own_assumptions(&self) -> BTreeMap<String, f64> {
        self.settings.numbers("assumption").map(|(name, value, _)| (name.to_owned(), value)).collect()
    }

    /// The hours of today's rota: of each service simulated, and of each patch whose hours the scenario gives.
    #[must_use]
    pub fn hours_in_force(&self) -> Vec<HoursInForce> {
        let services = self.services().into_iter().map(|service| {
            let code = &self.region.services[service.index()].code;
            let own = self.settings.number(&format!("fleet.hours_per_week.{code}"));
            let fitted = self.region.effective_hours.iter().find(|row| row.service == service);
            HoursInForce {
                code: code.clone(),
                hours_per_week: own.or(fitted.map(|row| row.hours_per_week)).unwrap_or(0.0),
                assumption: own.map_or_else(|| fitted.map(|row| row.assumption.clone()), |_| None),
            }
        });
        let own = self
            .settings
            .numbers("fleet.hours_per_week")
            .filter(|(code, ..)| self.region.find_patch(code).is_some());
        let patches = own.map(|(code, hours, _)| HoursInForce {
            code: code.to_owned(),
            hours_per_week: hours,
            assumption: None,
        });
        services.chain(patches).collect()
    }

    /// Whether a rota of its own stands in place of the generated pattern.
    #[must_use]
    pub fn has_own_rota(&self) -> bool {
        self.settings.text(super::rota::ROTA).is_some()
    }

    /// What the world is compiled for; equal plans share a world.
    #[must_use]
    pub fn world_plan(&self) -> Plan {
        let run = self.run();
        let ratio = |(code, ratio, _): (&str, f64, _)| -> Option<(IcsId, f64)> {
            Some((self.region.find_ics(code)?, ratio))
        };
        let settings = self.assumed();
        Plan {
            desks: self.desk_plan(&settings),
            areas: self.selection.areas.clone(),
            start: run.start,
            days: run.days,
            lead_in: run.lead_in,
            months: months(self.value("demand.months")).expect("loading has checked the months"),
            others: self.other_inputs(),
            profile: self.text("demand.profile").to_owned(),
            growth: self.settings.numbers("demand.growth").filter_map(ratio).collect(),
            hear_and_treat: self.heard(),
            practice: self.practices(),
            cycle: self.cycle_ratios(),
            day_effect: self.switch("demand.day_effect"),
            special_days: self.switch("demand.special_days"),
            settings,
            matrix: self.from_files.matrix.clone(),
            posts: self.from_files.posts.clone(),
            handover: self.handover_plan(),
            joined: self.aid().joined(),
        }
    }

    /// The share of a service's incidents that are treated by telephone, where the scenario states one.
    fn heard(&self) -> BTreeMap<ServiceId, f64> {
        let shares = self.settings.numbers("demand.hear_and_treat");
        shares.filter_map(|(code, share, _)| Some((self.region.find_service(code)?, share))).collect()
    }

    /// The assumptions in force and the switches of the travel law.
    pub(super) fn assumed(&self) -> Settings {
        let mut settings = Settings::new(&self.region, &self.own_assumptions());
        settings.travel_time_factor = self.number("travel.time_factor");
        settings.within_area = self.switch("travel.within_area");
        let has_network = !self.region.area_links.is_empty() && !self.region.network_numbers.is_empty();
        if self.settings.text(super::rules::LAW).map_or(has_network, |law| law == super::rules::NETWORK) {
            settings.driving = DrivingLaw::Network;
        }
        settings
    }

    /// Compiles the world of this scenario.
    #[must_use]
    pub fn world(&self) -> World {
        compile(&self.region, &self.world_plan())
    }

    /// The rules of operation.
    #[must_use]
    pub fn policy(&self) -> PolicyConfig {
        policy(&with_assumed(&self.region, &self.settings))
    }

    /// The border rules.
    #[must_use]
    pub fn border(&self) -> BorderConfig {
        BorderConfig { ring_fence: self.number("border.ring_fence") }
    }

    /// The commissioning arrangement.
    #[must_use]
    pub fn arrangement(&self) -> ArrangementConfig {
        arrangement(&self.settings)
    }

    /// Hours a week that the arrangement adds over the whole selection.
    #[must_use]
    pub fn uplift_hours_per_week(&self) -> f64 {
        match self.arrangement() {
            ArrangementConfig::Table(table) => table.hours_per_week.values().sum(),
            _ => self.number("arrangement.uplift_hours_per_week"),
        }
    }

    /// The tables of this arm for a world that was compiled from its plan.
    #[must_use]
    pub fn decisions(&self, world: &World) -> Decisions {
        let ground: Vec<(&Component, Ground)> =
            world.components.iter().map(|part| (part, self.ground(part))).collect();
        let programmes = world.components.iter().map(|part| self.programme(part, &world.clock)).collect();
        let rules = (self.policies(), programmes);
        let mut decisions = Decisions::build(&ground, &self.fleet(&world.clock), &self.border(), rules);
        let aid = self.aid();
        decisions.agree(world.components.iter().map(|part| aid.agreement(part)).collect());
        decisions
    }

    /// The interventions in force.
    #[must_use]
    pub fn interventions(&self) -> &[Chosen] {
        &self.from_files.interventions
    }

    /// Whether an intervention has teams that attend in an ambulance's place.
    #[must_use]
    pub fn has_teams(&self) -> bool {
        self.interventions().iter().any(|own| own.intervention.team.is_some())
    }

    /// What is assumed of who is reached.
    #[must_use]
    pub fn targeting(&self) -> Targeting {
        let own = self.own_assumptions();
        let of = |name: &str| own.get(name).copied().unwrap_or_else(|| self.region.assumption(name));
        Targeting {
            slopes: ["reach_slope_passive", "reach_slope_proactive"].map(of),
            auc: ["targeting_auc_none", "targeting_auc_nhs", "targeting_auc_council"].map(of),
        }
    }

    /// Replications in a row that share a draw of the effects; 0 where effects are not drawn.
    #[must_use]
    pub fn replications_per_draw(&self) -> u32 {
        let inner = u32::try_from(self.whole("prevention.inner")).expect("loading has checked the range");
        if self.switch("prevention.draw") { inner } else { 0 }
    }

    /// The interventions in a component, with the instants from which they are live there.
    fn programme(&self, component: &Component, clock: &Clock) -> Programme {
        let targeting = self.targeting();
        let item = |chosen: &Chosen| {
            let there = |patch: &PatchId| {
                let local = chosen.at(patch.index());
                let from = local.from.map_or(SimTime(0), |day| live_from(clock, day));
                chosen.patches[patch.index()].then_some(Live { from, fit: local.fit })
            };
            Item {
                intervention: chosen.intervention.clone(),
                live: component.patches.iter().map(there).collect(),
                reach_by_quintile: chosen.reach_by_quintile(&targeting),
            }
        };
        Programme {
            items: self.interventions().iter().map(item).collect(),
            replications_per_draw: self.replications_per_draw(),
        }
    }

    /// The hours of this arm and its uplift.
    #[must_use]
    pub fn fleet(&self, clock: &Clock) -> FleetPlan {
        let mut hours_per_week = vec![0.0; self.region.services.len()];
        let mut patch_hours = vec![None; self.region.patches.len()];
        for HoursInForce { code, hours_per_week: hours, .. } in self.hours_in_force() {
            match (self.region.find_service(&code), self.region.find_patch(&code)) {
                (Some(service), _) => hours_per_week[service.index()] = hours,
                (None, Some(patch)) => patch_hours[patch.index()] = Some(hours),
                (None, None) => {}
            }
        }
        let rota =
            self.region.profile(self.text("fleet.rota_profile")).expect("loading has checked the profile");
        FleetPlan {
            hours_per_week,
            patch_hours,
            lines_less: self.lines_less(),
            station_ratio: self.station_ratio(),
            curve: std::array::from_fn(|hour| rota[hour]),
            uplift: Uplift {
                hours_per_week: self.uplift_hours_per_week(),
                arrangement: self.arrangement().build(),
            },
            uplift_from: self.day("arrangement.from").map_or(SimTime(0), |day| begins(clock, day)),
            window: clock.window(),
            supply: self.supply(clock),
        }
    }

    /// What an arrangement may look at in a component.
    fn ground(&self, component: &Component) -> Ground {
        let selected = |patch: &PatchId| self.selection.residents[patch.index()].unwrap_or(0.0);
        let residents: Vec<f64> = component.patches.iter().map(selected).collect();
        let people: f64 = residents.iter().sum();
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let service_share = |service| {
            let own = || {
                component.patches.iter().filter(|patch| self.region.patches[patch.index()].service == service)
            };
            let all: f64 =
                self.region.patches.iter().filter(|p| p.service == service).map(|p| p.residents).sum();
            share(own().map(selected).sum(), all)
        };
        Ground {
            patch_code: component
                .patches
                .iter()
                .map(|patch| self.region.patches[patch.index()].code.clone())
                .collect(),
            service_share: component.services.iter().map(|service| service_share(*service)).collect(),
            uplift_share: share(people, self.selection.people()),
            residents,
        }
    }

    /// The present value of a key: set, or what the region gives where it is left out.
    pub(super) fn present(&self, settings: &Layer, path: &str) -> Option<Value> {
        let months = || months(settings.value("demand.months")?).ok();
        let own = settings.value(path).cloned();
        own.or_else(|| given(&self.region, path).map(Value::Float))
            .or_else(|| as_published(&self.region, &months()?, path))
    }
}

/// What holds where a scenario leaves an entry out.
fn given(region: &Region, path: &str) -> Option<f64> {
    let (table, code) = path.rsplit_once('.')?;
    match table {
        "fleet.hours_per_week" => {
            let service = region.find_service(code)?;
            region.effective_hours.iter().find(|row| row.service == service).map(|row| row.hours_per_week)
        }
        "demand.growth" => Some(1.0),
        _ if table.starts_with("practice.") => {
            let service = region.find_service(code)?;
            super::practice::given_by_name(region, service, table.strip_prefix("practice.")?)
        }
        "assumption" => region.assumptions.iter().find(|given| given.name == code).map(|given| given.value),
        _ => None,
    }
}

/// What was published over some months where a scenario leaves an entry out.
fn as_published(region: &Region, months: &[Month], path: &str) -> Option<Value> {
    let (table, code) = path.rsplit_once('.')?;
    let mean = |rows: &mut dyn Iterator<Item = (f64, f64)>| {
        let (part, whole) = rows.fold((0.0, 0.0), |(part, whole), (p, w)| (part + p, whole + w));
        (whole > 0.0).then_some(part / whole)
    };
    let own = region.find_service(code);
    match table {
        "handover.mean" => {
            let lies_in = || Some(region.hospitals.iter().find(|hospital| hospital.code == code)?.service);
            let service = own.or_else(lies_in)?;
            let rows = region.handovers.iter().filter(|row| row.service == Some(service));
            let rows = rows.filter(|row| months.contains(&row.month));
            let mean_s = mean(&mut rows.map(|row| (row.n * row.mean_s, row.n)))?;
            Some(Value::from(stated(Quantity::Duration, mean_s.round())))
        }
        "demand.hear_and_treat" => {
            let rows = region.activity.iter().filter(|row| row.service == own && own.is_some());
            let rows = rows.filter(|row| months.contains(&row.month));
            let share = mean(&mut rows.filter_map(|row| Some((row.hear_and_treat?, row.incidents?))))?;
            Some(Value::Float(share))
        }
        _ => None,
    }
}

/// 04:00 local on a day, be it before the run: an intervention may have been there for years.
fn live_from(clock: &Clock, day: Date) -> SimTime {
    let first = clock.dates().first().copied().filter(|first| day < *first);
    let days = first.and_then(|first| day.until(first).ok()).map_or(0, |span| i64::from(span.get_days()));
    if days > 0 { SimTime(-days * DAY_MS) } else { begins(clock, day) }
}

/// 04:00 local on a day; the beginning if it lies before the run, never if it lies after.
pub(super) fn begins(clock: &Clock, day: Date) -> SimTime {
    let Some(row) = clock.dates().iter().position(|date| *date >= day) else { return SimTime::NEVER };
    let at = |hour: usize| SimTime(hour as i64 * HOUR_MS - clock.offset_ms());
    let is_four =
        |local: &crate::world::LocalHour| local.date as usize == row && local.hour_of_week % 24 == 4;
    let hour = clock.hours().iter().position(is_four).unwrap_or(0);
    if clock.dates()[row] > day { SimTime(0) } else { at(hour).max(SimTime(0)) }
}
