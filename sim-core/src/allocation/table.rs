use super::outcome::Outcome;
use super::pooling::{Member, Pooled};
use super::portfolio::{Bought, Portfolio};
use super::problem::Mode;
use super::told::Allocated;
use crate::outcome::{Table, column};
use crate::stats::Estimate;
use arrow_array::RecordBatch;

/// The names of the tables, in the order of [`Allocated::tables`].
pub const ALLOCATION_TABLES: [&str; 6] = [
    "allocation",
    "allocation_method",
    "allocation_equity",
    "allocation_exchange",
    "allocation_frontier",
    "allocation_board",
];

/// The names of the tables, in the order of [`Pooled::tables`].
pub const POOLING_TABLES: [&str; 2] = ["pooling", "pooling_coalition"];

/// A place under a method.
struct Row<'a> {
    method: &'a str,
    place: usize,
    lines: Option<i32>,
    outcome: Option<&'a Outcome>,
}

/// An effect of lines in one place on the wait of another.
struct Effect {
    from: usize,
    to: usize,
    lines: i32,
    effect_s: f64,
}

impl Allocated {
    /// The tables: by method and place; by method; how unequal waits are; what lines did in runs; the frontier; what boards watch.
    /// Columns in seconds are null where what is watched is no wait: it stands in the last table, in its own unit.
    #[must_use]
    pub fn tables(&self) -> Vec<RecordBatch> {
        vec![
            self.by_place(),
            self.by_method(),
            self.equity_table(),
            self.exchange(),
            self.frontier_table(),
            self.board(),
        ]
    }

    /// An outcome whose figures are seconds.
    fn wait<'a>(&self, outcome: Option<&'a Outcome>) -> Option<&'a Outcome> {
        outcome.filter(|_| self.question.watched.is_wait())
    }

    fn board(&self) -> RecordBatch {
        let all = self.answers.iter().chain(self.free.as_deref());
        let rows: Vec<(&str, &super::BoardChange)> = all
            .flat_map(|answer| {
                answer.outcome.iter().flat_map(|own| &own.board).map(|row| (answer.method.as_str(), row))
            })
            .collect();
        board(&rows)
    }

    fn by_place(&self) -> RecordBatch {
        let all = self.answers.iter().chain(self.free.as_deref());
        let of = |answer| {
            let answer: &super::Answer = answer;
            (0..self.places.len()).map(move |place| Row {
                method: &answer.method,
                place,
                lines: answer.allocation.as_ref().ok().map(|own| own.lines[place]),
                outcome: answer.outcome.as_ref(),
            })
        };
        let rows: Vec<Row<'_>> = all.flat_map(of).collect();
        let difference = |row: &Row<'_>| self.wait(row.outcome).and_then(|own| own.differences[row.place]);
        let present = |row: &Row<'_>| self.wait(self.present.as_ref()).and_then(|own| own.waits[row.place]);
        Table::of("Lines by method and patch, and the watched response on fresh tapes.", &rows)
            .text(column("method", "", "The method."), |row| row.method)
            .text(column("patch_code", "", "The patch."), |row| self.places[row.place].code.as_str())
            .text(column("ics_code", "", "Its ICS."), |row| self.places[row.place].ics_code.as_str())
            .text(column("mode", "", "uplift or reshuffle."), |_| mode(self.mode))
            .text(column("measure", "", "The watched response."), |_| self.question.watched.name())
            .whole_or_none(column("lines", "", "Lines more or fewer; null without an answer."), |row| {
                row.lines.map(i64::from)
            })
            .number_or_none(column("hours_per_week", "h", "The same in vehicle-hours a week."), |row| {
                row.lines.map(|lines| f64::from(lines) * super::LINE_H)
            })
            .number_or_none(column("present_s", "s", "The response as things stand."), |row| {
                Some(present(row)?.mean)
            })
            .number_or_none(column("change_s", "s", "Its change, paired."), |row| Some(difference(row)?.mean))
            .number_or_none(
                column("change_low_s", "s", "Lower end of its 95% interval, chance only."),
                |row| low(difference(row)),
            )
            .number_or_none(column("change_high_s", "s", "Upper end."), |row| high(difference(row)))
            .batch()
    }

    fn by_method(&self) -> RecordBatch {
        let rows: Vec<&super::Answer> = self.answers.iter().chain(self.free.as_deref()).collect();
        let change = |own: &&super::Answer, which: fn(&Outcome) -> Option<Estimate>| {
            self.wait(own.outcome.as_ref()).and_then(which)
        };
        let of = |own: &&super::Answer| own.allocation.as_ref().ok().cloned();
        Table::of(
            "What each method gives: its own loss and bound, and what came of it on fresh tapes.",
            &rows,
        )
        .text(column("method", "", "The method."), |own| own.method.as_str())
        .text(column("objective", "", "What is made small."), |_| self.question.objective.to_string())
        .number_or_none(
            column("model_loss_s", "s", "The loss in its own model; null if it has none."),
            |own| of(own)?.loss_s,
        )
        .number_or_none(column("model_bound_s", "s", "No allocation has less in that model."), |own| {
            Some(of(own)?.bound?.loss_s)
        })
        .text_or_none(column("bound_how", "", "How the bound was obtained."), |own| Some(of(own)?.bound?.how))
        .number_or_none(column("loss_change_s", "s", "Change of the objective on fresh tapes."), |own| {
            Some(change(own, |o| o.loss)?.mean)
        })
        .number_or_none(column("loss_low_s", "s", "Lower end of its 95% interval."), |own| {
            low(change(own, |o| o.loss))
        })
        .number_or_none(column("loss_high_s", "s", "Upper end."), |own| high(change(own, |o| o.loss)))
        .number_or_none(column("mean_change_s", "s", "Change of the service's own response."), |own| {
            Some(change(own, |o| o.mean)?.mean)
        })
        .number_or_none(column("worst_change_s", "s", "Change of the longest wait of an ICS."), |own| {
            Some(change(own, |o| o.worst)?.mean)
        })
        .number_or_none(column("worst_low_s", "s", "Lower end of its 95% interval."), |own| {
            low(change(own, |o| o.worst))
        })
        .number_or_none(column("worst_high_s", "s", "Upper end."), |own| high(change(own, |o| o.worst)))
        .text_or_none(column("refused", "", "Why there is no allocation; null if there is one."), |own| {
            own.allocation.as_ref().err().map(ToString::to_string)
        })
        .batch()
    }

    fn equity_table(&self) -> RecordBatch {
        let rows: Vec<(&str, &'static str, Estimate)> = self.equity();
        Table::of("How unequal the watched response is over the ICSs, by replication.", &rows)
            .text(column("method", "", "The method; present: as things stand."), |row| row.0)
            .text(column("index", "", "The index; min, max and p90_minus_p10 are in s."), |row| row.1)
            .number(column("value", "", "Its mean over replications."), |row| row.2.mean)
            .number_or_none(column("low", "", "Lower end of its 95% interval."), |row| low(Some(row.2)))
            .number_or_none(column("high", "", "Upper end."), |row| high(Some(row.2)))
            .batch()
    }

    fn exchange(&self) -> RecordBatch {
        let n = self.places.len();
        let of = |from: usize| {
            let (low, high) = self.bounds[from];
            [low, 1, high]
                .into_iter()
                .filter(move |lines| *lines != 0 && (low..=high).contains(lines))
                .flat_map(move |lines| (0..n).map(move |to| (from, to, lines)))
        };
        let known = self.surface.as_ref();
        let effect = |(from, to, lines): (usize, usize, i32)| {
            Some(Effect { from, to, lines, effect_s: known?.effect_s(from, to, lines) })
        };
        let rows: Vec<Effect> = (0..n).flat_map(of).filter_map(effect).collect();
        Table::of("What lines in one patch did to the watched response of another, in screening runs.", &rows)
            .text(column("from_patch", "", "Where the lines stand."), |row| {
                self.places[row.from].code.as_str()
            })
            .text(column("to_patch", "", "Whose response it is."), |row| self.places[row.to].code.as_str())
            .whole_or_none(column("lines", "", "How many more or fewer."), |row| Some(i64::from(row.lines)))
            .number_or_none(
                column("effect_s", "s", "Change of the response; null if no wait is watched."),
                |row| Some(row.effect_s).filter(|_| self.question.watched.is_wait()),
            )
            .batch()
    }

    fn frontier_table(&self) -> RecordBatch {
        let change = |own: &super::Point, which: fn(&Outcome) -> Option<Estimate>| {
            self.wait(own.outcome.as_ref()).and_then(which)
        };
        let lines = |own: &super::Point| {
            let each = self.places.iter().zip(&own.lines).map(|(place, n)| format!("{}:{n}", place.code));
            each.collect::<Vec<_>>().join(" ")
        };
        Table::of("From the mean of all to the ICS that waits longest, on fresh tapes.", &self.frontier)
            .number(column("worst_part", "share", "Part of the longest wait in what is made small."), |own| {
                own.part
            })
            .text(column("lines", "", "Lines by patch."), lines)
            .number_or_none(column("mean_change_s", "s", "Change of the service's response."), |own| {
                Some(change(own, |o| o.mean)?.mean)
            })
            .number_or_none(column("mean_low_s", "s", "Lower end of its 95% interval."), |own| {
                low(change(own, |o| o.mean))
            })
            .number_or_none(column("mean_high_s", "s", "Upper end."), |own| high(change(own, |o| o.mean)))
            .number_or_none(column("worst_change_s", "s", "Change of the longest wait of an ICS."), |own| {
                Some(change(own, |o| o.worst)?.mean)
            })
            .number_or_none(column("worst_low_s", "s", "Lower end of its 95% interval."), |own| {
                low(change(own, |o| o.worst))
            })
            .number_or_none(column("worst_high_s", "s", "Upper end."), |own| high(change(own, |o| o.worst)))
            .batch()
    }
}

impl Pooled {
    /// The tables: shares by member and rule; the value of every coalition.
    #[must_use]
    pub fn tables(&self) -> Vec<RecordBatch> {
        let unit = if self.worth == super::Worth::Minutes { "min a week" } else { "h a week" };
        let members: Vec<&Member> = self.members.iter().collect();
        let shares = Table::of("An allocation of modelled benefit, not a proposal of payment.", &members)
            .text(column("ics_code", "", "The ICS."), |own| own.place.ics_code.as_str())
            .number_or_none(column("alone", unit, "Its value alone."), |own| Some(own.alone?.mean))
            .number(column("shapley", unit, "Its Shapley share."), |own| own.shapley.mean)
            .number_or_none(column("shapley_low", unit, "Lower end of its 95% interval."), |own| {
                low(Some(own.shapley))
            })
            .number_or_none(column("shapley_high", unit, "Upper end."), |own| high(Some(own.shapley)))
            .number_or_none(column("nucleolus", unit, "Its part of the nucleolus."), |own| own.nucleolus)
            .number(column("by_residents", unit, "By residents."), |own| own.by_residents)
            .number(column("by_hours", unit, "By hours served."), |own| own.by_hours)
            .number_or_none(column("alternate_cost", unit, "Alternate cost avoided."), |own| {
                own.alternate_cost
            })
            .batch();
        let coalitions: Vec<(usize, f64)> = self.values.iter().copied().enumerate().collect();
        let codes = |(mask, _): &(usize, f64)| {
            let own = self.members.iter().enumerate().filter(|(row, _)| mask >> row & 1 == 1);
            own.map(|(_, member)| member.place.ics_code.as_str()).collect::<Vec<_>>().join(" ")
        };
        let values = Table::of("The value of every coalition, mean over replications.", &coalitions)
            .text(column("members", "", "Its ICSs; empty for nobody."), codes)
            .number(column("value", unit, "Its value."), |(_, value)| *value)
            .batch();
        vec![shares, values]
    }
}

/// What a sum of money bought, and how it is called.
struct Sold<'a> {
    what: &'a str,
    units: String,
    bought: &'a Bought,
}

impl Portfolio {
    /// The names of the tables, in the order of [`Portfolio::tables`].
    pub const TABLES: [&'static str; 2] = ["portfolio", "portfolio_place"];

    /// The tables: offers alone and the mix; the same by patch.
    #[must_use]
    pub fn tables(&self) -> Vec<RecordBatch> {
        let rows = self.sold();
        let of = |row: &Sold<'_>, which: fn(&Outcome) -> Option<Estimate>| {
            row.bought.outcome.as_ref().and_then(which)
        };
        let sums = Table::of("What a sum of money a week buys: each offer by itself, and the mix.", &rows)
            .text(column("offer", "", "The offer; mix is the mix."), |row| row.what)
            .text(column("units", "", "Units of each offer that is bought."), |row| row.units.as_str())
            .number(column("gbp_per_week", "GBP", "What they cost a week."), |row| row.bought.pounds)
            .number_or_none(
                column("mean_change_s", "s", "Change of the service's response, paired."),
                |row| Some(of(row, |o| o.mean)?.mean),
            )
            .number_or_none(column("mean_low_s", "s", "Lower end of its 95% interval."), |row| {
                low(of(row, |o| o.mean))
            })
            .number_or_none(column("mean_high_s", "s", "Upper end."), |row| high(of(row, |o| o.mean)))
            .number_or_none(column("worst_change_s", "s", "Change of the longest wait of an ICS."), |row| {
                Some(of(row, |o| o.worst)?.mean)
            })
            .number_or_none(column("worst_low_s", "s", "Lower end of its 95% interval."), |row| {
                low(of(row, |o| o.worst))
            })
            .number_or_none(column("worst_high_s", "s", "Upper end."), |row| high(of(row, |o| o.worst)))
            .batch();
        vec![sums, self.by_patch(&rows)]
    }

    fn by_patch(&self, rows: &[Sold<'_>]) -> RecordBatch {
        let places = 0..self.places.len();
        let all: Vec<(&Sold<'_>, usize)> =
            rows.iter().flat_map(|row| places.clone().map(move |place| (row, place))).collect();
        let change = |(row, place): &(&Sold<'_>, usize)| {
            row.bought.outcome.as_ref().and_then(|own| own.differences[*place])
        };
        Table::of("The same by patch.", &all)
            .text(column("offer", "", "The offer; mix is the mix."), |(row, _)| row.what)
            .text(column("patch_code", "", "The patch."), |(_, place)| self.places[*place].code.as_str())
            .number_or_none(column("present_s", "s", "The response as things stand."), |(_, place)| {
                Some(self.present.as_ref()?.waits[*place]?.mean)
            })
            .number_or_none(column("change_s", "s", "Its change, paired."), |own| Some(change(own)?.mean))
            .number_or_none(column("change_low_s", "s", "Lower end of its 95% interval."), |own| {
                low(change(own))
            })
            .number_or_none(column("change_high_s", "s", "Upper end."), |own| high(change(own)))
            .batch()
    }

    fn sold(&self) -> Vec<Sold<'_>> {
        let offers = &self.question.offers;
        let named = offers.iter().map(|own| own.name.as_str()).zip(self.alone.iter().map(Option::as_ref));
        let all = named.chain([("mix", self.mix.as_ref())]);
        all.filter_map(|(what, bought)| {
            let bought = bought?;
            Some(Sold { what, units: self.units(bought), bought })
        })
        .collect()
    }

    /// Units in words: `2 x a line in Dorset; 1 x a clinician`.
    #[must_use]
    pub fn units(&self, bought: &Bought) -> String {
        let each = bought.units.iter().zip(&self.question.offers).filter(|(n, _)| **n > 0);
        let words: Vec<String> = each.map(|(n, offer)| format!("{n} x {}", offer.name)).collect();
        if words.is_empty() { "nothing".to_owned() } else { words.join("; ") }
    }
}

impl super::Stationed {
    /// Every station: its vehicles now and in the model.
    #[must_use]
    pub fn table(&self) -> RecordBatch {
        Table::of(
            "Vehicles at stations, today and where a model without a queue would have them.",
            &self.stands,
        )
        .text(column("station_code", "", "The station."), |own| own.code.as_str())
        .text(column("ics_code", "", "Its ICS."), |own| own.ics_code.as_str())
        .whole_or_none(column("now", "", "Vehicles on duty, on average."), |own| Some(i64::from(own.now)))
        .whole_or_none(column("best", "", "Vehicles in the model's best."), |own| Some(i64::from(own.best)))
        .text(column("method", "", "The model."), |_| self.question.method.name())
        .number(column("value_now", "", "Value of today: share covered, or mean drive in s."), |_| self.now)
        .number(column("value_best", "", "Value of the best found."), |_| self.best)
        .number(column("bound", "", "Nothing has a better value."), |_| self.bound)
        .batch()
    }
}

impl super::Placed {
    /// What boards watch, with the stations as they are and as the model has them.
    #[must_use]
    pub fn table(&self) -> RecordBatch {
        board(&self.outcome.board.iter().map(|row| ("placed", row)).collect::<Vec<_>>())
    }
}

/// What boards watch, by method.
fn board(rows: &[(&str, &super::BoardChange)]) -> RecordBatch {
    Table::of("What boards watch, by method: as it stands, and its change on fresh tapes.", rows)
        .text(column("method", "", "The method."), |row| row.0)
        .text(column("level", "", "trust or patch."), |row| row.1.level.name())
        .text(column("area_code", "", "Code of the service or the patch."), |row| row.1.code.as_str())
        .text(column("measure", "", "A response in s, or a figure as the table board has it."), |row| {
            row.1.watched.name()
        })
        .number_or_none(column("present", "", "As things stand."), |row| Some(row.1.present?.mean))
        .number_or_none(column("change", "", "Its change, paired."), |row| Some(row.1.change?.mean))
        .number_or_none(column("change_low", "", "Lower end of its 95% interval, chance only."), |row| {
            low(row.1.change)
        })
        .number_or_none(column("change_high", "", "Upper end."), |row| high(row.1.change))
        .batch()
}

const fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Uplift => "uplift",
        Mode::Reshuffle => "reshuffle",
    }
}

fn low(estimate: Option<Estimate>) -> Option<f64> {
    Some(estimate?.interval()?.0)
}

fn high(estimate: Option<Estimate>) -> Option<f64> {
    Some(estimate?.interval()?.1)
}
