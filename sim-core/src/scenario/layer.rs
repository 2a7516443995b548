//! From a tree of values to settings by dotted path, each of its key's kind.

use super::keys::{Codes, Key, Kind, Slot, children, families, paths_of, slot};
use super::parse::{Body, Node};
use super::report::{Fault, Place, Report, nearest, plain, shown};
use super::value::{checked, no_number};
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
pub(super) struct Layer {
    settings: BTreeMap<String, Setting>,
    /// Where a value was given and is none: nothing shows through from the layer below.
    rejected: BTreeMap<String, Place>,
}

impl Layer {
    pub fn get(&self, path: &str) -> Option<&Setting> {
        self.settings.get(path)
    }

    pub fn value(&self, path: &str) -> Option<&Value> {
        self.settings.get(path).map(|setting| &setting.value)
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
        self.settings.insert(path.to_owned(), setting);
    }

    /// Whether nothing is given at a path, not even something wrong.
    pub fn lacks(&self, path: &str) -> bool {
        !self.settings.contains_key(path) && !self.rejected.contains_key(path)
    }

    /// Whether some value below a table is wrong.
    pub fn rejects_below(&self, table: &str) -> bool {
        self.rejected.keys().any(|path| path.strip_prefix(table).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The first setting below a table.
    pub fn first_below(&self, table: &str) -> Option<&Setting> {
        let below = format!("{table}.");
        self.settings
            .range(below.clone()..)
            .next()
            .filter(|(path, _)| path.starts_with(&below))
            .map(|(_, first)| first)
    }

    /// Leaves a path without a value.
    pub fn reject(&mut self, path: &str, place: Place) {
        self.rejected.insert(path.to_owned(), place);
    }

    /// The names right below a table, with and without a value.
    pub fn names_below(&self, table: &str) -> Vec<(&str, &Place)> {
        let set = self.settings.iter().map(|(path, setting)| (path, &setting.place));
        let all = set.chain(self.rejected.iter());
        all.filter_map(|(path, place)| Some((path.strip_prefix(table)?.strip_prefix('.')?, place))).collect()
    }

    pub fn remove(&mut self, path: &str) -> Option<Setting> {
        self.settings.remove(path)
    }

    /// The settings right below a table, by their own names.
    pub fn below<'a>(&'a self, table: &'a str) -> impl Iterator<Item = (&'a str, &'a Setting)> {
        let inside = move |(path, setting): (&'a String, &'a Setting)| {
            Some((path.strip_prefix(table)?.strip_prefix('.')?, setting))
        };
        self.settings.iter().filter_map(inside)
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
                self.settings.retain(|path, _| !(path.starts_with(table) && belongs_to_method(path)));
            }
        }
        self.settings.retain(|path, _| !over.rejected.contains_key(path));
        self.settings.extend(over.settings);
        self.rejected.extend(over.rejected);
        self
    }
}

/// Whether a setting is a method's own.
fn belongs_to_method(path: &str) -> bool {
    match slot(path) {
        Slot::Key(key) | Slot::Entry(key, _) => key.only.is_some(),
        Slot::Setting => true,
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
            Slot::Entry(_, kind) => self.setting(path, Some(kind), node),
            Slot::Setting => self.setting(path, None, node),
            Slot::Group => {
                let hint = format!("its keys: {}", children(path).join(", "));
                self.fault(
                    path,
                    node,
                    Fault::new(shown(&node.value()), format!("a table [{}]", plain(path)), hint),
                );
            }
            Slot::Unknown => {
                let table = path.rsplit_once('.').map_or("", |(table, _)| table);
                self.unknown(path, table, node);
            }
        }
    }

    fn setting(&mut self, path: &str, kind: Option<&Kind>, node: &Node) {
        let place = self.place(node);
        if matches!(node.body, Body::Unreadable) {
            return self.layer.reject(path, place);
        }
        match self.kept(path, kind, &node.value()) {
            Ok(value) if !self.report.is_unreadable_at(&place) => {
                let lines = match &node.body {
                    Body::List(items) => items.iter().map(|item| item.line).collect(),
                    _ => Vec::new(),
                };
                self.layer.set(path, Setting { value, place, lines });
            }
            kept => {
                kept.err().into_iter().for_each(|fault| self.report.at(&place, path, fault));
                self.layer.reject(path, place);
            }
        }
    }

    /// The value in the form in which it is kept.
    fn kept(&self, path: &str, kind: Option<&Kind>, value: &Value) -> Result<Value, Fault> {
        let value = self.changed.map_or_else(|| Ok(value.clone()), |changed| changed(path, value))?;
        kind.map_or_else(|| plain_setting(&value), |kind| checked(kind, &value))
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
        let place = self.place(node);
        self.report.at_with(&place, path, || unknown_key(table, name));
    }
}

fn unknown_key(table: &str, name: &str) -> Fault {
    let rule = if table.is_empty() {
        "a key of a scenario".to_owned()
    } else {
        format!("a key of [{}]", plain(table))
    };
    let hint = match paths_of(name).as_slice() {
        [] => nearest(name, children(table)),
        paths => format!("did you mean `{}`?", paths.join("` or `")),
    };
    Fault::new(format!("`{}`", plain(name)), rule, hint)
}

/// A method reads its settings itself; they are plain values or a table of them.
fn plain_setting(value: &Value) -> Result<Value, Fault> {
    let is_plain = |value: &Value| !value.is_table() && value.as_float().is_none_or(f64::is_finite);
    let fits = is_plain(value) || value.as_table().is_some_and(|table| table.values().all(is_plain));
    if fits {
        Ok(value.clone())
    } else {
        Err(Fault::new(shown(value), "a setting of a method", no_number(value)))
    }
}

/// What the codes of a key are of, if it holds codes or names of the region.
pub(super) const fn codes_of(kind: &Kind) -> Option<Codes> {
    match kind {
        Kind::Name(codes) | Kind::Codes(codes) | Kind::Map(codes, _) => Some(*codes),
        _ => None,
    }
}
