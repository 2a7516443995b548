//! Studies: a base scenario and its arms.

use super::chain::is_study;
use super::layer::Setting;
use super::parse::{Body, Node, Source};
use super::report::{Fault, Place, Report, nearest, quoted, shown};
use super::shelf::{SCENARIO, Shelf, name_fault};
use super::{Scenario, at_file};
use crate::problem::Problems;
use std::path::Path;
use std::sync::Arc;
use toml::Value;

/// A base scenario and its arms, each a scenario of its own.
#[derive(Debug, Clone)]
pub struct Study {
    arms: Vec<(String, Scenario)>,
}

/// The keys of an arm.
const ARM: [&str; 3] = ["name", "file", "set"];

impl Study {
    /// Loads a study: `base = "file.toml"` and `[[arm]]` tables with a `name` and `set` or `file`.
    ///
    /// # Errors
    /// Every fault of the study and of its scenarios.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let file: Arc<str> = path.display().to_string().into();
        let shelf = Shelf::Folder(path.parent().unwrap_or(Path::new("")).to_owned());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = shelf.first(path, &name).map_err(|fault| at_file(file.clone(), fault))?;
        let mut report = Report::default();
        let source = Source { file, text };
        let tree = source.tree(&mut report);
        let mut reader = Reader { source: &source, shelf: &shelf, report, arms: Vec::new() };
        reader.study(&tree);
        if reader.report.is_empty() {
            Ok(Self { arms: reader.arms })
        } else {
            Err(reader.report.into_problems())
        }
    }

    /// The base and then the arms in order, each with its name.
    #[must_use]
    pub fn arms(&self) -> &[(String, Scenario)] {
        &self.arms
    }
}

struct Reader<'a> {
    source: &'a Source,
    shelf: &'a Shelf,
    report: Report,
    arms: Vec<(String, Scenario)>,
}

impl Reader<'_> {
    fn study(&mut self, tree: &Node) {
        if !is_study(tree) {
            let hint = "`ambics run` takes a scenario; a study begins with base = \"file.toml\"";
            return self.fault(None, "", Fault::new("no base and no [[arm]]", "a study", hint));
        }
        self.known_keys("", tree, &["base", "arm"]);
        let base = match tree.get("base") {
            Some(node) => self.file("base", node),
            None => {
                self.fault(
                    None,
                    "base",
                    Fault::new("no base", "a study names its base scenario", "base = \"file.toml\""),
                );
                None
            }
        };
        self.arms.extend(base.clone().map(|base| (base.name().to_owned(), base)));
        let arms = match tree.get("arm").map(|node| (node, &node.body)) {
            Some((_, Body::List(arms))) => arms.as_slice(),
            Some((node, _)) => {
                return self.fault(
                    node.line,
                    "arm",
                    Fault::new(shown(&node.value()), "a list of tables", "write [[arm]]"),
                );
            }
            None => &[],
        };
        for (number, arm) in arms.iter().enumerate() {
            self.arm(&format!("arm[{number}]"), arm, base.as_ref());
        }
    }

    fn arm(&mut self, path: &str, arm: &Node, base: Option<&Scenario>) {
        if !matches!(arm.body, Body::Table(_)) {
            return self.fault(arm.line, path, Fault::new(shown(&arm.value()), "a table", "write [[arm]]"));
        }
        self.known_keys(path, arm, &ARM);
        let own = arm.get("file").map(|node| self.file(&format!("{path}.file"), node));
        let Some(from) = own.unwrap_or_else(|| base.cloned()) else { return };
        let Some(name) = self.name(path, arm, arm.get("file").map(|_| from.name())) else { return };
        let Some(entries) = self.set(path, arm) else { return };
        match from.edited(&self.source.file, entries) {
            Ok(scenario) => {
                self.arms.push((name.clone(), scenario.named(&name, &self.source.place(arm.line))))
            }
            Err(problems) => self.report.extend(problems),
        }
    }

    /// The edits of an arm.
    fn set<'n>(&mut self, path: &str, arm: &'n Node) -> Option<&'n [(String, Node)]> {
        match arm.get("set").map(|node| (node.line, &node.body)) {
            None => Some(&[]),
            Some((_, Body::Table(entries))) => Some(entries),
            Some((line, _)) => {
                let hint = "for example set = { \"run.days\" = 7 }";
                self.fault(
                    line,
                    &format!("{path}.set"),
                    Fault::new("no table", "a table of keys and values", hint),
                );
                None
            }
        }
    }

    /// The arm's name, unlike those before it.
    fn name(&mut self, path: &str, arm: &Node, otherwise: Option<&str>) -> Option<String> {
        let node = arm.get("name");
        let line = node.map_or(arm.line, |node| node.line);
        let path = format!("{path}.name");
        let given = node.map(Node::value);
        let name =
            given.as_ref().map_or(otherwise, Value::as_str).map(str::trim).filter(|name| !name.is_empty());
        let Some(name) = name else {
            let found = given.as_ref().map_or_else(|| "no name".to_owned(), shown);
            self.fault(line, &path, Fault::new(found, "a name for the arm", "name = \"…\""));
            return None;
        };
        if self.arms.iter().any(|(known, _)| known == name) {
            self.fault(
                line,
                &path,
                Fault::new(quoted(name), "a name unlike those of the base and the other arms", ""),
            );
            return None;
        }
        Some(name.to_owned())
    }

    /// A scenario of the study's own folder.
    fn file(&mut self, path: &str, node: &Node) -> Option<Scenario> {
        let rule = "the name of a scenario file in the same folder";
        let value = node.value();
        let Some(name) = value.as_str() else {
            self.fault(node.line, path, Fault::new(shown(&value), rule, ""));
            return None;
        };
        if let Some(hint) = name_fault(name, SCENARIO) {
            self.fault(node.line, path, Fault::new(quoted(name), rule, hint));
            return None;
        }
        match self.shelf.text(name) {
            Err(fault) => {
                self.fault(node.line, path, fault);
                None
            }
            Ok(text) => {
                let source = Source { file: self.shelf.shown(name), text };
                Scenario::read(self.shelf.clone(), name, source)
                    .map_err(|problems| self.report.extend(problems))
                    .ok()
            }
        }
    }

    fn known_keys(&mut self, path: &str, table: &Node, known: &[&str]) {
        let Body::Table(entries) = &table.body else { return };
        for (key, node) in entries.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            let whole = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let fault = Fault::new(quoted(key), "a key of a study", nearest(key, known.iter().copied()));
            self.fault(node.line, &whole, fault);
        }
    }

    fn fault(&mut self, line: Option<usize>, path: &str, fault: Fault) {
        self.report.at(&self.source.place(line), path, fault);
    }
}

impl Scenario {
    /// The same scenario under another name.
    fn named(mut self, name: &str, place: &Place) -> Self {
        self.settings
            .set("name", Setting { value: Value::from(name), place: place.clone(), lines: Vec::new() });
        self
    }
}
