use super::plan::{Plan, Settings};
use super::resources::Resources;
use crate::category::Category;
use crate::ids::ServiceId;
use crate::region::{Activity, Month, Region};
use crate::stats::halving;

/// Number of streams of incidents, one for each category.
pub const STREAMS: usize = Category::ALL.len();

/// What one service's published months say about its incidents: how many, of which category, and how they end.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// Incidents a day, hear and treat included (A7).
    pub incidents_per_day: f64,
    /// Incidents a day by initial category: face to face plus this category's part of hear and treat.
    pub initial_per_day: [f64; STREAMS],
    /// Face-to-face incidents a day by category (A8, A10, A11, A12, and the rest of A56).
    pub face_to_face_per_day: [f64; STREAMS],
    /// Probability that an incident of the category is answered by hear and treat.
    pub hear_and_treat: [f64; STREAMS],
    /// Probability that an attended incident of the category is conveyed.
    pub conveyed: [f64; STREAMS],
    /// Among the conveyed, the share taken to an emergency department.
    pub to_ed: f64,
    /// Resources for each face-to-face incident of the category.
    pub resources: [Resources; STREAMS],
}

impl Mix {
    /// The mix of a service over the plan's months; nothing happens where nothing was published.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, service: ServiceId) -> Self {
        let given = Counts::given(region, plan, service);
        let heard = spread_hear_and_treat(given.hear_and_treat, &plan.settings);
        let face = given.face_to_face;
        let initial = std::array::from_fn(|k| face[k] + heard[k]);
        let incidents_per_day: f64 = initial.iter().sum();
        let stated = plan.hear_and_treat.get(&service).map(|share| share * incidents_per_day);
        let heard = stated.map_or(heard, |wanted| heard_in_all(wanted, &initial, &plan.settings));
        let (heard, attended) = answered(plan, incidents_per_day, heard, face);
        Self {
            incidents_per_day,
            initial_per_day: initial,
            face_to_face_per_day: attended,
            hear_and_treat: std::array::from_fn(|k| ratio(heard[k], initial[k])),
            conveyed: convey(&face, given.c1t, given.ed + given.elsewhere, &plan.settings),
            to_ed: ratio(given.ed, given.ed + given.elsewhere),
            resources: Resources::compile(region, plan, service),
        }
    }

    /// The share of incidents in each category and those before it; the last is 1.
    #[must_use]
    pub fn category_cumulative(&self) -> [f64; STREAMS] {
        let mut sum = 0.0;
        let mut cumulative = self.initial_per_day.map(|rate| {
            sum += rate;
            ratio(sum, self.incidents_per_day)
        });
        cumulative[STREAMS - 1] = 1.0;
        cumulative
    }
}

/// Published daily counts of a service.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Counts {
    face_to_face: [f64; STREAMS],
    hear_and_treat: f64,
    c1t: f64,
    ed: f64,
    elsewhere: f64,
}

impl Counts {
    /// Daily averages over some months; nothing where nothing was published.
    fn over(region: &Region, months: &[Month], service: ServiceId) -> Self {
        let rows: Vec<&Activity> = region
            .activity
            .iter()
            .filter(|a| a.service == Some(service) && months.contains(&a.month))
            .collect();
        let per_day = |pick: &dyn Fn(&Activity) -> Option<f64>| {
            let known = rows.iter().filter_map(|a| Some((pick(a)?, f64::from(a.days))));
            let (sum, days) = known.fold((0.0, 0.0), |(sum, days), (n, d)| (sum + n, days + d));
            if days > 0.0 { sum / days } else { 0.0 }
        };
        let mut face = [0.0; STREAMS];
        for (k, rate) in face.iter_mut().enumerate().take(4) {
            *rate = per_day(&|a| a.c1_to_c4[k]);
        }
        let all_face = per_day(&|a| a.face_to_face);
        face[Category::Other.row()] = (all_face - face.iter().sum::<f64>()).max(0.0);
        Self {
            face_to_face: face,
            hear_and_treat: per_day(&|a| a.hear_and_treat),
            c1t: per_day(&|a| a.c1t),
            ed: per_day(&|a| a.conveyed_ed),
            elsewhere: per_day(&|a| a.conveyed_other),
        }
    }

    /// What a plan gives: its months, or the shares of some months at the level of others.
    fn given(region: &Region, plan: &Plan, service: ServiceId) -> Self {
        let others = &plan.others;
        let own = [&others.level_months, &others.mix_months, &others.disposition_months];
        if own.iter().all(|months| months.is_none()) {
            return Self::over(region, &plan.months, service);
        }
        let [level, mix, dispositions] = own.map(|own| Self::over(region, plan.months_of(own), service));
        let incidents = level.attended() + level.hear_and_treat;
        let heard_share =
            ratio(dispositions.hear_and_treat, dispositions.attended() + dispositions.hear_and_treat);
        let attended = incidents * (1.0 - heard_share);
        let face_to_face = mix.face_to_face.map(|n| attended * ratio(n, mix.attended()));
        let each = |n: f64| attended * ratio(n, dispositions.attended());
        Self {
            face_to_face,
            hear_and_treat: incidents * heard_share,
            c1t: face_to_face[0] * ratio(dispositions.c1t, dispositions.face_to_face[0]),
            ed: each(dispositions.ed),
            elsewhere: each(dispositions.elsewhere),
        }
    }

    fn attended(&self) -> f64 {
        self.face_to_face.iter().sum()
    }
}

/// Hear and treat and attended incidents a day by category, with what the plan answers by telephone beyond those
/// published.
fn answered(
    plan: &Plan,
    incidents: f64,
    heard: [f64; STREAMS],
    face: [f64; STREAMS],
) -> ([f64; STREAMS], [f64; STREAMS]) {
    let more = plan.others.hear_and_treat_more;
    if more <= 0.0 {
        return (heard, face);
    }
    let wanted = spread_hear_and_treat(more * incidents, &plan.settings);
    let moved: [f64; STREAMS] = std::array::from_fn(|k| wanted[k].min(face[k]));
    (std::array::from_fn(|k| heard[k] + moved[k]), std::array::from_fn(|k| face[k] - moved[k]))
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Hear and treat by initial category: its category is not published, so an assumption spreads it over C2 to Other.
fn spread_hear_and_treat(total: f64, settings: &Settings) -> [f64; STREAMS] {
    let names = ["c1", "c2", "c3", "c4", "other"];
    let shares: [f64; STREAMS] =
        std::array::from_fn(|k| settings.get(&format!("hear_and_treat_share_{}", names[k])).max(0.0));
    let whole: f64 = shares.iter().sum();
    shares.map(|share| total * ratio(share, whole))
}

/// Hear and treat by initial category where all of it together is stated: in the assumed proportions, but at most all
/// of a category. Who calls, and with what, stays as published.
fn heard_in_all(wanted: f64, initial: &[f64; STREAMS], settings: &Settings) -> [f64; STREAMS] {
    let parts = spread_hear_and_treat(1.0, settings);
    let at = |total: f64| -> [f64; STREAMS] { std::array::from_fn(|k| (total * parts[k]).min(initial[k])) };
    let most = initial.iter().sum::<f64>() / parts.iter().copied().filter(|p| *p > 0.0).fold(1.0, f64::min);
    at(halving((0.0, most), 60, wanted, &|total| at(total).iter().sum()))
}

/// Probability of conveyance by category: C1 as published (A9), the rest tilted by assumption and scaled so that
/// all conveyances add up to the published total (A53 + A54).
fn convey(face: &[f64; STREAMS], c1t: f64, total: f64, settings: &Settings) -> [f64; STREAMS] {
    let tilt = [
        0.0,
        settings.get("convey_tilt_c2"),
        settings.get("convey_tilt_c3"),
        settings.get("convey_tilt_c4"),
        settings.get("convey_tilt_other"),
    ];
    let c1 = ratio(c1t, face[0]).min(1.0);
    let wanted = total - c1 * face[0];
    let at = |scale: f64| -> [f64; STREAMS] {
        std::array::from_fn(|k| if k == 0 { c1 } else { (scale * tilt[k]).min(1.0) })
    };
    let conveyed = |p: [f64; STREAMS]| (1..STREAMS).map(|k| p[k] * face[k]).sum::<f64>();
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if conveyed(at(middle)) < wanted { low = middle } else { high = middle }
    }
    at(high)
}
