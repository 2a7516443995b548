//! From text to a tree of values with their lines. Nothing is known of keys here.

use super::report::{Fault, Place, Report, plain};
use crate::units::Quantity;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

/// Deepest nesting of brackets and dotted keys together.
const DEEPEST: usize = 32;

/// A text and the name of its file.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// As the user knows it.
    pub file: Arc<str>,
    pub text: String,
}

/// A value and the line at which it, or its key, stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub line: Option<usize>,
    pub body: Body,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    /// Keys and values, in order of key.
    Table(Vec<(String, Node)>),
    List(Vec<Node>),
    Scalar(Value),
    /// Something that is no TOML; it has been reported.
    Unreadable,
}

impl Node {
    /// A value that stands in no file.
    pub fn of(value: Value) -> Self {
        let body = match value {
            Value::Table(table) => {
                Body::Table(table.into_iter().map(|(key, value)| (key, Self::of(value))).collect())
            }
            Value::Array(items) => Body::List(items.into_iter().map(Self::of).collect()),
            scalar => Body::Scalar(scalar),
        };
        Self { line: None, body }
    }

    /// The value without lines.
    pub fn value(&self) -> Value {
        match &self.body {
            Body::Table(entries) => {
                Value::Table(entries.iter().map(|(key, node)| (key.clone(), node.value())).collect())
            }
            Body::List(items) => Value::Array(items.iter().map(Self::value).collect()),
            Body::Scalar(value) => value.clone(),
            Body::Unreadable => Value::Boolean(false),
        }
    }

    /// The value of a key, if this is a table that holds it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.body {
            Body::Table(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }
}

impl Source {
    pub fn place(&self, line: Option<usize>) -> Place {
        Place { file: self.file.clone(), line }
    }

    /// The tree of the text; what is no TOML is reported and left out.
    pub fn tree(&self, report: &mut Report) -> Node {
        let empty = Node { line: Some(1), body: Body::Table(Vec::new()) };
        if let Some(line) = too_deep(&self.text) {
            let rule = format!("at most {DEEPEST} levels of brackets and dotted keys");
            report.unreadable(&self.place(Some(line)), Fault::new("deeper nesting", rule, ""), 0);
            return empty;
        }
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        let lines = Lines::of(&self.text);
        for error in errors {
            let line = error.span().map(|span| lines.at(span.start));
            self.no_toml((line, error.message()), &lines, report);
        }
        let mut reader = Reader { source: self, lines, report };
        let body = reader.table(table.get_ref());
        Node { line: Some(1), body }
    }

    fn no_toml(&self, (line, message): (Option<usize>, &str), lines: &Lines, report: &mut Report) {
        let text = line.and_then(|line| lines.text(&self.text, line)).unwrap_or_default().trim();
        let found =
            if text.is_empty() { "the end of the text".to_owned() } else { format!("`{}`", plain(text)) };
        let is_header = |text: &str| text.trim_start().starts_with('[');
        let behind = (line.unwrap_or(0) + 1..).map_while(|line| lines.text(&self.text, line));
        let lost = if is_header(text) { behind.take_while(|text| !is_header(text)).count() } else { 0 };
        let hint = syntax_hint(text);
        let rule = if hint.is_empty() {
            message.trim()
        } else {
            "a text stands in quotes, a switch is true or false"
        };
        report.unreadable(&self.place(line), Fault::new(found, rule, hint), lost);
    }
}

/// The commonest slips in a line that is no TOML.
fn syntax_hint(line: &str) -> String {
    let Some((_, value)) = line.split_once('=') else { return String::new() };
    let value = value.split('#').next().unwrap_or(value).trim();
    match value {
        "yes" | "on" | "True" | "TRUE" => return "write true".to_owned(),
        "no" | "off" | "False" | "FALSE" => return "write false".to_owned(),
        _ => {}
    }
    let quantities = [Quantity::Duration, Quantity::Speed, Quantity::Money];
    let is_text = quantities.iter().any(|quantity| quantity.parse(value).is_some())
        || (!value.is_empty()
            && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '%' | '+')));
    if is_text { format!("write it in quotes: \"{}\"", plain(value)) } else { String::new() }
}

/// The first byte of each line.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The text of a line.
    fn text<'t>(&self, text: &'t str, line: usize) -> Option<&'t str> {
        let from = *self.0.get(line.checked_sub(1)?)?;
        let to = self.0.get(line).copied().unwrap_or(text.len());
        text.get(from..to)
    }

    /// The line of a byte, from 1.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte)
    }
}

/// Makes nodes of what the parser gives.
struct Reader<'a> {
    source: &'a Source,
    lines: Lines,
    report: &'a mut Report,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>) -> Body {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let line = self.lines.at(key.span().start);
            let body = self.body(value.get_ref(), line);
            entries.push((key.get_ref().clone().into_owned(), Node { line: Some(line), body }));
        }
        Body::Table(entries)
    }

    /// What a value holds; a number that no machine number holds is reported.
    fn body(&mut self, value: &DeValue<'_>, line: usize) -> Body {
        let scalar = match value {
            DeValue::Table(table) => return self.table(table),
            DeValue::Array(items) => return Body::List(items.iter().map(|item| self.item(item)).collect()),
            DeValue::String(text) => Value::String(text.clone().into_owned()),
            DeValue::Boolean(on) => Value::Boolean(*on),
            // The parser's stand-in for what it could not read.
            DeValue::Datetime(datetime) if datetime.date.is_none() && datetime.time.is_none() => {
                return Body::Unreadable;
            }
            DeValue::Datetime(datetime) => Value::Datetime(*datetime),
            DeValue::Integer(whole) => match i64::from_str_radix(whole.as_str(), whole.radix()) {
                Ok(number) => Value::Integer(number),
                Err(_) => return self.no_number(whole.as_str(), line),
            },
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => return self.no_number(number.as_str(), line),
            },
        };
        Body::Scalar(scalar)
    }

    fn item(&mut self, item: &Spanned<DeValue<'_>>) -> Node {
        let line = self.lines.at(item.span().start);
        Node { line: Some(line), body: self.body(item.get_ref(), line) }
    }

    fn no_number(&mut self, text: &str, line: usize) -> Body {
        let rule = "a finite number; a whole one fits 64 bits";
        self.report.unreadable(&self.source.place(Some(line)), Fault::new(plain(text), rule, ""), 0);
        Body::Unreadable
    }
}

/// Whether a text nests too deep to be read.
pub(super) fn nests_too_deep(text: &str) -> bool {
    too_deep(text).is_some()
}

/// The line at which brackets and dotted keys nest too deep, read off the text before anything recurses.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 1);
    // Depth of each open bracket's surroundings, the present depth, and the dots of the present key.
    let (mut open, mut depth, mut dots): (Vec<usize>, usize, usize) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => (line, dots) = (line + 1, 0),
            b'#' => at = end_of_line(bytes, at) - 1,
            b'"' | b'\'' => {
                let end = end_of_string(bytes, at);
                line += bytes[at..end].iter().filter(|byte| **byte == b'\n').count();
                at = end - 1;
            }
            b',' => dots = 0,
            b'.' => dots += 1,
            b'[' | b'{' => {
                open.push(depth);
                (depth, dots) = (depth + dots + 1, 0);
            }
            b']' | b'}' => (depth, dots) = (open.pop().unwrap_or(0), 0),
            _ => {}
        }
        if depth + dots > DEEPEST {
            return Some(line);
        }
        at += 1;
    }
    None
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

/// The byte after a string that begins at `from`; an open one ends with its line, or with the text.
fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let triple = [quote; 3];
    let is_long = bytes[from..].starts_with(&triple);
    let mut at = from + if is_long { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' && bytes.get(at + 1) != Some(&b'\n') => at += 1,
            b'\n' if !is_long => return at,
            byte if byte == quote && !is_long => return at + 1,
            byte if byte == quote && bytes[at..].starts_with(&triple) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> (Node, Vec<crate::problem::Problem>) {
        let mut report = Report::default();
        let node = Source { file: "x.toml".into(), text: text.to_owned() }.tree(&mut report);
        (node, report.into_problems().iter().cloned().collect())
    }

    #[test]
    fn a_value_knows_its_line() {
        let (node, problems) = tree("a = 1\n\n[b]\nc = [\n  \"x\",\n  \"y\",\n]\n");
        assert!(problems.is_empty());
        let list = node.get("b").and_then(|b| b.get("c")).expect("the list is there");
        assert_eq!(list.line, Some(4));
        assert!(matches!(&list.body, Body::List(items) if items[1].line == Some(6)));
    }

    #[test]
    fn every_line_that_is_no_toml_is_found() {
        let (node, problems) = tree("a = 12 min\nb = 2\nc = = 3\nd = 9999999999999999999\ne = inf\n");
        let lines: Vec<Option<usize>> = problems.iter().map(|p| p.line).collect();
        assert_eq!(lines, [Some(1), Some(3), Some(4), Some(5)]);
        assert_eq!(problems[0].hint, "write it in quotes: \"12 min\"");
        assert_eq!(node.get("b").map(Node::value), Some(Value::Integer(2)));
    }

    #[test]
    fn deep_nesting_is_refused_before_it_is_read() {
        for text in ["[".repeat(100_000), format!("a = {}", "{a=".repeat(50_000)), "a.".repeat(50_000)] {
            let (_, problems) = tree(&text);
            assert_eq!(problems.len(), 1, "{}", &text[..20]);
            assert_eq!(problems[0].found, "deeper nesting");
        }
        assert_eq!(too_deep("# [[[[[\na = \"[[[[\"\nb = '''\n[[[\n'''\nc = [0.1, 0.2]\n[a.b.c]\n"), None);
    }
}
