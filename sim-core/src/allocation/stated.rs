//! A question in words, as the command and the Python package take it.

use super::ask::{AllocationQuestion, Amount};
use super::harm::Harm;
use super::limits::Limits;
use super::lines::LINE_H;
use super::methods::MethodConfig;
use super::need::Need;
use super::objective::{CEILING_S, Objective, Watched};
use super::problem::Chance;
use crate::problem::{Problem, Problems};

/// A question as it is stated; [`Stated::question`] checks all of it at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// Names of methods, or `all`.
    pub methods: Vec<String>,
    /// Name of the objective, with its number where it has one.
    pub objective: String,
    /// The wait that is worth nothing, seconds, for iso-elastic objectives.
    pub ceiling_s: f64,
    /// Name of the response that is watched.
    pub measure: String,
    /// Weights of a minute by category: then what is watched is the weighed mean of C1 to C4, and `measure` is not read.
    pub harm: Option<Harm>,
    /// Published indices of need and cost by ICS, for `need-weighted`.
    pub need: Option<Need>,
    /// By how much of its present wait a place may become worse, as a share.
    pub safeguard: Option<f64>,
    /// What has to hold in samples of what may come.
    pub chance: Chance,
    /// How much there is.
    pub amount: Amount,
    /// Bounds.
    pub limits: Limits,
    /// Replications of screening runs.
    pub screening: u32,
    /// Whether the frontier is found too.
    pub frontier: bool,
}

/// Takes a fault: its path, what was found, and rule and hint.
type Told<'a> = dyn FnMut(&str, String, (&str, &str)) + 'a;

impl Default for Stated {
    /// What the scenario has, by what lines did in runs, for the mean of all and without a safeguard.
    fn default() -> Self {
        Self {
            methods: vec!["exchange".to_owned()],
            objective: "utilitarian".to_owned(),
            ceiling_s: CEILING_S,
            measure: "c2-mean".to_owned(),
            harm: None,
            need: None,
            safeguard: None,
            chance: Chance::default(),
            amount: Amount::AsGiven,
            limits: Limits::default(),
            screening: 20,
            frontier: false,
        }
    }
}

impl Stated {
    /// The question, or every fault in it.
    ///
    /// ```
    /// use ambics::allocation::Stated;
    /// assert!(Stated::default().question().is_ok());
    /// let wrong = Stated { objective: "fairest".into(), methods: vec!["magic".into()], ..Stated::default() };
    /// assert_eq!(wrong.question().expect_err("two faults").iter().count(), 2);
    /// ```
    ///
    /// # Errors
    /// If a name is unknown or a number outside its range.
    pub fn question(self) -> Result<AllocationQuestion, Problems> {
        let mut problems = Problems::none();
        let mut fault = |path: &str, found: String, (rule, hint): (&str, &str)| {
            problems.push(Problem {
                file: "allocation".to_owned(),
                path: path.to_owned(),
                line: None,
                found,
                rule: rule.to_owned(),
                hint: hint.to_owned(),
            });
        };
        let methods = self.named(&mut fault);
        let objective = Objective::parse(&self.objective, self.ceiling_s);
        if objective.is_none() {
            let hint = "utilitarian, iso-elastic:1, bernoulli-nash, worst, lexicographic or between:0.5";
            fault(
                "objective",
                format!("`{}`", self.objective),
                ("an objective, and a ceiling above 0", hint),
            );
        }
        let harmed = self.harm.as_ref().map(Harm::watched);
        let watched = harmed.or_else(|| Watched::parse(&self.measure));
        if watched.is_none() {
            let hint = Watched::all().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
            fault("measure", format!("`{}`", self.measure), ("a response, or what boards watch", &hint));
        }
        let is_elastic = matches!(objective, Some(Objective::IsoElastic { .. }));
        if is_elastic && watched.is_some_and(|own| !own.is_wait()) {
            let found = format!("`{}` of `{}`", self.objective, self.measure);
            let rule = "an iso-elastic objective of a wait: its ceiling is a time";
            fault("objective", found, (rule, "utilitarian, worst, lexicographic or between:0.5"));
        }
        self.numbers(&mut fault);
        problems.into_result(|| AllocationQuestion {
            methods,
            objective: objective.unwrap_or(Objective::Utilitarian),
            watched: watched.unwrap_or(Watched::C2),
            harm: self.harm,
            need: self.need,
            safeguard: self.safeguard,
            chance: self.chance,
            amount: self.amount,
            limits: self.limits,
            screening: self.screening,
            frontier: self.frontier,
        })
    }

    /// Numbers within their ranges; what is not goes to `fault`.
    fn numbers(&self, fault: &mut Told<'_>) {
        if let Some(own) = self.safeguard.filter(|own| !(0.0..=1.0).contains(own)) {
            fault("safeguard", own.to_string(), ("a share from 0 to 1", "for example 0.02"));
        }
        let Chance { target_s, share } = self.chance;
        if !(share > 0.0 && share <= 1.0) || target_s.is_some_and(|own| !(own > 0.0 && own.is_finite())) {
            let found = format!("{share}, target {target_s:?} s");
            fault("chance", found, ("a share above 0 and at most 1, a target above 0", "for example 0.9"));
        }
        let (least, most, given) = match self.amount {
            Amount::AsGiven => (0.0, 0.0, 0.0),
            Amount::Hours(hours) => (LINE_H, 1e6, hours),
            Amount::Pounds(pounds) => (1.0, 1e9, pounds),
            Amount::Share(share) | Amount::Reshuffle(share) => (1e-6, 1.0, share),
        };
        if !(least..=most).contains(&given) {
            let rule = format!("a number from {least} to {most}");
            fault("amount", given.to_string(), (&rule, "hours from one line on; shares from 0 to 1"));
        }
    }

    /// The methods that are named; what is no name goes to `fault`.
    fn named(&self, fault: &mut Told<'_>) -> Vec<MethodConfig> {
        let mut methods = Vec::new();
        for name in &self.methods {
            match (name.as_str(), MethodConfig::parse(name)) {
                ("all", _) => methods.extend(MethodConfig::all()),
                (_, Some(method)) => methods.push(method),
                (_, None) => {
                    let hint = format!("one of {}, or all", MethodConfig::NAMES.join(", "));
                    fault("method", format!("`{name}`"), ("a method of allocation", &hint));
                }
            }
        }
        methods
    }
}
