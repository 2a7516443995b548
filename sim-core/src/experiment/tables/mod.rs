//! The result tables of an experiment as Arrow record batches: one schema each, units in the names of the columns.
//!
//! Rows come in a fixed order: the arms as given, their replications, and within them the order of the measure, which
//! begins with the widest level and goes by code. The same experiment gives the same rows on every machine and for any
//! number of threads.

mod aid;
mod board;
mod by_month;
mod crews;
mod desks;
mod incident;
mod log;
mod measured;
mod points;
mod precise;
mod prevention;
mod spread;
mod summarised;
mod teams;

use super::run::Experiment;
use arrow_array::RecordBatch;

/// The names of the tables in the order in which they are given.
pub const TABLES: [&str; 29] = [
    "response",
    "ending",
    "handover",
    "vehicle",
    "crew",
    "availability",
    "resource",
    "flow",
    "served",
    "standard",
    "board",
    "desk",
    "published_desk",
    "safety_plan",
    "prevention",
    "prevented",
    "prevention_c2",
    "need",
    "teams",
    "aid",
    "summary",
    "spread",
    "precision",
    "published",
    "difference",
    "channel",
    "ambsys",
    "incidents",
    "log",
];

impl Experiment {
    /// Every table with its name; `difference` and `channel` hold each arm against the first one. `ambsys`,
    /// `incidents` and `log` are there if they were asked for, `desk`, `published_desk` and `safety_plan` where a rule of the call and clinical
    /// stage is on, `prevention` and `need` where there are interventions, `teams` where one of them has teams, `aid` where a
    /// vehicle went to another service's incident, `precision` where one was asked for.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let mut tables = vec![
            ("response", measured::response(self)),
            ("ending", measured::ending(self)),
            ("handover", measured::handover(self)),
            ("vehicle", measured::vehicle(self)),
            ("crew", crews::crew(self)),
            ("availability", crews::availability(self)),
            ("resource", measured::resource(self)),
            ("flow", measured::flow(self)),
            ("served", measured::served(self)),
            ("standard", measured::standard(self)),
            ("board", board::board(self)),
        ];
        tables.extend(desks::desk(self).map(|table| ("desk", table)));
        tables.extend(desks::published(self).map(|table| ("published_desk", table)));
        tables.extend(desks::safety_plan(self).map(|table| ("safety_plan", table)));
        tables.extend(prevention::prevention(self).map(|table| ("prevention", table)));
        tables.extend(prevention::prevented(self).map(|table| ("prevented", table)));
        tables.extend(prevention::c2(self).map(|table| ("prevention_c2", table)));
        tables.extend(prevention::need(self).map(|table| ("need", table)));
        tables.extend(teams::teams(self).map(|table| ("teams", table)));
        tables.extend(aid::aid(self).map(|table| ("aid", table)));
        tables.extend([("summary", summarised::summary(self)), ("spread", spread::spread(self))]);
        tables.extend(precise::precision(self).map(|table| ("precision", table)));
        tables.push(("published", summarised::published(self)));
        if self.arms.len() > 1 {
            let comparison = self.compare(0);
            tables.push(("difference", summarised::difference(self, &comparison)));
            tables.push(("channel", summarised::channel(&comparison)));
        }
        tables.extend(by_month::ambsys(self).map(|table| ("ambsys", table)));
        if self.arms.iter().any(|arm| !arm.incidents.is_empty()) {
            tables.push(("incidents", incident::incident(self)));
        }
        if self.arms.iter().any(|arm| arm.logs.iter().any(|log| !log.is_empty())) {
            tables.push(("log", log::log(self)));
        }
        tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{RunOptions, check_log, run, run_precise, trace};
    use crate::scenario::{Edit, Scenario};
    use arrow_array::Array;

    fn tiny(names: &[&str]) -> Experiment {
        of(&names.iter().map(|name| arm(name)).collect::<Vec<_>>())
    }

    fn arm(name: &str) -> (String, Scenario) {
        let edits = ["run.replications=2", "run.start=2023-02-01", "run.days=28"]
            .map(|edit| Edit::parse(edit).expect("an edit"));
        let scenario = Scenario::embedded(name).expect("it is shipped").with(&edits);
        (name.to_owned(), scenario.expect("a sound edit"))
    }

    fn of(arms: &[(String, Scenario)]) -> Experiment {
        run(
            arms,
            &RunOptions { with_incidents: true, with_log: true, by_month: true, ..RunOptions::default() },
        )
    }

    #[test]
    fn every_table_is_there_and_every_column_is_documented() {
        let (_, safe) = arm("tiny/tiny-safety-plan");
        let falls = Edit::parse(
            "intervention=[{ name = \"falls_community\", from = 2022-02-01 }, { name = \"ucr_2h\" }]",
        );
        let falls = safe.with(&[falls.expect("an edit")]).expect("it is shipped");
        let arms = [("safe".to_owned(), safe), arm("tiny/tiny"), ("falls".to_owned(), falls)];
        let mut tables = of(&arms).tables();
        let aid = lent();
        assert_eq!(
            tables.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            TABLES.iter().copied().filter(|name| !["aid", "precision"].contains(name)).collect::<Vec<_>>()
        );
        tables.push(("aid", aid));
        let precise = run_precise(&[arm("tiny/tiny")], (0.5, 10), &RunOptions::default()).tables();
        tables.extend(precise.into_iter().filter(|(name, _)| *name == "precision"));
        assert_eq!(tables.len(), TABLES.len());
        for (name, batch) in &tables {
            assert!(batch.num_rows() > 0 && batch.schema().metadata().contains_key("doc"), "{name}");
            for field in batch.schema().fields() {
                assert!(field.metadata()["doc"].ends_with('.'), "{name}: {}", field.name());
                let unit = field.metadata().get("unit").map_or("", String::as_str);
                let suffix = field.name().rsplit('_').next().unwrap_or_default();
                assert!(!["s", "ms", "h"].contains(&suffix) || unit == suffix, "{name}: {}", field.name());
            }
        }
    }

    /// A day of two services that send each other vehicles.
    fn lent() -> RecordBatch {
        let edits = [
            "select.trusts=[\"RX6\", \"RX8\"]",
            "aid.services=[\"RX6\", \"RX8\"]",
            "run.days=1",
            "run.replications=1",
        ]
        .map(|edit| Edit::parse(edit).expect("an edit"));
        let scenario = Scenario::embedded("england-2023").expect("it is shipped").with(&edits);
        let experiment = run(&[("two".to_owned(), scenario.expect("sound edits"))], &RunOptions::default());
        let mut tables = experiment.tables().into_iter();
        tables.find(|(name, _)| *name == "aid").expect("some vehicle crosses in a day").1
    }

    #[test]
    fn one_arm_has_nothing_to_compare() {
        let names: Vec<&str> = tiny(&["tiny/tiny"]).tables().into_iter().map(|(name, _)| name).collect();
        assert!(
            names.contains(&"log")
                && !names.contains(&"difference")
                && !names.contains(&"channel")
                && names.contains(&"incidents")
        );
    }

    #[test]
    fn a_log_is_read_back_and_legal_and_tells_an_incidents_story() {
        let tables = tiny(&["tiny/tiny"]).tables();
        let of = |name: &str| tables.iter().find(|(known, _)| *known == name).map(|(_, batch)| batch.clone());
        let (log, incidents) = of("log").zip(of("incidents")).expect("both were kept");
        let counts = check_log(&log).expect("it is a log").expect("it is legal");
        assert!(counts.rows as usize == log.num_rows() && counts.incidents > 100);
        let ids = incidents
            .column_by_name("incident_id")
            .and_then(|column| column.as_any().downcast_ref::<arrow_array::StringArray>().cloned());
        let mut told = String::new();
        for id in ids.expect("identities").iter().flatten().take(100) {
            let story = trace(&log, id, Some(0)).expect("it is a log");
            story.into_iter().for_each(|story| told.push_str(&story.text));
        }
        for part in ["called, C2 in", "assigned, ", "at the scene", "leaves with the patient for", "clear"] {
            assert!(told.contains(part), "{part}\n{told}");
        }
        assert!(trace(&log, "none", None).expect("it is a log").is_none());
    }

    #[test]
    fn who_a_result_is_does_not_depend_on_threads() {
        let experiment = tiny(&["tiny/tiny"]);
        let (one, many) = (experiment.manifest(1), experiment.manifest(8));
        assert_eq!((one.identity.as_str(), one.threads, many.threads), (many.identity.as_str(), 1, 8));
        assert_eq!(experiment.manifest(1), one);
        assert_ne!(tiny(&["tiny/tiny-lead"]).manifest(1).identity, one.identity);
    }
}
