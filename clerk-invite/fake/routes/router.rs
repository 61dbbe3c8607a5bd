//! From method and path to the operation they name, or to a test's own response.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::fake::operation::Operation;
use crate::fake::refusals::{self, Refusal};
use crate::fake::responders::{Respond, Responders};

/// The prefix of all paths: a base URL ends in it.
const VERSION: &str = "/v1";

/// The receiver of a request.
pub(crate) enum Route {
    /// An operation, with the ids of its path by the names of their placeholders.
    Operation(Operation, Vec<(&'static str, String)>),
    /// A response that a test has set.
    Responder(Respond),
}

impl Route {
    pub(crate) fn operation(&self) -> Option<Operation> {
        match self {
            Self::Operation(operation, _) => Some(*operation),
            Self::Responder(_) => None,
        }
    }
}

/// Finds the receiver. A response that a test has set goes before the operation of the same path.
pub(crate) fn route(
    responders: &Responders,
    method: &Method,
    path: &str,
) -> Result<Route, Refusal> {
    let path = path.strip_prefix(VERSION).ok_or_else(refusals::unknown_path)?;
    let template = template(responders, path).ok_or_else(refusals::unknown_path)?;
    let own = || responders.iter().filter(|responder| same(responder.path, template));
    if let Some(responder) = own().find(|responder| responder.method == *method) {
        return Ok(Route::Responder(responder.respond.clone()));
    }
    let here = || Operation::ALL.iter().filter(|operation| same(operation.path(), template));
    match here().find(|operation| operation.method() == *method) {
        Some(operation) => {
            let ids = ids(operation.path(), path).ok_or_else(refusals::resource_not_found)?;
            Ok(Route::Operation(*operation, ids))
        }
        None => {
            let own = own().map(|responder| responder.method.clone());
            let methods: Vec<_> = own.chain(here().map(|operation| operation.method())).collect();
            Err(refusals::method_not_allowed(&methods))
        }
    }
}

/// Finds the template of a path. Of several that fit, it is the one that has a word where the others
/// have an id: `bulk` is a word before it is an id.
fn template(responders: &Responders, path: &str) -> Option<&'static str> {
    let known = Operation::ALL.iter().map(|operation| operation.path());
    let known = known.chain(responders.iter().map(|responder| responder.path));
    let fitting = known.filter(|template| matches(template, path));
    fitting.min_by_key(|template| {
        template.split('/').map(|segment| name(segment).is_some()).collect::<Vec<_>>()
    })
}

/// Compares two templates: the names of their placeholders make no difference.
fn same(one: &str, other: &str) -> bool {
    let equal =
        |(one, other): (&str, &str)| one == other || (name(one).is_some() && name(other).is_some());
    one.split('/').count() == other.split('/').count()
        && one.split('/').zip(other.split('/')).all(equal)
}

/// Pairs each segment of the template with the path's at the same place. Split before decoding: an
/// encoded slash belongs to the id.
fn segments<'a>(
    template: &'static str,
    path: &'a str,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    template.split('/').zip(path.split('/'))
}

fn matches(template: &'static str, path: &str) -> bool {
    let fits = |(known, given): (&str, &str)| match name(known) {
        Some(_) => !given.is_empty(),
        None => known == given,
    };
    template.split('/').count() == path.split('/').count() && segments(template, path).all(fits)
}

/// Decodes the ids of a path; `None` if one of them is not UTF-8.
fn ids(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let ids = segments(template, path).filter_map(|(known, given)| Some((name(known)?, given)));
    let decoded = ids.map(|(name, given)| {
        let id = percent_decode_str(given).decode_utf8().ok()?;
        Some((name, id.into_owned()))
    });
    decoded.collect()
}

/// `organization_id` of `{organization_id}`.
fn name(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
