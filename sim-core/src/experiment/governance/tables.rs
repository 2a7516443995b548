//! A study of arrangements as Arrow record batches.

use super::entities::{Entity, entities};
use super::{ArmSummary, GovernanceRun, MEMBERS, PairSummary, RealPackage, StaffYears, Swing, ThemeShare};
use crate::outcome::{Column, Table, column};
use crate::region::{Body, Grade};
use crate::stats::SobolShare;
use arrow_array::RecordBatch;

/// The names of the tables of a study of arrangements.
pub const GOVERNANCE_TABLES: [&str; 8] =
    ["arrangement", "go_live", "swing", "break_even", "real_package", "theme", "workforce", "entity"];

const ARRANGEMENT: Column = column("arrangement", "", "Name of the arrangement.");
const TEAM_HOURS: Column =
    column("team_hours_per_week", "h", "Hours a week of the trust's team; nobody publishes it.");

/// An arrangement at a number of team hours.
struct Row<'a> {
    hours: f64,
    name: &'a str,
    hypothetical: bool,
    summary: &'a ArmSummary,
}

/// The same for a proposal in an ICS.
struct Pair<'a> {
    row: &'a Row<'a>,
    pair: &'a PairSummary,
}

/// A number of the tornado and an arrangement.
struct End<'a> {
    swing: &'a Swing,
    arm: usize,
}

/// A cell of the break-even chart.
struct Cell {
    arm: usize,
    members: usize,
    hours: f64,
    more: f64,
    share: f64,
}

/// A real package beside the range at a number of team hours.
struct Beside<'a> {
    real: &'a RealPackage<'a>,
    hours: f64,
    range: [Option<f64>; 3],
    level: usize,
}

impl GovernanceRun {
    /// The tables, each with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let rows = self.rows();
        let [arrangement, go_live, swing, break_even, real, theme, workforce, entity] = GOVERNANCE_TABLES;
        vec![
            (arrangement, arrangement_table(&rows)),
            (go_live, self.go_live_table(&rows)),
            (swing, self.swing_table()),
            (break_even, self.break_even_table()),
            (real, self.real_table()),
            (theme, self.theme_table()),
            (workforce, self.workforce_table()),
            (entity, entity_table(&entities(&self.study.region))),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let level = |level: usize| {
            self.study.arrangements.iter().zip(&self.summaries[level]).map(move |(parts, summary)| Row {
                hours: self.study.team_hours[level],
                name: &parts.name,
                hypothetical: parts.hypothetical,
                summary,
            })
        };
        (0..self.summaries.len()).flat_map(level).collect()
    }

    fn go_live_table(&self, rows: &[Row<'_>]) -> RecordBatch {
        let (study, members) = (&self.study, &self.study.ground.members);
        let one = |row| -> Vec<Pair<'_>> {
            let row: &Row<'_> = row;
            row.summary.pairs.iter().map(|pair| Pair { row, pair }).collect()
        };
        let pairs: Vec<Pair<'_>> = rows.iter().flat_map(one).collect();
        Table::of("When a proposal goes live in an ICS, and how well it fits.", &pairs)
            .text(ARRANGEMENT, |p| p.row.name)
            .number(TEAM_HOURS, |p| p.row.hours)
            .text(column("proposal", "", "What is wanted."), |p| {
                study.proposals[p.pair.proposal].name.as_str()
            })
            .text(column("ics_code", "", "ODS code of the ICS."), |p| members[p.pair.member].code.as_str())
            .number_or_none(column("begun_day", "days", "Median day on which work begins."), |p| {
                p.pair.begun_day
            })
            .number_or_none(
                column("live_day", "days", "Median day of go-live; null: beyond the horizon."),
                |p| p.pair.median_day,
            )
            .number_or_none(column("live_low_day", "days", "Tenth centile of that day."), |p| {
                p.pair.day_range[0]
            })
            .number_or_none(column("live_high_day", "days", "Its 90th centile."), |p| p.pair.day_range[1])
            .number(column("fit", "share", "Mean local fit; 1 is made for the ICS."), |p| p.pair.fit)
            .batch()
    }

    fn swing_table(&self) -> RecordBatch {
        let arms = 1..self.study.arrangements.len();
        let ends: Vec<End<'_>> =
            self.swings.iter().flat_map(|swing| arms.clone().map(move |arm| End { swing, arm })).collect();
        Table::of("What one number at a time does to an arrangement against the first.", &ends)
            .text(column("number", "", "The number or quantity."), |end| end.swing.name)
            .text(ARRANGEMENT, |end| self.study.arrangements[end.arm].name.as_str())
            .number(
                column("at_low", "share", "Live share less the first's, the number at its lowest."),
                |end| end.swing.at_low[end.arm],
            )
            .number(column("at_value", "share", "The same with everything at its value."), |end| {
                end.swing.at_value[end.arm]
            })
            .number(column("at_high", "share", "The same with the number at its highest."), |end| {
                end.swing.at_high[end.arm]
            })
            .batch()
    }

    /// Real packages at each number of team hours; without rows where there is nothing to hold them against.
    fn real_table(&self) -> RecordBatch {
        let real = self.real_packages();
        let today = self.today();
        let level = |(level, hours): (usize, &f64)| {
            let of = move |arm: usize| self.summaries[level][arm].since_wanted;
            let range = today.map_or([None; 3], of);
            let hours = *hours;
            real.iter().map(move |real| Beside { real, hours, range, level }).collect::<Vec<_>>()
        };
        let rows: Vec<Beside<'_>> = self.study.team_hours.iter().enumerate().flat_map(level).collect();
        let text = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
        Table::of(
            "Real packages beside the simulated days from being wanted to go-live, as things are.",
            &rows,
        )
        .text(column("package", "", "What it is."), |row| row.real.package.name.as_str())
        .text(column("place", "", "Where."), |row| row.real.package.place.as_str())
        .text(column("origin", "", "Whence: instruction, national_programme, partners."), |row| {
            row.real.package.origin
        })
        .text(column("first_public", "", "First public statement; empty is unknown."), |row| {
            text(row.real.package.first_public)
        })
        .text(column("live", "", "Day on which it was live; empty is unknown."), |row| {
            text(row.real.package.live)
        })
        .number_or_none(column("days", "days", "From the one to the other."), |row| {
            row.real.days.map(f64::from)
        })
        .number(TEAM_HOURS, |row| row.hours)
        .number_or_none(
            column("simulated_low_days", "days", "5th centile; null: beyond the horizon."),
            |row| row.range[0],
        )
        .number_or_none(column("simulated_median_days", "days", "Median."), |row| row.range[1])
        .number_or_none(column("simulated_high_days", "days", "95th centile."), |row| row.range[2])
        .text(column("within", "", "Whether the days lie in that range: yes, no, unknown."), |row| {
            row.real.within.as_ref().map_or("unknown", |own| if own[row.level] { "yes" } else { "no" })
        })
        .batch()
    }

    /// Hours by year, planned apart and together; without rows where a study has no workforce.
    fn workforce_table(&self) -> RecordBatch {
        let staff = self.staff_years();
        let years = |own| -> Vec<(&StaffYears, usize)> {
            let own: &StaffYears = own;
            (0..own.apart.len()).map(|year| (own, year)).collect()
        };
        let rows: Vec<(&StaffYears, usize)> = staff.iter().flat_map(years).collect();
        Table::of("Vehicle hours by year against the first day, as an edit of fleet.hours_per_week.", &rows)
            .text(column("service", "", "Whose staff."), |row| row.0.name.as_str())
            .whole(column("year", "years", "At the end of which year, from 1."), |row| row.1 as u64 + 1)
            .number(column("hours_ratio_apart", "ratio", "Each planning for itself."), |row| {
                row.0.apart[row.1]
            })
            .number(column("hours_ratio_together", "ratio", "All together, on the same recruits."), |row| {
                row.0.together[row.1]
            })
            .batch()
    }

    fn theme_table(&self) -> RecordBatch {
        let arms = |own| -> Vec<(&ThemeShare, usize)> {
            let own: &ThemeShare = own;
            (0..own.arms.len()).map(|arm| (own, arm)).collect()
        };
        let rows: Vec<(&ThemeShare, usize)> = self.themes.iter().flat_map(arms).collect();
        let of = |value: fn(&SobolShare) -> f64| move |row: &(&ThemeShare, usize)| value(&row.0.arms[row.1]);
        Table::of("What share of the variance of live share less the first's a theme accounts for.", &rows)
            .text(column("theme", "", "What the numbers are about; chance is luck."), |row| {
                row.0.theme.name()
            })
            .text(ARRANGEMENT, |row| self.study.arrangements[row.1 + 1].name.as_str())
            .number(column("first", "share", "By itself: what would go if it were known."), of(|s| s.first))
            .number(column("first_error", "share", "Its standard error."), of(|s| s.errors[0]))
            .number(
                column("total", "share", "With others: what would stay if all else were known."),
                of(|s| s.total),
            )
            .number(column("total_error", "share", "Its standard error."), of(|s| s.errors[1]))
            .batch()
    }

    fn break_even_table(&self) -> RecordBatch {
        let chart = &self.break_even;
        let arms = chart.arms.iter().skip(1).zip(&chart.cells);
        let cells: Vec<Cell> = arms
            .flat_map(|(arm, rows)| {
                let row = move |(members, levels): (&usize, &Vec<[f64; 2]>)| {
                    let (arm, members) = (*arm, *members);
                    let one = move |(hours, [more, share]): (&f64, &[f64; 2])| Cell {
                        arm,
                        members,
                        hours: *hours,
                        more: *more,
                        share: *share,
                    };
                    self.study.team_hours.iter().zip(levels).map(one).collect::<Vec<_>>()
                };
                MEMBERS.iter().zip(rows).flat_map(row).collect::<Vec<_>>()
            })
            .collect();
        Table::of(
            "An arrangement against the first that fits any trust, by number of ICSs and team hours.",
            &cells,
        )
        .text(ARRANGEMENT, |cell| self.study.arrangements[cell.arm].name.as_str())
        .whole(column("ics", "ICSs", "Number of ICSs, drawn from the region's."), |cell| cell.members as u64)
        .number(TEAM_HOURS, |cell| cell.hours)
        .number(column("live_share_more", "share", "Mean live share less that of the first."), |cell| {
            cell.more
        })
        .number(column("draws_with_more", "share", "Share of draws in which it is higher."), |cell| {
            cell.share
        })
        .batch()
    }
}

fn arrangement_table(rows: &[Row<'_>]) -> RecordBatch {
    let days = |at: usize| move |row: &Row<'_>| row.summary.days[at];
    let table = Table::of("An arrangement at a number of team hours, over all draws.", rows)
        .text(ARRANGEMENT, |row| row.name)
        .text(column("exists", "", "Whether anything like it does: yes, or hypothetical."), |row| {
            if row.hypothetical { "hypothetical" } else { "yes" }
        })
        .number(TEAM_HOURS, |row| row.hours)
        .number_or_none(column("first_day", "days", "First go-live of a draw, in the median."), days(0))
        .number_or_none(column("median_day", "days", "Median go-live; null: beyond the horizon."), days(1))
        .number_or_none(column("p90_day", "days", "Its 90th centile."), days(2))
        .number_or_none(column("last_day", "days", "Last go-live of a draw, in the median."), days(3))
        .number(column("never", "share", "Not live within the horizon."), |row| row.summary.never)
        .number_or_none(column("fit", "share", "Mean fit of what goes live."), |row| row.summary.fit)
        .number(column("live_share", "share", "Share of the horizon live and fitting."), |row| {
            row.summary.live_share
        })
        .number(column("live_share_low", "share", "Its 5th centile over draws."), |row| {
            row.summary.live_share_range[0]
        })
        .number(column("live_share_high", "share", "Its 95th centile."), |row| {
            row.summary.live_share_range[1]
        })
        .number(column("best", "share", "Draws in which none has a higher live share."), |row| {
            row.summary.best
        })
        .number(column("regret", "share", "Mean shortfall of live share to the highest."), |row| {
            row.summary.regret
        })
        .number(column("best_date", "share", "Draws in which none is live sooner."), |row| {
            row.summary.best_date
        })
        .number(column("regret_days", "days", "Mean delay against the soonest."), |row| {
            row.summary.regret_days
        });
    pitch_columns(work_columns(table)).batch()
}

/// Who worked, and how often packages were heard.
fn work_columns<'a>(table: Table<'a, Row<'a>>) -> Table<'a, Row<'a>> {
    table
        .number(column("trust_h", "h", "Hours of the trust's team on packages."), |row| {
            row.summary.trust_hours
        })
        .number(column("standing_h_per_week", "h", "Hours a week that relationships take of it."), |row| {
            row.summary.standing_hours_per_week
        })
        .number(column("ics_h", "h", "Hours of all ICSs' teams on packages."), |row| {
            row.summary.icses.iter().map(|ics| ics.hours).sum()
        })
        .number_or_none(column("h_per_go_live", "h", "All engagement hours for each go-live."), |row| {
            row.summary.hours_per_go_live
        })
        .number(column("heard", "packages", "Packages heard at meetings, repeats counted."), |row| {
            row.summary.heard[0]
        })
        .number(column("not_approved", "packages", "Of those not approved."), |row| row.summary.heard[1])
        .number(column("called_in", "packages", "Called in by a member."), |row| row.summary.heard[2])
        .number(column("overridden", "packages", "Times that oversight overrode a forum."), |row| {
            row.summary.overridden
        })
        .number(column("cost_gbp", "GBP", "Cost of the hours worked within the horizon."), |row| {
            row.summary.cost.gbp
        })
        .number_or_none(column("cost_gbp_per_go_live", "GBP", "The same for each go-live."), |row| {
            row.summary.cost.gbp_per_go_live
        })
        .number(
            column("spread_own_gbp", "GBP", "Deviation of what an ICS would bear alone, summed over ICSs."),
            |row| row.summary.cost.spread_gbp[0],
        )
        .number(column("spread_paid_gbp", "GBP", "The same of what it pays with risk shared."), |row| {
            row.summary.cost.spread_gbp[1]
        })
        .number(
            column("risk_adjusted_gbp", "GBP", "Cost and the weighted deviation of what is paid."),
            |row| row.summary.cost.risk_adjusted_gbp,
        )
        .number(column("spread_days", "days", "From the ICS served first to the one served last."), |row| {
            row.summary.spread_days
        })
        .number_or_none(
            column("lead_less_others_days", "days", "Mean date of the lead's ICS less the others'."),
            |row| row.summary.lead_gain_days,
        )
}

/// Who there is in the whole region, whichever trust a study is of.
fn entity_table(rows: &[Entity]) -> RecordBatch {
    Table::of("Bodies of the region, and what is known or thought of each.", rows)
        .text(column("body", "", "ambulance_service, acute_trust, ics, nhs_region, or pair."), |row| {
            row.body.map_or("pair", Body::name)
        })
        .text(column("code", "", "ODS code; empty is every body of the kind."), |row| row.code.as_str())
        .text(column("name", "", "Name."), |row| row.name.as_str())
        .text(column("quantity", "", "What is known or thought."), |row| row.quantity.as_str())
        .number_or_none(
            column("value", "", "Its value, in the unit beside it; null: words or unknown."),
            |row| row.value,
        )
        .number_or_none(column("low", "", "Lowest thought possible."), |row| row.range.map(|r| r[0]))
        .number_or_none(column("high", "", "Highest thought possible."), |row| row.range.map(|r| r[1]))
        .text(column("unit", "", "Unit of the value."), |row| row.unit.as_str())
        .text(column("words", "", "What has no number."), |row| row.words.as_str())
        .text(column("grade", "", "Evidence A to D; empty is a published or derived table."), |row| {
            row.grade.map_or("", Grade::name)
        })
        .text(column("source", "", "Whence."), |row| row.source.as_str())
        .batch()
}

/// What stands on the path of one proposal.
fn pitch_columns<'a>(table: Table<'a, Row<'a>>) -> Table<'a, Row<'a>> {
    table
        .number(column("ics_approvals", "approvals", "Needed before a proposal is live in one ICS."), |row| {
            row.summary.pitch.approvals[0]
        })
        .number(column("approvals", "approvals", "Needed before it is live in every ICS."), |row| {
            row.summary.pitch.approvals[1]
        })
        .number(column("ics_bodies", "bodies", "That work, decide or may object, for one ICS."), |row| {
            row.summary.pitch.bodies[0]
        })
        .number(column("bodies", "bodies", "The same for every ICS, each counted once."), |row| {
            row.summary.pitch.bodies[1]
        })
        .number(
            column(
                "duplicated_h",
                "h",
                "Scope and data agreements of a proposal beyond one package for all.",
            ),
            |row| row.summary.pitch.duplicated_hours,
        )
}
