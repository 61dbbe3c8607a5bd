//! Finds the operation, or a test's own response, for a method and path.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::fake::operation::Operation;
use crate::fake::refusals::{self, Refusal};
use crate::fake::responders::{Respond, Responders, placeholder, same_path};

/// The prefix of all paths, with which a base URL ends.
const VERSION: &str = "/v1";

/// The target of a request.
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

/// Finds the target. A response that a test has set takes precedence over an operation with the same
/// method and path.
pub(crate) fn route(
    responders: &Responders,
    method: &Method,
    path: &str,
) -> Result<Route, Refusal> {
    let path = path.strip_prefix(VERSION).ok_or_else(refusals::unknown_path)?;
    let template = template(responders, path).ok_or_else(refusals::unknown_path)?;
    let own = || responders.iter().filter(|responder| same_path(responder.path, template));
    if let Some(responder) = own().find(|responder| responder.method == *method) {
        return Ok(Route::Responder(responder.respond.clone()));
    }
    let here = || Operation::ALL.iter().filter(|operation| same_path(operation.path(), template));
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

/// Finds the template of a path. Literal segments take precedence over placeholders, so that `bulk` is
/// not an id.
fn template(responders: &Responders, path: &str) -> Option<&'static str> {
    let known = Operation::ALL.iter().map(|operation| operation.path());
    let known = known.chain(responders.iter().map(|responder| responder.path));
    let fitting = known.filter(|template| matches(template, path));
    fitting.min_by_key(|template| {
        template.split('/').map(|segment| placeholder(segment).is_some()).collect::<Vec<_>>()
    })
}

/// Pairs the segments of a template and a path. The path is split before it is decoded: an encoded
/// slash belongs to an id.
fn segments<'a>(
    template: &'static str,
    path: &'a str,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    template.split('/').zip(path.split('/'))
}

fn matches(template: &'static str, path: &str) -> bool {
    let fits = |(known, given): (&str, &str)| match placeholder(known) {
        Some(_) => !given.is_empty(),
        None => known == given,
    };
    template.split('/').count() == path.split('/').count() && segments(template, path).all(fits)
}

/// Decodes the ids of a path; `None` if one of them is not UTF-8.
fn ids(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let ids =
        segments(template, path).filter_map(|(known, given)| Some((placeholder(known)?, given)));
    let decoded = ids.map(|(name, given)| {
        let id = percent_decode_str(given).decode_utf8().ok()?;
        Some((name, id.into_owned()))
    });
    decoded.collect()
}
