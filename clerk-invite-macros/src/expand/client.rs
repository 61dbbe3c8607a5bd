//! `Client::name`, for `client_method(name)`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Ident, Type};

use crate::ast::{Field, Struct};
use crate::diagnostics::place::{located, place};
use crate::expand::implement::{cfg_attrs, lint_levels};
use crate::expand::parameter::{converted, items_type, parameter_type};
use crate::valid::Endpoint;
use crate::valid::place::Place;

/// A method of `Client`, as far as its signature goes.
pub(crate) struct Method<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) input: &'a Struct,
    pub(crate) places: &'a [Place],
    /// The field whose list has a cap.
    pub(crate) capped: Option<&'a Ident>,
    pub(crate) returns: &'a Type,
}

pub(super) fn expand(endpoint: &Endpoint, facts: &str) -> Option<TokenStream> {
    let method = Method {
        name: endpoint.client_method.as_ref()?,
        input: &endpoint.input,
        places: &endpoint.places,
        capped: endpoint.cap.as_ref().map(|cap| &cap.field),
        returns: &endpoint.returns,
    };
    let docs = endpoint
        .input
        .attributes
        .iter()
        .filter(|a| a.path().is_ident("doc") || a.path().is_ident("deprecated"));
    let docs = quote! {
        #(#docs)*
        #[doc = ""]
        #[doc = #facts]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " [`Error`](::clerk_invite::Error), whose \
            [`delivery`](::clerk_invite::Error::delivery) says whether the call may have been \
            carried out."]
        #[inline]
    };
    let send = |request| quote! { ::clerk_invite::Client::send(self, #request) };
    Some(method.expand(&docs, send))
}

impl Method<'_> {
    /// Writes the method. Its `cfg` is read in `clerk-invite` alone: nowhere else is there a
    /// `client_method`.
    pub(crate) fn expand(
        &self,
        attributes: &TokenStream,
        body: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let Self { name, input, returns, .. } = self;
        let (cfg_attrs, levels) = (cfg_attrs(&input.attributes), lint_levels(&input.attributes));
        let (parameters, request) = self.signature();
        let body = body(request);
        // Placed at the name, so that rustc shows a second method of that name there.
        let at_name = located(name.span());
        let blamed = place(name.span());
        let head = quote_spanned! {at_name=> pub fn };
        let future = quote_spanned! {blamed=>
            impl ::core::future::Future<
                Output = ::core::result::Result<#returns, ::clerk_invite::Error>,
            > + ::core::marker::Send
        };
        let body = quote_spanned! {at_name=> { #body } };
        quote! {
            #[cfg(feature = "client")]
            #(#cfg_attrs)*
            #(#levels)*
            #[allow(deprecated, non_snake_case)]
            impl ::clerk_invite::Client {
                #attributes
                #head #name(&self, #parameters) -> #future #body
            }
        }
    }

    /// Returns the parameters and the request made of them: the path parameters and then the body
    /// when the struct has nothing else, otherwise the struct.
    fn signature(&self) -> (TokenStream, TokenStream) {
        let ident = &self.input.ident;
        let fields = || self.input.fields.iter().zip(self.places);
        let is_body = |place: &Place| matches!(place, Place::Body);
        let spread = fields().all(|(field, place)| {
            matches!(place, Place::Path | Place::Unknown | Place::Body) && field.shape.is_required()
        });
        if !spread {
            return (quote! { request: #ident }, quote! { request });
        }
        let in_path = fields().filter(|(_, place)| !is_body(place));
        let ordered = in_path.chain(fields().filter(|(_, place)| is_body(place)));
        let (mut parameters, mut values) = (TokenStream::new(), TokenStream::new());
        for (field, _) in ordered {
            let (name, (ty, value)) = (&field.ident, self.parameter(field));
            parameters.extend(quote! { #name: #ty, });
            values.extend(quote! { #name: #value, });
        }
        (parameters, quote! { #ident { #values } })
    }

    fn parameter(&self, field: &Field) -> (TokenStream, TokenStream) {
        let (name, request) = (&field.ident, &self.input.ident);
        if Some(name) == self.capped {
            (
                items_type(field, &quote! { #request }),
                quote! { ::clerk_invite::IntoBulkItems::into_items(#name) },
            )
        } else {
            (parameter_type(field), converted(field))
        }
    }
}
