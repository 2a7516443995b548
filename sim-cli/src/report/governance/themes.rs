use super::name;
use crate::document::{Block, Chart, Column, Document, Grid, Mark};
use ambics::experiment::governance::{GovernanceRun, ThemeShare};
use ambics::scenario::Theme;

/// What share of the variance each theme accounts for, and the same as bars on the page.
pub(super) fn table(document: &mut Document, found: &GovernanceRun) {
    let Some(first) = found.study.arrangements.first().filter(|_| !found.themes.is_empty()) else { return };
    let caption =
        format!("What the difference to {} comes of: share of variance by itself / with others", name(first));
    let mut grid = Grid::new(caption, "numbers about");
    for parts in found.study.arrangements.iter().skip(1) {
        grid.columns.push(Column { head: name(parts).replacen(' ', "\n", 1), right: true });
    }
    for own in &found.themes {
        let cells = own.arms.iter().map(|share| format!("{:.2} / {:.2}", share.first, share.total));
        grid.row(std::iter::once(about(own.theme).to_owned()).chain(cells).collect());
    }
    let error = found.themes.iter().flat_map(|own| &own.arms).flat_map(|share| share.errors);
    let error = error.fold(0.0, f64::max);
    document.table(grid.note(format!(
        "Sobol shares of the variance of live share less the first's, over beliefs and luck. By itself: what would go if these \
         numbers were known. With others: what would stay if all else were. Standard errors are {error:.2} at most and stand in \
         the table `theme`; hours of the trust's team are no draw and in none of them."
    )));
    document.blocks.push(Block::Page(vec![Block::Chart(chart(found))]));
}

const fn about(theme: Theme) -> &'static str {
    match theme {
        Theme::Hours => "hours of ICSs, standing load",
        Theme::Work => "work of the stages",
        Theme::Delays => "delays beside the work",
        Theme::Forums => "forums",
        Theme::Approval => "approval, maturity",
        Theme::Relationships => "relationships",
        Theme::Fit => "fit",
        Theme::Chance => "no numbers: chance",
    }
}

fn chart(found: &GovernanceRun) -> Chart {
    let marks = |own: &ThemeShare| {
        let mark = |share: &ambics::stats::SobolShare| {
            let half = 1.96 * share.errors[1];
            let interval = Some((share.total - half, share.total + half));
            Some(Mark { value: share.total, interval, label: format!("{:.2}", share.total) })
        };
        (about(own.theme).to_owned(), own.arms.iter().map(mark).collect())
    };
    Chart {
        title: "What the difference in live share comes of: share of variance with others, 95% intervals"
            .to_owned(),
        description: "The numbers stand in the table above.".to_owned(),
        axis: "share of the variance".to_owned(),
        label: "ASSUMPTIONS, none fitted".to_owned(),
        series: found.study.arrangements.iter().skip(1).map(name).collect(),
        rows: found.themes.iter().map(marks).collect(),
    }
}
