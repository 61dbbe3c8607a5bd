//! `Client::name`, for `client_method(name)`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::expand::structure::{conditions, converted, items_type, lint_levels, parameter_type};
use crate::valid::{Endpoint, Place};

pub(super) fn expand(endpoint: &Endpoint, facts: &str) -> Option<TokenStream> {
    let name = endpoint.client_method.as_ref()?;
    let ident = &endpoint.structure.ident;
    let attributes = &endpoint.structure.attributes;
    let docs =
        attributes.iter().filter(|a| a.path().is_ident("doc") || a.path().is_ident("deprecated"));
    let (conditions, levels) = (conditions(attributes), lint_levels(attributes));
    let (parameters, request) = signature(endpoint);
    let future = future(ident);
    Some(quote! {
        #(#conditions)*
        #(#levels)*
        #[allow(deprecated)]
        impl ::clerk_invite::Client {
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
            pub fn #name(
                &self,
                #parameters
            ) -> #future {
                self.send(#request)
            }
        }
    })
}

/// What every method returns.
pub(crate) fn future(ident: &Ident) -> TokenStream {
    quote! {
        impl ::core::future::Future<
            Output = ::core::result::Result<
                <#ident as ::clerk_invite::Endpoint>::Response,
                ::clerk_invite::Error,
            >,
        > + ::core::marker::Send
    }
}

/// The path parameters and then the body when the struct has nothing else; otherwise the struct.
fn signature(endpoint: &Endpoint) -> (TokenStream, TokenStream) {
    let ident = &endpoint.structure.ident;
    let fields: Vec<_> = endpoint.fields().collect();
    let spread = fields.iter().all(|(field, place)| {
        matches!(place, Place::Path | Place::Body) && field.shape.is_required()
    });
    if !spread {
        return (quote! { request: #ident }, quote! { request });
    }
    // The path first, in the struct's order, then the body.
    let fields = fields
        .iter()
        .filter(|(_, place)| *place == Place::Path)
        .chain(fields.iter().filter(|(_, place)| *place == Place::Body));
    let capped = endpoint.cap.as_ref().map(|cap| &cap.field);
    let (mut parameters, mut values) = (TokenStream::new(), TokenStream::new());
    for (field, _) in fields {
        let name = &field.ident;
        let (ty, value) = if Some(name) == capped {
            (
                items_type(field, &quote! { #ident }),
                quote! { ::clerk_invite::IntoBulkItems::into_items(#name) },
            )
        } else {
            (parameter_type(field, &field.ty, None), converted(name, &field.ty))
        };
        parameters.extend(quote! { #name: #ty, });
        values.extend(quote! { #name: #value, });
    }
    (parameters, quote! { #ident { #values } })
}
