//! Values of a table of a study, each checked; faults go into one report.

use super::super::parse::{Body, Node, Source};
use super::super::report::{Fault, Report, nearest, quoted, shown};
use crate::region::Ranged;
use jiff::civil::Date;
use std::ops::RangeInclusive;
use toml::Value;

/// A table and where it stands.
pub(super) struct Given<'a> {
    pub node: &'a Node,
    pub path: String,
    pub source: &'a Source,
}

impl<'a> Given<'a> {
    pub fn of(node: &'a Node, path: impl Into<String>, source: &'a Source) -> Self {
        Self { node, path: path.into(), source }
    }

    fn whole(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Says what is wrong with a key.
    pub fn fault(&self, key: &str, fault: Fault, report: &mut Report) {
        let line = self.node.get(key).map_or(self.node.line, |node| node.line);
        report.at(&self.source.place(line), &self.whole(key), fault);
    }

    /// Every key is one of those known.
    pub fn only(&self, known: &[&str], report: &mut Report) {
        let Body::Table(entries) = &self.node.body else {
            let fault = Fault::new(shown(&self.node.value()), "a table", "");
            report.at(&self.source.place(self.node.line), &self.path, fault);
            return;
        };
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            let fault = Fault::new(quoted(key), "a key of this table", nearest(key, known.iter().copied()));
            self.fault(key, fault, report);
        }
    }

    pub fn table(&self, key: &str) -> Option<Given<'a>> {
        self.node.get(key).map(|node| Given { node, path: self.whole(key), source: self.source })
    }

    /// The tables of a list of tables.
    pub fn tables(&self, key: &str, report: &mut Report) -> Vec<Given<'a>> {
        match self.node.get(key).map(|node| &node.body) {
            None => Vec::new(),
            Some(Body::List(items)) => {
                let one = |(number, node)| Given {
                    node,
                    path: format!("{}[{number}]", self.whole(key)),
                    source: self.source,
                };
                items.iter().enumerate().map(one).collect()
            }
            Some(_) => {
                let found = self.node.get(key).map_or_else(String::new, |node| shown(&node.value()));
                let fault = Fault::new(found, "a list of tables", format!("write [[{key}]]"));
                self.fault(key, fault, report);
                Vec::new()
            }
        }
    }

    pub fn value(&self, key: &str) -> Option<Value> {
        self.node.get(key).map(Node::value)
    }

    pub fn text(&self, key: &str, report: &mut Report) -> Option<String> {
        let value = self.value(key)?;
        let text = value.as_str().map(str::trim).filter(|text| !text.is_empty() && text.len() <= 1_000);
        if text.is_none() {
            self.fault(key, Fault::new(shown(&value), "a text in quotes", ""), report);
        }
        text.map(str::to_owned)
    }

    /// One of some words.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)], report: &mut Report) -> Option<T> {
        let text = self.text(key, report)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let fault = Fault::new(quoted(&text), all.join(", "), nearest(&text, all.iter().copied()));
            self.fault(key, fault, report);
        }
        found
    }

    pub fn switch(&self, key: &str, report: &mut Report) -> Option<bool> {
        let value = self.value(key)?;
        if value.as_bool().is_none() {
            self.fault(key, Fault::new(shown(&value), "true or false", ""), report);
        }
        value.as_bool()
    }

    pub fn number(&self, key: &str, range: &RangeInclusive<f64>, report: &mut Report) -> Option<f64> {
        let value = self.value(key)?;
        let found = as_number(&value).filter(|number| range.contains(number));
        if found.is_none() {
            self.fault(key, Fault::new(shown(&value), rule(range), ""), report);
        }
        found
    }

    pub fn whole_number(&self, key: &str, range: RangeInclusive<i64>, report: &mut Report) -> Option<i64> {
        let value = self.value(key)?;
        let found = value.as_integer().filter(|number| range.contains(number));
        if found.is_none() {
            let rule = format!("a whole number from {} to {}", range.start(), range.end());
            self.fault(key, Fault::new(shown(&value), rule, ""), report);
        }
        found
    }

    /// A number, which is then certain, or `{ value, low, high }`.
    pub fn ranged(&self, key: &str, range: &RangeInclusive<f64>, report: &mut Report) -> Option<Ranged> {
        let node = self.node.get(key)?;
        if !matches!(node.body, Body::Table(_)) {
            return self.number(key, range, report).map(|value| Ranged { value, low: value, high: value });
        }
        let own = Given { node, path: self.whole(key), source: self.source };
        own.only(&["value", "low", "high"], report);
        let [low, value, high] = ["low", "value", "high"].map(|part| {
            if node.get(part).is_none() {
                own.fault(part, Fault::new(format!("no {part}"), "value, low and high", ""), report);
            }
            own.number(part, range, report)
        });
        let found = Ranged { value: value?, low: low?, high: high? };
        if found.low <= found.value && found.value <= found.high {
            return Some(found);
        }
        let stated = format!("{}, {}, {}", found.low, found.value, found.high);
        own.fault("value", Fault::new(stated, "low, value and high in this order", ""), report);
        None
    }

    pub fn date(&self, key: &str, report: &mut Report) -> Option<Date> {
        let value = self.value(key)?;
        let found: Option<Date> = value.to_string().trim_matches('"').parse().ok();
        if found.is_none() {
            self.fault(key, Fault::new(shown(&value), "a day as in 2026-04-01", ""), report);
        }
        found
    }
}

fn as_number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)).filter(|n| n.is_finite())
}

fn rule(range: &RangeInclusive<f64>) -> String {
    format!("a number from {} to {}", range.start(), range.end())
}
