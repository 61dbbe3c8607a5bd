//! Writes out what a valid declaration stands for. Nothing here can fail.
//!
//! Functions are `inline`, so that a crate compiles only those that it calls.
//!
//! Everything generated is named by its full path, so that nothing a user's module shadows gets in
//! the way, and is allowed to be deprecated, because only the user's own calls should warn.

pub(crate) mod bulk;
pub(crate) mod checks;
pub(crate) mod client;
mod docs;
mod endpoint;
pub(crate) mod implement;
mod info;
pub(crate) mod input;
pub(crate) mod paged;
mod parameter;
pub(crate) mod serialize;

use proc_macro2::TokenStream;
use quote::quote;

use crate::valid::place::Place;
use crate::valid::{Endpoint, Params};

pub(crate) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let facts = docs::facts(endpoint);
    let capped = endpoint.cap.as_ref().map(|cap| &cap.field);
    let input = input::expand(&endpoint.input, Some(&facts), capped);
    let properties: Vec<_> = endpoint.fields_in(Place::Property).collect();
    let serialize = endpoint.sends_body().then(|| match endpoint.whole_body() {
        Some(body) => serialize::transparent(&endpoint.input, body),
        None => serialize::object(&endpoint.input, &properties),
    });
    let cap = checks::cap(endpoint);
    let checks = checks::expand(&endpoint.input, endpoint.fields(), cap.as_ref());
    let implementation = endpoint::expand(endpoint);
    let description = info::endpoint(endpoint);
    let list = bulk::expand(endpoint);
    let paged = paged::expand(endpoint);
    let client = client::expand(endpoint, &facts);
    quote! {
        #input
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
    let fields: Vec<_> = params.input.fields.iter().collect();
    let input = input::expand(&params.input, None, None);
    let serialize = serialize::object(&params.input, &fields);
    let places = fields.iter().map(|field| (*field, Place::Property));
    let checks = checks::expand(&params.input, places, None);
    let description = info::params(&params.input);
    quote! {
        #input
        #serialize
        #checks
        #description
    }
}
