//! What ICSs of a service have from sharing its vehicles, and how rules would divide it.

use super::{areas, closing, header};
use crate::document::{Block, Document, Grid, clock, count, counted};
use ambics::allocation::{Member, Pooled, Worth};
use ambics::outcome::Level;
use ambics::stats::Estimate;

/// The whole report.
pub(crate) fn of_pooled(found: &Pooled) -> Document {
    let arm = &found.experiment.arms[0];
    let service = areas::of(arm, Level::Trust).first().map_or_else(String::new, |own| own.label.clone());
    let title = format!("An allocation of modelled benefit, not a proposal of payment: {service}");
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(format!(
        "HYPOTHETICAL: dispatch is trust-wide today; no ICS is served alone. {}",
        header::synthetic(&arm.scenario)
    )));
    let coalitions = counted(found.values.len() - 1, "coalition");
    let replications = counted(found.experiment.replications.len(), "replication");
    document.blocks.push(Block::Facts(vec![
        ("What is divided".to_owned(), what(found.worth)),
        (
            "Simulated".to_owned(),
            format!("{coalitions}, {replications} of {} days each", arm.scenario.run().days),
        ),
    ]));
    document.table(table(found));
    document.blocks.push(Block::List(said(found)));
    closing::end(&mut document, &found.experiment);
    document
}

fn what(worth: Worth) -> String {
    match worth {
        Worth::Minutes => {
            "hours that C2 patients wait a week and that ICSs save by sharing vehicles, against each with the ambulances that \
             stand in it today"
                .to_owned()
        }
        Worth::LeastHours { target_s } => {
            format!("the fewest ambulance hours a week with which the C2 mean is {}", clock(Some(target_s)))
        }
    }
}

fn table(found: &Pooled) -> Grid {
    let least = found.worth != Worth::Minutes;
    let unit = if least { "ambulance hours a week" } else { "hours of waiting a week" };
    let said = |own: Option<Estimate>| with_interval(own, found.worth);
    let count = |own: f64| count(shown(own, found.worth));
    let mut grid = Grid::new(format!("Shares by rule, {unit} (95% interval)"), "ICS");
    if least {
        grid = grid.numbers("alone");
    }
    grid = grid.numbers("Shapley").numbers("nucleolus").numbers("by residents").numbers("by hours\nserved");
    if least {
        grid = grid.numbers("alternate cost\navoided");
    }
    let number = |own: Option<f64>| own.map_or_else(|| "-".to_owned(), count);
    for member in &found.members {
        let mut row = vec![format!("{} {}", member.place.ics_code, member.place.name)];
        row.extend(least.then(|| said(member.alone)));
        row.extend([said(Some(member.shapley)), number(member.nucleolus)]);
        row.extend([count(member.by_residents), count(member.by_hours)]);
        row.extend(least.then(|| number(member.alternate_cost)));
        grid.row(row);
    }
    let sum = |of: &dyn Fn(&Member) -> Option<f64>| {
        found.members.iter().map(of).sum::<Option<f64>>().map_or_else(|| "-".to_owned(), count)
    };
    let mut row = vec!["all together".to_owned()];
    row.extend(least.then(|| sum(&|own| own.alone.map(|e| e.mean))));
    row.extend([said(Some(found.total)), sum(&|own| own.nucleolus)]);
    row.extend([sum(&|own| Some(own.by_residents)), sum(&|own| Some(own.by_hours))]);
    row.extend(least.then(|| sum(&|own| own.alternate_cost)));
    grid.row(row);
    grid.note("Intervals hold chance only. Shares add up to the last line; intervals do not add up.")
}

/// What is divided, in hours.
fn shown(value: f64, worth: Worth) -> f64 {
    if worth == Worth::Minutes { value / 60.0 } else { value }
}

fn with_interval(own: Option<Estimate>, worth: Worth) -> String {
    let Some(own) = own else { return "-".to_owned() };
    let count = |value: f64| count(shown(value, worth));
    match own.interval() {
        Some((low, high)) => format!("{} [{}, {}]", count(own.mean), count(low), count(high)),
        None => count(own.mean),
    }
}

fn said(found: &Pooled) -> Vec<String> {
    let mut list = Vec::new();
    if let Some((coalition, by)) = found.objection {
        let names: Vec<&str> = found
            .members
            .iter()
            .enumerate()
            .filter(|(row, _)| coalition >> row & 1 == 1)
            .map(|(_, own)| own.place.ics_code.as_str())
            .collect();
        let who = names.join(", ");
        let gain = format!("{} hours a week", with_interval(Some(by), found.worth));
        list.push(match by.interval() {
            _ if by.mean <= 0.0 => {
                "The Shapley shares are in the core: no coalition would do better by itself.".to_owned()
            }
            Some((low, _)) if low > 0.0 => {
                format!(
                    "The Shapley shares are not in the core: {who} would do better by {gain} by themselves."
                )
            }
            _ => format!(
                "Whether the Shapley shares are in the core cannot be told: {who} might do better by {gain}."
            ),
        });
    }
    if found.beyond > 0 {
        list.push(format!(
            "{} need more than twice their hours, or fewer than 0.6 of them: the end of the range stands for them.",
            counted(found.beyond, "coalition")
        ));
    }
    list.push("Each coalition is simulated as if it were all there is: its residents and the ambulances that stand in it today.".to_owned());
    list.push("Who gains here is not who should pay: the rules divide a modelled benefit, and stations are synthetic.".to_owned());
    list
}
