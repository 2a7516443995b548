use super::LABEL;
use crate::document::{Block, Document, Fall, Grid, Waterfall, clock, signed_seconds_interval};
use ambics::experiment::planround::{Bar, Group, PlanRound};

/// A group in words.
pub(super) const fn name(group: Group, with_hours: bool) -> &'static str {
    match (group, with_hours) {
        (Group::Incidents, _) => "Incidents",
        (Group::Acuity, _) => "Acuity (category mix)",
        (Group::Dispositions, _) => "Hear and treat, conveyance",
        (Group::Handover, _) => "Handover",
        (Group::Cycle, _) => "Job cycle (vehicles sent)",
        (Group::Hours, _) => "Hours (your file)",
        (Group::Interaction, _) => "Interaction",
        (Group::Residual, false) => "Hours and all else (residual)",
        (Group::Residual, true) => "Not explained (residual)",
    }
}

/// The bridge, drawn and as a table.
pub(super) fn exhibit(document: &mut Document, round: &PlanRound) {
    let bridge = &round.bridge;
    let with_hours = round.questions.hours.is_some();
    let [before, after] = &bridge.periods;
    document.heading(format!("1. The C2 bridge: {before} to {after}"));
    if bridge.bars.is_empty() {
        return document.paragraph("No replication was finished, so there is no bridge.");
    }
    document.paragraph(
        "What moved the published C2 mean from one period to the other, in seconds. A bar is the model's answer when that \
         group of inputs alone is swapped, averaged over a swap from the earlier period and one from the later, so that no \
         bar gains by standing first. Interaction is what the groups do only together. The residual is the published change \
         that the model does not give. The bars add up to the published change exactly.",
    );
    let interval = |bar: &Bar| signed_seconds_interval(bar.estimate.and_then(|e| e.interval()));
    let fall = |bar: &Bar| Fall {
        name: name(bar.group, with_hours).to_owned(),
        change: bar.seconds as f64,
        interval: bar.estimate.and_then(|e| e.interval()),
        label: format!("{:+} s {}", bar.seconds, whole_interval(bar)),
        is_rest: matches!(bar.group, Group::Interaction | Group::Residual),
    };
    let end = |k: usize| {
        let value = bridge.published_s[k] as f64;
        (format!("Published, {}", bridge.periods[k]), value, format!("{} (m:ss)", clock(Some(value))))
    };
    document.blocks.push(Block::Waterfall(Waterfall {
        title: format!("C2 mean, {before} to {after}: {:+} s", bridge.change_s()),
        description: "A bar a group of inputs, from the earlier published C2 mean to the later. All values stand in the \
                      table below."
            .to_owned(),
        axis: "C2 mean, seconds; the axis does not begin at zero".to_owned(),
        label: LABEL.to_owned(),
        ends: [end(0), end(1)],
        bars: bridge.bars.iter().map(fall).collect(),
    }));
    let mut grid =
        Grid::new("C2 bridge, seconds of C2 mean", "bar").numbers("seconds").numbers("[95% interval]");
    grid.row(vec![format!("Published C2 mean, {before}"), bridge.published_s[0].to_string(), String::new()]);
    for bar in &bridge.bars {
        grid.row(vec![name(bar.group, with_hours).to_owned(), signed(bar.seconds), interval(bar)]);
    }
    grid.row(vec![format!("Published C2 mean, {after}"), bridge.published_s[1].to_string(), String::new()]);
    let model = bridge.model_s.map(|estimate| clock(estimate.map(|e| e.mean)));
    document.table(grid.note(format!(
        "Intervals are of chance in the model only; the published figures have none here. The model's own C2 mean is {} \
         and {} at the same effective hours. Seconds are rounded so that they add up (largest remainder).",
        model[0], model[1]
    )));
}

/// `+12` or `0`.
fn signed(seconds: i64) -> String {
    if seconds == 0 { "0".to_owned() } else { format!("{seconds:+}") }
}

fn whole_interval(bar: &Bar) -> String {
    let interval = bar.estimate.and_then(|e| e.interval());
    interval.map_or_else(String::new, |(low, high)| format!("[{low:+.0}, {high:+.0}]"))
}
