use super::print;
use crate::arguments::PlayerArguments;
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::output::whole_file;
use crate::{arms, player, running};
use ambics::experiment::{RunOptions, run};
use ambics::problem::Problems;
use ambics::scenario::Edit;
use jiff::civil::Date;

/// Simulates a scenario to the end of a day and writes the page that plays it.
pub(super) fn player(options: &PlayerArguments) -> Result<i32, Failure> {
    whole_file::check(&options.out)?;
    let scenario = arms::edited(&options.scenario, &options.simulation)?;
    let (start, days) = (scenario.run().start, scenario.run().days);
    let date: Date = match &options.date {
        None => start,
        Some(text) => text.parse().map_err(|_| fault(text, "a day, such as 2024-01-16"))?,
    };
    let last = start.checked_add(jiff::Span::new().days(i64::from(days) - 1)).unwrap_or(start);
    if !(start..=last).contains(&date) {
        return Err(fault(&date.to_string(), &format!("a day of the window: {start} to {last}")).into());
    }
    let needed = i64::from((date - start).get_days()) + 1;
    let scenario = scenario.with(&[Edit::new("run.days", needed), Edit::new("run.replications", 1)])?;
    let (experiment, stopped) = running::watched(|progress, stop| {
        let own = options.simulation.run_options(progress, stop);
        let keeps = RunOptions { with_incidents: true, with_log: true, ..own };
        run(&[(scenario.name().to_owned(), scenario.clone())], &keeps)
    });
    if stopped && !experiment.complete {
        eprintln!("ambics: stopped; nothing is written.");
        return Ok(INTERRUPTED);
    }
    let page =
        player::page(&experiment, date).ok_or_else(|| fault(&date.to_string(), "a day of the window"))?;
    whole_file::write(&options.out, page.as_bytes())?;
    let megabytes = page.len() as f64 / 1e6;
    print(&format!(
        "{}: {date} from 04:00, {megabytes:.1} MB; open it in a browser\n",
        options.out.display()
    ))?;
    Ok(DONE)
}

fn fault(found: &str, rule: &str) -> Problems {
    Problems::one("command line", "--date", found.to_owned(), (rule, ""))
}
