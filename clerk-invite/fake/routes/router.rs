//! From method and path to the operation they name.

use http::Method;
use percent_encoding::percent_decode_str;

use crate::fake::operation::Operation;
use crate::fake::refusals::{self, Refusal};
use crate::fake::routes::table::{SERVED, Served};

/// An operation, and what its path says beside its name.
pub(crate) struct Route {
    pub(crate) served: &'static Served,
    pub(crate) ids: Vec<(&'static str, String)>,
}

impl Route {
    pub(crate) fn operation(&self) -> Operation {
        self.served.operation
    }
}

pub(crate) fn route(method: &Method, path: &str) -> Result<Route, Refusal> {
    let here = || SERVED.iter().filter(|served| matches(served.path, path));
    // The first template of those that match: words come before ids in the table.
    let template = here().next().ok_or_else(refusals::resource_not_found)?.path;
    let ids = ids(template, path).ok_or_else(refusals::resource_not_found)?;
    let allowed: Vec<_> = here().filter(|served| served.path == template).collect();
    match allowed.iter().find(|served| served.method == method) {
        Some(served) => Ok(Route { served, ids }),
        None => {
            let methods: Vec<_> = allowed.iter().map(|served| &served.method).collect();
            Err(refusals::method_not_allowed(&methods))
        }
    }
}

/// Each segment of the template with the path's at the same place. Split before decoding: an
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

/// `None` if one of them is not UTF-8.
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
