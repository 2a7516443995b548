//! A bound on what one pool of lines for all services could give.

use super::contrasts::Unit;
use super::{areas, closing};
use crate::document::{Block, Document, Grid, counted};
use ambics::allocation::Allocated;
use ambics::outcome::Level;
use ambics::stats::Estimate;

/// Lines at home and in one pool, and what each does to the services' waits.
pub(crate) fn of_between(home: &[Allocated], away: &[Option<Allocated>]) -> Document {
    let title = "A bound: what pooling an uplift between trusts could give at most".to_owned();
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(
        "HYPOTHETICAL: no body shares ambulances out between trusts. SYNTHETIC stations, fitted hours"
            .to_owned(),
    ));
    document.paragraph(format!(
        "{} of {}: at home each service keeps its own, in one pool a line goes where it takes most waiting from all incidents \
         together. Hours are fitted to each service's published wait, so that a line here is not a line there: this is a bound on \
         what such a pool could give, and no proposal.",
        counted(home.iter().map(|own| own.lines as usize).sum(), "line"),
        counted(home.len(), "service"),
    ));
    let unit = Unit::of(home.iter().map(mean).chain(away.iter().flatten().map(mean)));
    let change = |own: Option<Estimate>| unit.change(own);
    let caption = format!("Change of each service's wait, {} (95% interval)", unit.name());
    let mut grid = Grid::new(caption, "service")
        .numbers("lines\nat home")
        .numbers("lines\nin one pool")
        .numbers("at home")
        .numbers("in one pool");
    for (own, pooled) in home.iter().zip(away) {
        let code = areas::of(&own.experiment.arms[0], Level::Trust)
            .first()
            .map_or_else(String::new, |a| a.code.clone());
        grid.row(vec![
            code,
            own.lines.to_string(),
            pooled.as_ref().map_or(0, |own| own.lines).to_string(),
            change(mean(own)),
            pooled.as_ref().map_or_else(|| "0".to_owned(), |own| change(mean(own))),
        ]);
    }
    let at_home: Vec<_> = home.iter().map(|own| (weight(own), mean(own))).collect();
    let in_pool: Vec<_> = home
        .iter()
        .zip(away)
        .map(|(own, pooled)| (weight(own), pooled.as_ref().map_or(Some(nothing()), mean)))
        .collect();
    grid.row(vec![
        "all incidents".to_owned(),
        home.iter().map(|own| own.lines).sum::<i32>().to_string(),
        away.iter().flatten().map(|own| own.lines).sum::<i32>().to_string(),
        change(together(&at_home)),
        change(together(&in_pool)),
    ]);
    document.table(grid.note(
        "Services are simulated apart, each on fresh luck; the last line is weighed by incidents of the category.",
    ));
    closing::end(&mut document, &home[0].experiment);
    document
}

fn mean(own: &Allocated) -> Option<Estimate> {
    own.answers.first()?.outcome.as_ref()?.mean
}

fn weight(own: &Allocated) -> f64 {
    own.places.iter().map(|place| place.weight).sum()
}

/// A service that gets nothing does not change.
const fn nothing() -> Estimate {
    Estimate { n: 1, mean: 0.0, sd: Some(0.0), half_width: Some(0.0) }
}

/// The mean over services by weight; they are independent.
fn together(all: &[(f64, Option<Estimate>)]) -> Option<Estimate> {
    let whole: f64 = all.iter().map(|(weight, _)| weight).sum();
    let (mut mean, mut squares) = (0.0, 0.0);
    for (weight, own) in all {
        let own = (*own)?;
        mean += weight * own.mean / whole;
        let part = weight * own.half_width? / whole;
        squares += part * part;
    }
    let half = squares.sqrt();
    Some(Estimate { n: all.len(), mean, sd: None, half_width: Some(half) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_weighed_and_their_doubts_add_in_squares() {
        let own = |mean, half| Some(Estimate { mean, half_width: Some(half), ..nothing() });
        let all = together(&[(3.0, own(-10.0, 4.0)), (1.0, own(-30.0, 16.0))]).expect("both are known");
        assert_eq!((all.mean, all.half_width), (-15.0, Some(5.0)));
        assert!(together(&[(1.0, None)]).is_none());
    }
}
