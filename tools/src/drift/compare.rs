//! What differs between the declarations and the operations of a file.

use std::fmt::Display;

use clerk_invite::{EndpointInfo, ParameterInfo, ParameterLocation};

use crate::openapi::{Operation, Parameter};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The name of the declaration, or of Clerk's operation if there is none.
    pub operation: String,
    /// The parameter, as a path such as `[].role`; empty if it is about the whole operation.
    pub parameter: String,
    /// In which respect.
    pub kind: Kind,
    /// As the declaration says.
    pub declared: String,
    /// As the file says.
    pub clerk: String,
}

/// The respect in which a declaration and the file differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Clerk has no such operation.
    NoSuchOperation,
    /// Clerk has it with another method.
    Method,
    /// Clerk has it at another path.
    Path,
    /// Clerk has deprecated it.
    Deprecated,
    /// Clerk has it, and it is not declared.
    NotDeclared,
    /// Clerk has a parameter that is not declared.
    Missing,
    /// A parameter is declared that Clerk does not have.
    Extra,
    /// The body is an object on one side, and something else on the other.
    Body,
    /// Path, query or body.
    Location,
    /// Sent with every request, or not.
    Required,
    /// Sent as `null`, or not.
    Nullable,
    /// A list, or one value.
    List,
    /// The least value of an integer, or the least length of a list.
    Minimum,
    /// The greatest value of an integer, or the greatest length of a list.
    Maximum,
    /// The number of items in the body.
    Cap,
    /// The values of an enum.
    Values,
}

impl Kind {
    /// Names it in a report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSuchOperation => "no such operation",
            Self::Method => "method",
            Self::Path => "path",
            Self::Deprecated => "deprecated",
            Self::NotDeclared => "not declared",
            Self::Missing => "missing parameter",
            Self::Extra => "extra parameter",
            Self::Body => "body",
            Self::Location => "location",
            Self::Required => "required",
            Self::Nullable => "nullable",
            Self::List => "list",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Cap => "cap",
            Self::Values => "enum values",
        }
    }
}

pub(crate) fn compare(declared: &[EndpointInfo], operations: &[Operation]) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut known = Vec::new();
    for endpoint in declared {
        let mut differences = Differences { operation: endpoint.name, found: &mut found };
        let Some(operation) = partner(endpoint, operations) else {
            differences.add("", Kind::NoSuchOperation, route(endpoint), "");
            continue;
        };
        known.push((&operation.method, &operation.path));
        differences.operation(endpoint, operation);
    }
    for operation in operations {
        let is_known = known.contains(&(&operation.method, &operation.path));
        if is_about_invitations(operation) && !operation.deprecated && !is_known {
            let mut differences = Differences { operation: &operation.id, found: &mut found };
            let clerk = format!("{} {}", operation.method, operation.path);
            differences.add("", Kind::NotDeclared, "", clerk);
        }
    }
    found
}

fn is_about_invitations(operation: &Operation) -> bool {
    let mut words = operation.path.split('/').chain(operation.tags.iter().map(String::as_str));
    words.any(|word| {
        let word = word.to_lowercase();
        !word.starts_with('{') && (word.contains("invitation") || word.contains("waitlist"))
    })
}

fn route(endpoint: &EndpointInfo) -> String {
    format!("{} {}", endpoint.method, endpoint.path)
}

/// The operation that is meant: the same route, else the same path, else the same name.
fn partner<'a>(endpoint: &EndpointInfo, operations: &'a [Operation]) -> Option<&'a Operation> {
    let is_method = |operation: &Operation| operation.method == endpoint.method.as_str();
    let shape = |path: &str| {
        let segment =
            |segment: &str| if segment.starts_with('{') { "{}" } else { segment }.to_owned();
        path.split('/').map(segment).collect::<Vec<_>>()
    };
    let at_path = || operations.iter().filter(|o| shape(&o.path) == shape(endpoint.path));
    at_path()
        .find(|operation| is_method(operation))
        .or_else(|| at_path().next().filter(|_| at_path().count() == 1))
        .or_else(|| operations.iter().find(|operation| operation.id == endpoint.name))
}

struct Differences<'a> {
    operation: &'a str,
    found: &'a mut Vec<Difference>,
}

impl Differences<'_> {
    fn add(&mut self, parameter: &str, kind: Kind, declared: impl Display, clerk: impl Display) {
        self.found.push(Difference {
            operation: self.operation.to_owned(),
            parameter: parameter.to_owned(),
            kind,
            declared: declared.to_string(),
            clerk: clerk.to_string(),
        });
    }

    fn unless_same(&mut self, parameter: &str, kind: Kind, declared: &str, clerk: &str) {
        if declared != clerk {
            self.add(parameter, kind, declared, clerk);
        }
    }

    fn operation(&mut self, endpoint: &EndpointInfo, operation: &Operation) {
        self.unless_same("", Kind::Method, endpoint.method.as_str(), &operation.method);
        self.unless_same("", Kind::Path, endpoint.path, &operation.path);
        if operation.deprecated {
            self.add("", Kind::Deprecated, "", "deprecated");
        }
        for (name, place) in &operation.elsewhere {
            self.add(name, Kind::Missing, "", format!("in a {place}"));
        }
        // Placeholders are compared with the path.
        let declared = endpoint.parameters.iter().filter(|p| p.location != ParameterLocation::Path);
        let (whole, named): (Vec<_>, Vec<_>) = declared.partition(|p| p.name.is_empty());
        let clerk = operation.parameters.iter().filter(|p| p.location != ParameterLocation::Path);
        self.parameters("", &named, &clerk.collect::<Vec<_>>());
        self.body(endpoint, whole.first().copied(), operation.body.as_ref());
    }

    fn body(
        &mut self,
        endpoint: &EndpointInfo,
        declared: Option<&ParameterInfo>,
        clerk: Option<&Parameter>,
    ) {
        let (declared, clerk) = match (declared, clerk) {
            (Some(declared), Some(clerk)) => (declared, clerk),
            (Some(_), None) => return self.add("", Kind::Body, "one value", "properties or none"),
            (None, Some(_)) => return self.add("", Kind::Body, "properties or none", "one value"),
            (None, None) => return,
        };
        let cap = endpoint.max_items.and_then(|max| i128::try_from(max).ok());
        let ours = format!("{} to {}", number(cap.map(|_| 1)), number(cap));
        let theirs = format!("{} to {}", number(clerk.min), number(clerk.max));
        self.unless_same("", Kind::Cap, &ours, &theirs);
        self.unless_same("", Kind::List, yes_or_no(declared.list), yes_or_no(clerk.list));
        let required = [declared.required, clerk.required].map(yes_or_no);
        self.unless_same("", Kind::Required, required[0], required[1]);
        let fields: Vec<_> = declared.fields().collect();
        self.parameters("[].", &fields, &clerk.fields.iter().collect::<Vec<_>>());
    }

    fn parameters(&mut self, prefix: &str, declared: &[&ParameterInfo], clerk: &[&Parameter]) {
        for ours in declared {
            let name = format!("{prefix}{}", ours.name);
            match clerk.iter().find(|theirs| theirs.name == ours.name) {
                Some(theirs) => self.parameter(&name, ours, theirs),
                None => self.add(&name, Kind::Extra, "declared", ""),
            }
        }
        for theirs in clerk {
            if !declared.iter().any(|ours| ours.name == theirs.name) {
                let need = if theirs.required { "required" } else { "optional" };
                self.add(&format!("{prefix}{}", theirs.name), Kind::Missing, "", need);
            }
        }
    }

    fn parameter(&mut self, name: &str, ours: &ParameterInfo, theirs: &Parameter) {
        let place = |place| format!("{place:?}");
        self.unless_same(name, Kind::Location, &place(ours.location), &place(theirs.location));
        for (kind, ours, theirs) in [
            (Kind::Required, ours.required, theirs.required),
            (Kind::Nullable, ours.nullable, theirs.nullable),
            (Kind::List, ours.list, theirs.list),
        ] {
            self.unless_same(name, kind, yes_or_no(ours), yes_or_no(theirs));
        }
        self.unless_same(name, Kind::Minimum, &number(ours.min), &number(theirs.min));
        self.unless_same(name, Kind::Maximum, &number(ours.max), &number(theirs.max));
        let values = ours.values.iter().map(ToString::to_string);
        self.unless_same(
            name,
            Kind::Values,
            &sorted(values),
            &sorted(theirs.values.iter().cloned()),
        );
        let fields: Vec<_> = ours.fields().collect();
        // What is not declared further is sent as it is, whatever is in it.
        if !fields.is_empty() {
            let inside = if ours.list { format!("{name}[].") } else { format!("{name}.") };
            self.parameters(&inside, &fields, &theirs.fields.iter().collect::<Vec<_>>());
        }
    }
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn number(value: Option<i128>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

fn sorted(values: impl Iterator<Item = String>) -> String {
    let mut values: Vec<_> = values.collect();
    values.sort();
    values.join(", ")
}
