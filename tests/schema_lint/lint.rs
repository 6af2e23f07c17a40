//! The lint itself: a walk over every schema that knows a closed list of keywords and how this house uses them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use jsonschema::PatternOptions;
use serde_json::{Map, Value, json};

/// The address under which the schemas know each other.
pub(crate) const BASE: &str = "https://weibao.invalid/schemas/";
const EXACT: i64 = (1 << 53) - 1;

/// Every keyword the schemas may use; a typing error is none of them.
const KEYWORDS: &[&str] = &[
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "x-title-en",
    "description",
    "examples",
    "type",
    "const",
    "enum",
    "x-enum-titles",
    "format",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "items",
    "contains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "dependentRequired",
    "allOf",
    "if",
    "then",
    "else",
    "not",
];

/// The schema files by name, as `ticket.1.json`.
pub(crate) type Files = BTreeMap<String, Value>;

/// Reads schemas/.
pub(crate) fn files() -> Files {
    fs::read_dir("schemas")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // The schemas of the reports, in a folder of their own, are made from the reports' columns.
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
        })
        .collect()
}

/// What a schema at its place is for.
#[derive(Clone, Copy)]
enum Use<'a> {
    /// It describes a form.
    Form,
    /// It narrows what another describes: the members of that one, where the lint can see it.
    Narrowing(Option<&'a Map<String, Value>>),
}

struct Lint<'a> {
    files: &'a Files,
    file: &'a str,
    found: Vec<String>,
    /// Definitions referred to, as `common.1.json#/$defs/line`.
    used: BTreeSet<String>,
}

/// Everything wrong with a set of schemas.
pub(crate) fn lint(files: &Files) -> Vec<String> {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for (file, schema) in files {
        let mut lint = Lint { files, file, found: Vec::new(), used: BTreeSet::new() };
        lint.document(schema);
        found.extend(lint.found.into_iter().map(|fault| format!("{file}{fault}")));
        used.extend(lint.used);
    }
    for (file, schema) in files {
        for name in schema["$defs"].as_object().into_iter().flat_map(Map::keys) {
            // 无 stands as a word of its own for those who read the schemas; the forms say it with if and else.
            if name != "none" && !used.contains(&format!("{file}#/$defs/{name}")) {
                found.push(format!("{file}/$defs/{name}: nobody refers to it"));
            }
        }
    }
    found
}

impl<'a> Lint<'a> {
    fn fault(&mut self, at: &str, what: &str) {
        self.found.push(format!("{at}: {what}"));
    }

    fn document(&mut self, schema: &'a Value) {
        if let Err(reason) = jsonschema::meta::validate(schema) {
            self.fault("", &format!("no schema of 2020-12: {reason}"));
        }
        if schema["$id"] != format!("{BASE}{}", self.file) {
            self.fault("", "$id is not its address");
        }
        if schema["$schema"] != "https://json-schema.org/draft/2020-12/schema" {
            self.fault("", "$schema is not 2020-12");
        }
        self.titles(schema, "");
        self.walk(schema, "", Use::Form);
    }

    fn walk(&mut self, schema: &'a Value, at: &str, usage: Use<'a>) {
        let form = matches!(usage, Use::Form);
        let Some(node) = schema.as_object() else {
            if form || schema != &Value::Bool(false) {
                self.fault(at, "no schema, or one that says nothing");
            }
            return;
        };
        for keyword in node.keys().filter(|word| !KEYWORDS.contains(&word.as_str())) {
            self.fault(at, &format!("unknown keyword {keyword}"));
        }
        self.object(node, at, form);
        self.bounds(node, at);
        self.words(node, at);
        if let Some(target) = node.get("$ref").and_then(Value::as_str)
            && self.target(target).is_none()
        {
            self.fault(at, &format!("$ref to nothing: {target}"));
        }
        // The members that this schema and those beside it speak of.
        let members = match usage {
            Use::Form => self.members(schema),
            Use::Narrowing(members) => members,
        };
        self.names(node, at, members);
        for (name, member) in entries(node, "properties") {
            let at = format!("{at}/properties/{name}");
            if form {
                self.titles(member, &at);
                self.walk(member, &at, Use::Form);
            } else {
                let narrowed = members.and_then(|members| members.get(name)).and_then(|member| self.members(member));
                self.walk(member, &at, Use::Narrowing(narrowed));
            }
        }
        for (name, definition) in entries(node, "$defs") {
            let at = format!("{at}/$defs/{name}");
            self.titles(definition, &at);
            // A definition without a type narrows what has one; `type` is what the rules for forms hang on.
            let described = ["type", "const", "$ref"].iter().any(|word| definition.get(word).is_some());
            self.walk(definition, &at, if described { Use::Form } else { Use::Narrowing(None) });
        }
        for word in ["if", "then", "not"] {
            if let Some(inner) = node.get(word) {
                self.walk(inner, &format!("{at}/{word}"), Use::Narrowing(members));
            }
        }
        if let Some(inner) = node.get("else") {
            // 无, or 已问不详, or else a form of its own.
            let or_none = ["无", "已问不详"].iter().any(|word| node.get("if") == Some(&json!({ "const": word })));
            self.walk(inner, &format!("{at}/else"), if or_none { usage } else { Use::Narrowing(members) });
        }
        for (i, inner) in node.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            self.walk(inner, &format!("{at}/allOf/{i}"), Use::Narrowing(members));
        }
        if let Some(inner) = node.get("items") {
            self.walk(inner, &format!("{at}/items"), if form { usage } else { Use::Narrowing(None) });
        }
        if let Some(inner) = node.get("contains") {
            self.walk(inner, &format!("{at}/contains"), Use::Narrowing(None));
        }
    }

    /// The members of the form that a schema describes, seen through `$ref` and through 无.
    fn members(&mut self, schema: &'a Value) -> Option<&'a Map<String, Value>> {
        if let Some(members) = schema.get("properties") {
            return members.as_object();
        }
        let inner = match schema.get("$ref").and_then(Value::as_str) {
            Some(target) => self.target(target)?,
            None => schema.get("else")?,
        };
        self.members(inner)
    }

    /// Names that are no member: a requirement that nothing can meet, or a condition that never holds.
    fn names(&mut self, node: &Map<String, Value>, at: &str, members: Option<&Map<String, Value>>) {
        let Some(members) = members else { return };
        let dependent = entries(node, "dependentRequired")
            .flat_map(|(name, list)| std::iter::once(name.as_str()).chain(words(list)));
        let required = node.get("required").into_iter().flat_map(words);
        let narrowed = entries(node, "properties").map(|(name, _)| name.as_str());
        for name in dependent.chain(required).chain(narrowed).filter(|name| !members.contains_key(*name)) {
            self.found.push(format!("{at}: speaks of {name}, which is no member"));
        }
    }

    fn object(&mut self, node: &Map<String, Value>, at: &str, form: bool) {
        let object = node.get("type") == Some(&json!("object"));
        if form && node.contains_key("properties") && !object {
            self.fault(at, "members without type object");
        }
        if object && node.get("additionalProperties") != Some(&Value::Bool(false)) {
            self.fault(at, "open object: additionalProperties is not false");
        }
        if object && entries(node, "properties").next().is_none() {
            self.fault(at, "object without properties");
        }
    }

    fn bounds(&mut self, node: &Map<String, Value>, at: &str) {
        let types: Vec<&str> = match node.get("type") {
            Some(Value::String(word)) => vec![word],
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let closed = node.contains_key("enum") || node.contains_key("const");
        for word in types {
            let needs: &[(&str, &str)] = match word {
                "string" if !closed => &[
                    ("maxLength", "unbounded string: no maxLength"),
                    ("pattern", "string that may be blank: no pattern"),
                ],
                "array" => &[("maxItems", "unbounded array: no maxItems"), ("items", "array of anything: no items")],
                _ => &[],
            };
            for (_, fault) in needs.iter().filter(|(keyword, _)| !node.contains_key(*keyword)) {
                self.fault(at, fault);
            }
            match word {
                "integer" => {
                    for bound in ["minimum", "maximum"] {
                        if !node.get(bound).and_then(Value::as_i64).is_some_and(|n| (-EXACT..=EXACT).contains(&n)) {
                            self.fault(at, &format!("unbounded integer: no exact {bound}"));
                        }
                    }
                }
                "number" => self.fault(at, "number: only integers are exact"),
                _ => {}
            }
        }
    }

    fn words(&mut self, node: &Map<String, Value>, at: &str) {
        if let Some(pattern) = node.get("pattern").and_then(Value::as_str) {
            self.pattern(pattern, at);
            if node.get("type").is_some() && !node.contains_key("examples") {
                self.fault(at, "pattern without an example");
            }
        }
        if node.get("format").is_some_and(|format| format != "date" && format != "date-time") {
            self.fault(at, "unknown format");
        }
        let values = node.get("enum").and_then(Value::as_array);
        if let (Some(values), Some(titles)) = (values, node.get("x-enum-titles").and_then(Value::as_object)) {
            let named: BTreeSet<&str> = titles.keys().map(String::as_str).collect();
            if named != values.iter().filter_map(Value::as_str).collect() {
                self.fault(at, "x-enum-titles does not name each value of enum");
            }
            if titles.values().any(|title| !in_both_languages(title)) {
                self.fault(at, "x-enum-titles is not `中文 / English`");
            }
        } else if values.is_some() && node.contains_key("title") && node.get("type").is_some() {
            self.fault(at, "enum without x-enum-titles");
        }
    }

    /// Anchored at both ends as a whole, and compiled by an engine that needs linear time only.
    fn pattern(&mut self, pattern: &str, at: &str) {
        let inner =
            pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).filter(|rest| !rest.ends_with('\\'));
        let Some(inner) = inner else {
            return self.fault(at, "unanchored pattern");
        };
        let mut depth = 0_i32;
        let mut class = false;
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => drop(chars.next()),
                '[' => class = true,
                ']' => class = false,
                '(' if !class => depth += 1,
                ')' if !class => depth -= 1,
                '|' if !class && depth == 0 => self.fault(at, "unanchored pattern: an alternative outside brackets"),
                _ => {}
            }
        }
        let schema = json!({ "pattern": pattern });
        if jsonschema::options().with_pattern_options(PatternOptions::regex()).build(&schema).is_err() {
            self.fault(at, "pattern that needs look-around or does not compile");
        }
    }

    /// Title, English title and description: at the schema itself or at the definition it refers to.
    fn titles(&mut self, schema: &'a Value, at: &str) {
        for word in ["title", "x-title-en", "description"] {
            let mut place = Some(schema);
            let text = loop {
                let Some(here) = place else { break None };
                if let Some(text) = here.get(word) {
                    break Some(text.clone());
                }
                place = here.get("$ref").and_then(Value::as_str).and_then(|target| self.target(target));
            };
            match text {
                None => self.fault(at, &format!("no {word}")),
                Some(text) if word == "description" && !in_both_languages(&text) => {
                    self.fault(at, "description is not `中文 / English`");
                }
                Some(text) if text.as_str().is_none_or(|text| text.trim().is_empty()) => {
                    self.fault(at, &format!("empty {word}"));
                }
                Some(_) => {}
            }
        }
    }

    /// The definition that a `$ref` of this file points to.
    fn target(&mut self, reference: &str) -> Option<&'a Value> {
        let (file, pointer) = reference.split_once('#')?;
        let file = if file.is_empty() { self.file } else { file };
        self.used.insert(format!("{file}#{pointer}"));
        let files: &'a Files = self.files;
        files.get(file)?.pointer(pointer)
    }
}

/// The entries of a keyword that holds an object.
fn entries<'v>(node: &'v Map<String, Value>, keyword: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    node.get(keyword).and_then(Value::as_object).into_iter().flatten()
}

/// The words of a list.
fn words(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn in_both_languages(text: &Value) -> bool {
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
    text.as_str().and_then(|text| text.split_once(" / ")).is_some_and(|(zh, en)| han(zh) && latin(en))
}
