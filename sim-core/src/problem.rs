//! Faults in what a user wrote: where, what was found, the rule, and a hint.

use std::fmt;

/// One fault in an input.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The file's name, as the user knows it.
    pub file: String,
    /// Row or key path within the file: `row 12, residents` or `run.days`; may be empty.
    pub path: String,
    /// Line in the file from 1, when known.
    pub line: Option<usize>,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub rule: String,
    /// How to mend it; may be empty.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.path.is_empty() {
            write!(f, ": {}", self.path)?;
        }
        write!(f, ": found {}; {}", self.found, self.rule)?;
        if !self.hint.is_empty() {
            write!(f, " ({})", self.hint)?;
        }
        Ok(())
    }
}

/// All faults of one loading, in the order in which they were met. Never empty when it is an error.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// No fault yet.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// One fault: in what, where in it, what was found, and the rule with how to mend it.
    #[must_use]
    pub fn one(
        file: impl Into<String>,
        path: impl Into<String>,
        found: impl Into<String>,
        (rule, hint): (&str, &str),
    ) -> Self {
        let (rule, hint) = (rule.to_owned(), hint.to_owned());
        Self(vec![Problem {
            file: file.into(),
            path: path.into(),
            line: None,
            found: found.into(),
            rule,
            hint,
        }])
    }

    /// Adds a fault.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Adds another list of faults.
    pub fn extend(&mut self, more: Problems) {
        self.0.extend(more.0);
    }

    /// `Ok(value)` if there is no fault, else the faults.
    ///
    /// # Errors
    /// The faults themselves.
    pub fn into_result<T>(self, value: impl FnOnce() -> T) -> Result<T, Problems> {
        if self.0.is_empty() { Ok(value()) } else { Err(self) }
    }

    /// Whether there is no fault.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many faults there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// The faults in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0.len() == 1 { "fault" } else { "faults" };
        write!(f, "{} {plural}", self.0.len())?;
        for problem in &self.0 {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The hint that names the nearest of `allowed` to `found`, or lists them all when none is near.
#[must_use]
pub fn did_you_mean<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    let allowed: Vec<&str> = allowed.into_iter().collect();
    let near = allowed
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&found.to_lowercase(), &name.to_lowercase()), *name))
        .min();
    match near {
        Some((distance, name)) if distance <= 2.max(found.chars().count() / 3) => {
            format!("did you mean `{name}`?")
        }
        _ if allowed.is_empty() => String::new(),
        _ if allowed.len() > 16 => {
            format!("allowed, among {}: {} …", allowed.len(), allowed[..16].join(", "))
        }
        _ => format!("allowed: {}", allowed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed() {
        assert_eq!(did_you_mean("replicatons", ["days", "replications"]), "did you mean `replications`?");
        assert_eq!(did_you_mean("zzz", ["days", "seed"]), "allowed: days, seed");
    }
}
