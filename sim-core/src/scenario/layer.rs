//! From a tree of values to settings by dotted path, each of its key's kind.

use super::keys::{Codes, Key, Kind, Slot, children, families, paths_of, slot};
use super::parse::{Body, Node};
use super::report::{Fault, Place, Report, nearest, plain, shown};
use super::value::checked;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Value;

/// A setting and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Setting {
    /// Of its key's kind, in the form in which it is kept.
    pub value: Value,
    pub place: Place,
    /// The lines of a list's items.
    pub lines: Vec<Option<usize>>,
}

/// Settings by dotted path.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layer(BTreeMap<String, Setting>);

impl Layer {
    pub fn get(&self, path: &str) -> Option<&Setting> {
        self.0.get(path)
    }

    pub fn value(&self, path: &str) -> Option<&Value> {
        self.0.get(path).map(|setting| &setting.value)
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.value(path).and_then(Value::as_str)
    }

    pub fn number(&self, path: &str) -> Option<f64> {
        self.value(path).and_then(Value::as_float)
    }

    /// The codes of a list; none if it is left out.
    pub fn codes(&self, path: &str) -> Vec<&str> {
        let items = self.value(path).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub fn set(&mut self, path: &str, setting: Setting) {
        self.0.insert(path.to_owned(), setting);
    }

    pub fn remove(&mut self, path: &str) -> Option<Setting> {
        self.0.remove(path)
    }

    /// The settings right below a table, by their own names.
    pub fn below<'a>(&'a self, table: &'a str) -> impl Iterator<Item = (&'a str, &'a Setting)> {
        let inside = move |(path, setting): (&'a String, &'a Setting)| {
            Some((path.strip_prefix(table)?.strip_prefix('.')?, setting))
        };
        self.0.iter().filter_map(inside)
    }

    /// The numbers of a table by code.
    pub fn numbers<'a>(&'a self, table: &'a str) -> impl Iterator<Item = (&'a str, f64, &'a Setting)> {
        self.below(table).filter_map(|(code, setting)| Some((code, setting.value.as_float()?, setting)))
    }

    /// This layer under another: the other's settings hold, and another method leaves its predecessor's settings behind.
    pub fn under(mut self, over: Self) -> Self {
        for (key, _) in families() {
            let replaced = over.value(key.path).is_some_and(|method| self.value(key.path) != Some(method));
            if replaced {
                let table = key.path.trim_end_matches("method");
                self.0.retain(|path, _| !(path.starts_with(table) && belongs_to_method(path)));
            }
        }
        self.0.extend(over.0);
        self
    }
}

/// Whether a setting is a method's own.
fn belongs_to_method(path: &str) -> bool {
    match slot(path) {
        Slot::Key(key) | Slot::Entry(key, ..) => key.only.is_some(),
        Slot::Setting(_) => true,
        Slot::Group | Slot::Unknown => false,
    }
}

/// A value before its kind is checked: a change becomes what it leads to.
pub(super) type Changed<'a> = &'a dyn Fn(&str, &Value) -> Result<Value, Fault>;

/// Reads settings off a tree.
pub(super) struct Reader<'a> {
    pub file: Arc<str>,
    pub report: &'a mut Report,
    /// For edits, whose keys may hold points and whose values may be changes.
    pub changed: Option<Changed<'a>>,
    pub layer: Layer,
}

impl Reader<'_> {
    /// Reads the entries of a table that stands at `table`.
    pub fn table(&mut self, table: &str, node: &Node) {
        let Body::Table(entries) = &node.body else { return };
        for (name, node) in entries {
            let path = if table.is_empty() { name.clone() } else { format!("{table}.{name}") };
            if self.changed.is_none() && name.contains('.') {
                self.unknown(&path, table, node);
            } else {
                self.entry(&path, node);
            }
        }
    }

    /// Reads what stands at a path.
    pub fn entry(&mut self, path: &str, node: &Node) {
        let is_table = matches!(node.body, Body::Table(_));
        match slot(path) {
            Slot::Key(Key { kind: Kind::Map(..), .. }) | Slot::Group if is_table => self.table(path, node),
            Slot::Key(key) => self.setting(path, Some(&key.kind), node),
            Slot::Entry(_, kind, _) => self.setting(path, Some(kind), node),
            Slot::Setting(_) => self.setting(path, None, node),
            Slot::Group => {
                let hint = format!("its keys: {}", children(path).join(", "));
                self.fault(path, node, Fault::new(shown(&node.value()), format!("a table [{}]", plain(path)), hint));
            }
            Slot::Unknown => {
                let table = path.rsplit_once('.').map_or("", |(table, _)| table);
                self.unknown(path, table, node);
            }
        }
    }

    fn setting(&mut self, path: &str, kind: Option<&Kind>, node: &Node) {
        let value = node.value();
        let absolute = self.changed.map_or(Ok(value.clone()), |changed| changed(path, &value));
        match absolute.and_then(|value| kind.map_or_else(|| plain_setting(value.clone()), |kind| checked(kind, &value))) {
            Err(fault) => self.fault(path, node, fault),
            Ok(value) => {
                let lines = match &node.body {
                    Body::List(items) => items.iter().map(|item| item.line).collect(),
                    _ => Vec::new(),
                };
                let place = self.place(node);
                self.layer.set(path, Setting { value, place, lines });
            }
        }
    }

    fn place(&self, node: &Node) -> Place {
        Place { file: self.file.clone(), line: node.line }
    }

    fn fault(&mut self, path: &str, node: &Node, fault: Fault) {
        let place = self.place(node);
        self.report.at(&place, path, fault);
    }

    fn unknown(&mut self, path: &str, table: &str, node: &Node) {
        let name = path.strip_prefix(table).map_or(path, |rest| rest.trim_start_matches('.'));
        let rule = if table.is_empty() { "a key of a scenario".to_owned() } else { format!("a key of [{}]", plain(table)) };
        let elsewhere = paths_of(name);
        let hint = match elsewhere.as_slice() {
            [] => nearest(name, children(table)),
            paths => format!("did you mean `{}`?", paths.join("` or `")),
        };
        self.fault(path, node, Fault::new(format!("`{}`", plain(name)), rule, hint));
    }
}

/// A method reads its settings itself; a table of tables is none.
fn plain_setting(value: Value) -> Result<Value, Fault> {
    let is_plain = !value.as_table().is_some_and(|table| table.values().any(Value::is_table));
    if is_plain { Ok(value) } else { Err(Fault::new(shown(&value), "a setting of a method", "")) }
}

/// What the codes of a key are of, if it holds codes or names of the region.
pub(super) const fn codes_of(kind: &Kind) -> Option<Codes> {
    match kind {
        Kind::Name(codes) | Kind::Codes(codes) | Kind::Map(codes, _) => Some(*codes),
        _ => None,
    }
}
