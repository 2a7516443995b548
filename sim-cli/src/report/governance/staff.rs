use crate::document::{Document, Grid};
use ambics::experiment::governance::GovernanceRun;

/// Vehicle hours by year, where the study has a workforce.
pub(super) fn table(document: &mut Document, found: &GovernanceRun) {
    let staff = found.staff_years();
    let years = staff.first().map_or(0, |own| own.apart.len());
    if years == 0 {
        return;
    }
    document.heading("Workforce: hours at the end of each year against the first day");
    let mut grid = Grid::new("Staff who are trained and not ill", "service, recruits planned");
    for year in 1..=years {
        grid = grid.numbers(format!("year {year}"));
    }
    for own in &staff {
        for (plan, ratios) in [("apart", &own.apart), ("together", &own.together)] {
            let cells = ratios.iter().map(|ratio| format!("x{ratio:.3}"));
            grid.row(std::iter::once(format!("{}, {plan}", own.name)).chain(cells).collect());
        }
    }
    document.table(grid.note(
        "As written, a figure is an edit of hours: fleet.hours_per_week = \"x0.970\". Recruits are as many and cost as much in \
         both plans: apart they go by the number of posts, together by empty posts, and all posts that can be filled are. \
         That planning together brings more recruits, or keeps staff longer, is not assumed.",
    ));
}
