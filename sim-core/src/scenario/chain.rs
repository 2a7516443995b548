//! A scenario file, what it extends, and the defaults below all: one layer of settings.

use super::keys::{Key, Slot, children, families, slot};
use super::layer::{Layer, Reader, Setting};
use super::parse::{Node, Source};
use super::report::{Fault, Report, plain};
use super::shelf::Shelf;
use toml::{Table, Value};

/// Most files that a scenario is made of.
const LONGEST_CHAIN: usize = 8;

/// Reads a scenario of this file name and all that it extends; every fault goes to the report.
pub(super) fn settings(shelf: &Shelf, name: &str, first: Source, report: &mut Report) -> Layer {
    let mut layers = Vec::new();
    let mut names = vec![name.to_owned()];
    let mut source = first;
    loop {
        let mut layer = read(&source, report);
        let extends = layer.remove("extends");
        layers.push(layer);
        let Some(extends) = extends else { break };
        let base = extends.value.as_str().unwrap_or_default().to_owned();
        match next(shelf, &base, &names) {
            Err(fault) => {
                report.at(&extends.place, "extends", fault);
                break;
            }
            Ok(text) => source = Source { file: shelf.shown(&base), text },
        }
        names.push(base);
    }
    let own = layers[0].remove("name");
    let bases = layers.into_iter().rev().map(without_name);
    let mut settings = bases.fold(defaults(report), Layer::under);
    settings.set("name", own.unwrap_or_else(|| named_after(name, shelf)));
    settings
}

/// The settings of one file.
fn read(source: &Source, report: &mut Report) -> Layer {
    let tree = source.tree(report);
    if is_study(&tree) {
        let hint = "`ambics compare` takes a study; `ambics run` takes one of its scenarios";
        report.at(&source.place(None), "", Fault::new("a study: it lists arms", "a scenario", hint));
        let mut nothing = Layer::default();
        nothing.reject("region", source.place(None));
        return nothing;
    }
    let mut reader = Reader { file: source.file.clone(), report, changed: None, layer: Layer::default() };
    reader.table("", &tree);
    reader.layer
}

/// Whether a file lists arms rather than deciding anything itself.
pub(super) fn is_study(tree: &Node) -> bool {
    tree.get("arm").is_some() || tree.get("base").is_some()
}

/// What a scenario that gives no key decides.
pub(super) fn defaults(report: &mut Report) -> Layer {
    read(&Source { file: "defaults.toml".into(), text: ambics_scenarios::defaults().to_owned() }, report)
}

fn next(shelf: &Shelf, base: &str, names: &[String]) -> Result<String, Fault> {
    if names.iter().any(|name| name == base) {
        let circle = names.iter().map(String::as_str).chain([base]).collect::<Vec<_>>().join(" extends ");
        return Err(Fault::new(plain(&circle), "a chain of files without a circle", ""));
    }
    if names.len() == LONGEST_CHAIN {
        return Err(Fault::new(format!("more than {LONGEST_CHAIN} files"), "a chain of at most 8 files", ""));
    }
    shelf.text(base)
}

/// A scenario inherits everything but its name.
fn without_name(mut layer: Layer) -> Layer {
    layer.remove("name");
    layer
}

fn named_after(file: &str, shelf: &Shelf) -> Setting {
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    let place = super::report::Place { file: shelf.shown(file), line: None };
    Setting { value: Value::from(plain(stem)), place, lines: Vec::new() }
}

/// The name and the settings of the method that stands at a `method` key, as the method reads them.
pub(super) fn method_table(settings: &Layer, key: &Key) -> Table {
    let table = key.path.trim_end_matches(".method");
    let mut read = Table::new();
    for (name, setting) in settings.below(table).filter(|(name, _)| is_setting(table, name)) {
        match name.split_once('.') {
            None => _ = read.insert(name.to_owned(), setting.value.clone()),
            Some((outer, inner)) => {
                let nested = read.entry(outer).or_insert_with(|| Value::Table(Table::new()));
                nested.as_table_mut().into_iter().for_each(|nested| {
                    nested.insert(inner.to_owned(), setting.value.clone());
                });
            }
        }
    }
    read.extend(settings.value(key.path).map(|method| ("method".to_owned(), method.clone())));
    read
}

/// Whether a name below a family's table is a setting of a method.
fn is_setting(table: &str, name: &str) -> bool {
    match slot(&format!("{table}.{name}")) {
        Slot::Key(Key { only, .. }) | Slot::Entry(Key { only, .. }, _) => only.is_some(),
        Slot::Setting => true,
        Slot::Group | Slot::Unknown => false,
    }
}

/// Checks that each method can read its settings.
pub(super) fn check_methods(settings: &Layer, report: &mut Report) {
    for (key, family) in families() {
        let table = key.path.trim_end_matches(".method");
        let Some(method) = settings.get(key.path) else { continue };
        let name = method.value.as_str().unwrap_or_default();
        let mut read = method_table(settings, key);
        read.remove("method");
        read.retain(|setting, _| !is_misplaced(settings, (table, setting), name, report));
        for (setting, fault) in family.faults(name, &read, &children(table)) {
            let path = format!("{table}.{setting}");
            report.at(&first(settings, &path).unwrap_or(method).place, &path, fault);
        }
        let missing = family.missing(name, &read).filter(|_| !settings.rejects_below(table));
        missing.into_iter().for_each(|fault| report.at(&method.place, table, fault));
    }
}

/// The setting at a path, or the first of its entries.
fn first<'a>(settings: &'a Layer, path: &str) -> Option<&'a Setting> {
    settings.get(path).or_else(|| settings.first_below(path))
}

/// Reports a setting that another method takes.
fn is_misplaced(settings: &Layer, (table, setting): (&str, &str), method: &str, report: &mut Report) -> bool {
    let path = format!("{table}.{setting}");
    let Slot::Key(Key { only: Some(only), .. }) = slot(&path) else { return false };
    if *only == method {
        return false;
    }
    let found = format!("`{setting}` beside method = \"{method}\"");
    let hint = format!("write method = \"{only}\", or leave it out");
    let fault = Fault::new(found, format!("a setting of \"{only}\""), hint);
    first(settings, &path).into_iter().for_each(|first| report.at(&first.place, &path, fault.clone()));
    true
}
