use crate::experiment::planround::{Lever, departments, shorter_handover};
use crate::ids::ServiceId;
use crate::region::Patch;
use crate::scenario::{Chosen, Edit, Local, Scenario};
use jiff::{Span, civil::Date};
use toml::Value;

/// One thing that would have to change, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// More vehicle-hours, per cent, over all stations by workload.
    Hours,
    /// Shorter mean handover at every department of the service, minutes.
    Handover,
    /// Shorter mean handover at the departments that are named, minutes.
    NamedHandover,
    /// More of all incidents treated by telephone, points.
    HearAndTreat,
    /// Fewer incidents, per cent.
    Incidents,
    /// Interventions of the scenario that have a day go live so much earlier, months.
    GoLive,
}

impl Change {
    /// All, in the order of the table.
    pub const ALL: [Self; 6] =
        [Self::Hours, Self::Handover, Self::NamedHandover, Self::HearAndTreat, Self::Incidents, Self::GoLive];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Handover => "handover",
            Self::NamedHandover => "handover_named",
            Self::HearAndTreat => "hear_and_treat",
            Self::Incidents => "incidents",
            Self::GoLive => "go_live",
        }
    }

    /// The unit of a size.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Hours | Self::Incidents => "%",
            Self::Handover | Self::NamedHandover => "min",
            Self::HearAndTreat => "points",
            Self::GoLive => "months",
        }
    }

    /// The sizes that are run.
    #[must_use]
    pub const fn steps(self) -> &'static [f64] {
        match self {
            Self::Hours | Self::HearAndTreat | Self::Incidents => &[0.25, 0.5, 1.0, 2.0, 4.0, 8.0],
            Self::Handover => &[0.5, 1.0, 2.0, 5.0, 10.0],
            Self::NamedHandover => &[1.0, 2.0, 5.0, 10.0, 20.0],
            Self::GoLive => &[3.0, 6.0, 12.0],
        }
    }

    /// The edits of a size; `None` where it cannot be, or there is nothing to change.
    pub(super) fn edits(
        self,
        scenario: &Scenario,
        service: ServiceId,
        named: &[(String, String)],
        size: f64,
    ) -> Option<Vec<Edit>> {
        let by = |lever: Lever| lever.edits(scenario, service, size);
        match self {
            Self::Hours => by(Lever::Hours),
            Self::Handover => by(Lever::Handover),
            Self::HearAndTreat => by(Lever::HearAndTreat),
            Self::Incidents => by(Lever::Incidents),
            Self::NamedHandover => {
                let all = departments(scenario, service).into_iter();
                let own = all.filter(|(hospital, _)| named.iter().any(|(code, _)| *code == hospital.code));
                own.map(|department| shorter_handover(department, 60.0 * size)).collect()
            }
            Self::GoLive => earlier(scenario, size as i64),
        }
    }
}

/// Every intervention that has a day, so many months earlier, in each place; those of one name in several entries are left as
/// they are.
fn earlier(scenario: &Scenario, months: i64) -> Option<Vec<Edit>> {
    let all = scenario.interventions();
    let is_one = |own: &&Chosen| {
        all.iter().filter(|other| other.intervention.name == own.intervention.name).count() == 1
    };
    let back = |day: Date| day.checked_sub(Span::new().months(months)).ok().map(|day| day.to_string());
    let moved = all.iter().filter(is_one).filter_map(|own| {
        let from = match own.local.is_empty() {
            true => Value::from(back(own.from?)?),
            false => {
                let patches = scenario.region().patches().iter().zip(&own.local).zip(&own.patches);
                let there = patches.filter(|(_, there)| **there);
                let day = |((patch, local), _): ((&Patch, &Local), &bool)| {
                    Some((patch.code.clone(), Value::from(back(local.from?)?)))
                };
                Value::Table(there.map(day).collect::<Option<_>>()?)
            }
        };
        Some(Edit::new(format!("intervention.{}.from", own.intervention.name), from))
    });
    let moved: Vec<Edit> = moved.collect();
    (!moved.is_empty()).then_some(moved)
}
