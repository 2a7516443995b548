use super::print;
use crate::arguments::StationArguments;
use crate::document::{html, text};
use crate::failure::{DONE, Failure};
use crate::output::{list, whole_file};
use crate::{arms, report};
use ambics::allocation::{StationMethod, StationQuestion, stations as ask};
use ambics::problem::{Problem, Problems};
use ambics::units::Quantity;

/// Says where vehicles would cover most, and how far that is proven.
pub(super) fn stations(options: &StationArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, 1, &options.simulation)?;
    let question = question(options)?;
    options.page.as_deref().map(whole_file::check).transpose()?;
    let found = ask(&scenario, question)?;
    let document = report::of_stations(&found, &scenario);
    print(&if options.json { format!("{:#}\n", list(&found.table())) } else { text(&document) })?;
    if let Some(page) = &options.page {
        whole_file::write(page, html(&document).as_bytes())?;
        eprintln!("ambics: the page is {}", page.display());
    }
    Ok(DONE)
}

fn question(options: &StationArguments) -> Result<StationQuestion, Problems> {
    let mut problems = Problems::none();
    let mut fault = |path: &str, found: &str, (rule, hint): (&str, &str)| {
        problems.push(Problem {
            file: "command line".to_owned(),
            path: path.to_owned(),
            line: None,
            found: format!("`{found}`"),
            rule: rule.to_owned(),
            hint: hint.to_owned(),
        });
    };
    let method = StationMethod::parse(&options.method);
    if method.is_none() {
        fault("--method", &options.method, ("a model of location", "mexclp, mclp or p-median"));
    }
    let within = Quantity::Duration.parse(&options.within).filter(|seconds| *seconds > 0.0);
    if within.is_none() {
        fault("--within", &options.within, ("a duration above 0, with its unit", "for example \"8 min\""));
    }
    let busy = options.busy.as_ref().and_then(|text| {
        let found = super::allocate::share_of(text).filter(|share| (0.0..1.0).contains(share));
        if found.is_none() {
            fault("--busy", text, ("a share from 0% to below 100%", "for example 60%"));
        }
        found
    });
    problems.into_result(|| StationQuestion {
        method: method.unwrap_or(StationMethod::Mexclp),
        within_s: within.unwrap_or_default(),
        place: options.place,
        busy,
        most: options.most,
    })
}
