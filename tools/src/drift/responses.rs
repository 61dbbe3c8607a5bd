//! Responses: whether the declared type reads all that the contract allows, and keeps it.
//!
//! Types say what they read by reading: examples of the contract's schema are deserialized into
//! them, which finds what they drop and what they cannot read.

use std::collections::BTreeSet;

use clerk_invite::{Endpoint, EndpointInfo};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::drift::compare::partner;
use crate::drift::difference::{Difference, Kind};
use crate::drift::example::{Examples, Filling, alternatives, at};
use crate::drift::value::json_type;
use crate::openapi::schema::Schema;
use crate::openapi::{Operation, Response};

/// A declaration: what it says, and the reader of its response.
#[derive(Debug, Clone)]
pub struct Declared {
    /// Its text.
    pub info: EndpointInfo,
    read: fn(&Value) -> Reading,
    /// It takes any response, and reads nothing.
    reads_nothing: bool,
}

impl Declared {
    /// Returns the declaration of a request's type.
    #[must_use]
    pub fn of<E: Endpoint>() -> Self {
        Self {
            info: E::INFO,
            read: read::<E::Response>,
            reads_nothing: std::any::type_name::<E::Response>() == "()",
        }
    }
}

/// The result of one example.
struct Reading {
    /// The paths of what was dropped.
    dropped: Vec<String>,
    /// Where and why it could not be read.
    failure: Option<(String, String)>,
}

fn read<T: DeserializeOwned>(example: &Value) -> Reading {
    let reading = read_as_it_is::<T>(example);
    match example.get("data") {
        // A list is read from an object with `data`, too.
        Some(data) if reading.failure.as_ref().is_some_and(|(path, _)| path.is_empty()) => {
            let mut inside = read_as_it_is::<T>(data);
            for path in inside.dropped.iter_mut().chain(inside.failure.iter_mut().map(|f| &mut f.0))
            {
                *path = format!("data{path}");
            }
            inside
        }
        _ => reading,
    }
}

fn read_as_it_is<T: DeserializeOwned>(example: &Value) -> Reading {
    let text = example.to_string();
    let mut dropped = Vec::new();
    let mut json = serde_json::Deserializer::from_str(&text);
    let mut note = |path: serde_ignored::Path<'_>| dropped.push(place(&path.to_string()));
    let noting = serde_ignored::Deserializer::new(&mut json, &mut note);
    let result: Result<T, _> = serde_path_to_error::deserialize(noting);
    let failure = result.err().map(|error| {
        let path = error.path().to_string();
        let problem = error.into_inner().to_string();
        // Where in the example says nothing to a reader who has not got it.
        let problem = problem.split(" at line ").next().unwrap_or_default().to_owned();
        (place(&path.replace('[', ".").replace(']', "")), problem)
    });
    Reading { dropped, failure }
}

/// A path such as `data[].id` for `data.0.?.id`.
fn place(path: &str) -> String {
    let mut place = String::new();
    for part in path.split('.') {
        if part.is_empty() || part == "?" {
            continue;
        }
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            place.push_str("[]");
        } else {
            if !place.is_empty() {
                place.push('.');
            }
            place.push_str(part);
        }
    }
    place
}

/// Compares the responses of all declarations with the contract's.
pub(crate) fn compare(declared: &[Declared], operations: &[Operation]) -> Vec<Difference> {
    let mut found = Vec::new();
    for declaration in declared {
        let partner = partner(&declaration.info, operations);
        if let Some(Response::Json(schema)) = partner.map(|operation| &operation.response) {
            Responses { declaration, schema, found: &mut found }.compare();
        }
    }
    found
}

struct Responses<'a> {
    declaration: &'a Declared,
    schema: &'a Schema,
    found: &'a mut Vec<Difference>,
}

impl Responses<'_> {
    fn add(&mut self, path: &str, kind: Kind, declared: String, clerk: String) {
        let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        let difference = Difference {
            operation: self.declaration.info.name.to_owned(),
            parameter: format!("response{dot}{path}"),
            kind,
            declared,
            clerk,
        };
        // Another example says the same of it.
        let is_same = |other: &Difference| {
            (&other.operation, &other.parameter, other.kind)
                == (&difference.operation, &difference.parameter, kind)
        };
        if !self.found.iter().any(is_same) {
            self.found.push(difference);
        }
    }

    fn compare(&mut self) {
        if self.declaration.reads_nothing {
            let clerk = json_type(&self.schema.kind).to_owned();
            return self.add("", Kind::Dropped, "()".to_owned(), clerk);
        }
        let full = (0..alternatives(self.schema)).map(Filling::Full);
        for filling in full.chain([Filling::Null, Filling::Least]) {
            self.examples(filling);
        }
    }

    /// Reads an example, and others without what could not be read in it.
    fn examples(&mut self, filling: Filling) {
        let mut examples = Examples { filling, without: BTreeSet::new(), with: BTreeSet::new() };
        // Each failure leaves one property out, or adds one.
        for _ in 0..64 {
            let example = examples.value(self.schema, "");
            let Reading { dropped, failure } = (self.declaration.read)(&example);
            for path in dropped {
                self.dropped(&path);
            }
            let Some((path, problem)) = failure else { return };
            let missing = problem.strip_prefix("missing field `").and_then(|p| p.split_once('`'));
            let path = match missing {
                Some((name, _)) if path.is_empty() => name.to_owned(),
                Some((name, _)) => format!("{path}.{name}"),
                None => path,
            };
            let was_known = !match (missing.is_some(), filling) {
                (true, _) | (_, Filling::Null) => examples.with.insert(path.clone()),
                (false, _) => examples.without.insert(path.clone()),
            };
            let is_left_out = missing.is_some() && examples.without.contains(&path);
            if was_known || is_left_out {
                return;
            }
            let clerk = if missing.is_some() {
                "can be missing"
            } else if problem.starts_with("invalid type: null") {
                "can be null"
            } else {
                at(self.schema, &path).map_or("", |schema| json_type(&schema.kind))
            };
            self.add(&path, Kind::Unreadable, problem.clone(), clerk.to_owned());
        }
    }

    fn dropped(&mut self, path: &str) {
        // Of a schema that does not name its properties, nothing is promised.
        if let Some(schema) = at(self.schema, path) {
            self.add(path, Kind::Dropped, String::new(), json_type(&schema.kind).to_owned());
        }
    }
}
