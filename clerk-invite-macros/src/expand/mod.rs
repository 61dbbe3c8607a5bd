//! Writes out what a valid declaration stands for. Nothing here can fail.
//!
//! Functions are `inline`, so that a crate compiles only those that it calls.
//!
//! Everything generated is named by its full path, so that nothing a user's module shadows gets in
//! the way, and is allowed to be deprecated, because only the user's own calls should warn.

mod checks;
pub(crate) mod client;
mod describe;
mod docs;
mod endpoint;
mod list;
mod paged;
mod serialize;
pub(crate) mod structure;

use proc_macro2::TokenStream;
use quote::quote;

use crate::valid::{Endpoint, Params, Place};

pub(crate) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let facts = docs::facts(endpoint);
    let capped = endpoint.cap.as_ref().map(|cap| &cap.field);
    let structure = structure::expand(&endpoint.structure, Some(&facts), capped);
    let properties: Vec<_> = endpoint.fields_in(Place::Property).collect();
    let serialize = endpoint.sends_body().then(|| match endpoint.whole_body() {
        Some(body) => serialize::transparent(&endpoint.structure, body),
        None => serialize::object(&endpoint.structure, &properties),
    });
    let cap = checks::cap(endpoint);
    let checks = checks::expand(&endpoint.structure, endpoint.fields(), cap.as_ref());
    let implementation = endpoint::expand(endpoint);
    let description = describe::endpoint(endpoint);
    let list = list::expand(endpoint);
    let paged = paged::expand(endpoint);
    let client = client::expand(endpoint, &facts);
    quote! {
        #structure
        #serialize
        #checks
        #implementation
        #description
        #list
        #paged
        #client
    }
}

pub(crate) fn params(params: &Params) -> TokenStream {
    let fields: Vec<_> = params.structure.fields.iter().collect();
    let structure = structure::expand(&params.structure, None, None);
    let serialize = serialize::object(&params.structure, &fields);
    let places = fields.iter().map(|field| (*field, Place::Property));
    let checks = checks::expand(&params.structure, places, None);
    let description = describe::params(&params.structure);
    quote! {
        #structure
        #serialize
        #checks
        #description
    }
}
