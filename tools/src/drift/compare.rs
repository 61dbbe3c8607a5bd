//! Differences between the declarations and the operations of a file.

use std::fmt::Display;

use clerk_invite::{EndpointInfo, ParameterInfo, ParameterLocation};

use crate::drift::difference::{Difference, Kind};
use crate::drift::value;
use crate::names::snake_case;
use crate::openapi::schema::Schema;
use crate::openapi::{Body, Content, Operation};

/// A parameter of either side of the contract's requests: of the query, or a property of the body.
struct Theirs<'a> {
    name: &'a str,
    location: ParameterLocation,
    required: bool,
    separator: Option<char>,
    schema: &'a Schema,
}

/// Compares what the declarations and the operations say of requests, and names the invitation
/// operations that are not declared.
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
pub(crate) fn partner<'a>(
    endpoint: &EndpointInfo,
    operations: &'a [Operation],
) -> Option<&'a Operation> {
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

/// A path template with its placeholders in Rust's case: `{apiKeyID}` is declared as `{api_key_id}`.
fn placeholders_in_snake_case(path: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix('{') {
        Some(name) => format!("{{{}}}", snake_case(name.trim_end_matches('}'))),
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
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
        let path = placeholders_in_snake_case(&operation.path);
        if endpoint.path != operation.path {
            self.unless_same("", Kind::Path, endpoint.path, &path);
        }
        let deprecated = [endpoint.deprecated, operation.deprecated].map(yes_or_no);
        self.unless_same("", Kind::Deprecated, deprecated[0], deprecated[1]);
        for (name, place) in &operation.elsewhere {
            self.add(name, Kind::Missing, "", format!("in a {place}"));
        }
        // Placeholders are compared with the path.
        let declared = endpoint.parameters.iter().filter(|p| p.location != ParameterLocation::Path);
        let (whole, named): (Vec<_>, Vec<_>) = declared.partition(|p| p.name.is_empty());
        let mut theirs = Vec::new();
        for parameter in &operation.parameters {
            if parameter.location == ParameterLocation::Query {
                theirs.push(Theirs {
                    name: &parameter.name,
                    location: parameter.location,
                    required: parameter.required,
                    separator: parameter.separator,
                    schema: &parameter.schema,
                });
            }
        }
        theirs.extend(operation.object().into_iter().flat_map(properties));
        self.parameters("", &named, &theirs);
        self.body(endpoint, whole.first().copied(), operation.whole_body());
    }

    fn body(
        &mut self,
        endpoint: &EndpointInfo,
        declared: Option<&ParameterInfo>,
        clerk: Option<&Body>,
    ) {
        let schema = match clerk.map(|body| &body.content) {
            Some(Content::Json(schema)) => Some(schema),
            Some(Content::Other(kind)) => {
                return self.add("", Kind::ContentType, "application/json", kind);
            }
            None => None,
        };
        let (declared, schema) = match (declared, schema) {
            (Some(declared), Some(schema)) => (declared, schema),
            (Some(_), None) => return self.add("", Kind::Body, "one value", "properties or none"),
            (None, Some(_)) => return self.add("", Kind::Body, "properties or none", "one value"),
            (None, None) => return,
        };
        let cap = endpoint.max_items.and_then(|max| i128::try_from(max).ok());
        let ours = format!("{} to {}", number(cap.map(|_| 1)), number(cap));
        let (min, max) = value::bounds(schema);
        let theirs = format!("{} to {}", number(min), number(max));
        self.unless_same("", Kind::Cap, &ours, &theirs);
        self.unless_same("", Kind::List, yes_or_no(declared.list), yes_or_no(schema.is_list()));
        let required = clerk.is_some_and(|body| body.required);
        let required = [declared.required, required].map(yes_or_no);
        self.unless_same("", Kind::Required, required[0], required[1]);
        let fields: Vec<_> = declared.fields().collect();
        self.parameters("[].", &fields, &properties(schema).collect::<Vec<_>>());
    }

    fn parameters(&mut self, prefix: &str, declared: &[&ParameterInfo], clerk: &[Theirs<'_>]) {
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

    fn parameter(&mut self, name: &str, ours: &ParameterInfo, theirs: &Theirs<'_>) {
        let place = |place| format!("{place:?}");
        self.unless_same(name, Kind::Location, &place(ours.location), &place(theirs.location));
        let schema = theirs.schema;
        if let Some(separator) = theirs.separator.filter(|_| schema.is_list()) {
            let required = [ours.required, theirs.required].map(yes_or_no);
            self.unless_same(name, Kind::Required, required[0], required[1]);
            // Text that has the separator in it says the same.
            if ours.list || !value::is_text(ours) {
                self.add(name, Kind::Separator, "none", format!("`{separator}`"));
            }
            return;
        }
        for (kind, ours, theirs) in [
            (Kind::Required, ours.required, theirs.required),
            (Kind::Nullable, ours.nullable, schema.nullable),
            (Kind::List, ours.list, schema.is_list()),
            (Kind::Deprecated, ours.deprecated, schema.deprecated),
        ] {
            self.unless_same(name, kind, yes_or_no(ours), yes_or_no(theirs));
        }
        let (min, max) = value::bounds(schema);
        self.unless_same(name, Kind::Minimum, &number(ours.min), &number(min));
        self.unless_same(name, Kind::Maximum, &number(ours.max), &number(max));
        let values = ours.values.iter().map(ToString::to_string);
        let clerk = value::values(schema).iter().cloned();
        self.unless_same(name, Kind::Values, &sorted(values), &sorted(clerk));
        for (kind, ours, theirs) in value::differences(ours, schema) {
            self.add(name, kind, ours, theirs);
        }
        let fields: Vec<_> = ours.fields().collect();
        // What is not declared further is sent as it is, whatever is in it.
        if !fields.is_empty() {
            let inside = if ours.list { format!("{name}[].") } else { format!("{name}.") };
            self.parameters(&inside, &fields, &properties(schema).collect::<Vec<_>>());
        }
    }
}

fn properties(schema: &Schema) -> impl Iterator<Item = Theirs<'_>> {
    schema.properties().iter().map(|property| Theirs {
        name: &property.name,
        location: ParameterLocation::Body,
        required: property.required,
        separator: None,
        schema: &property.schema,
    })
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
