//! What is emitted beside the errors of a wrong declaration, so that nothing else is reported
//! wherever it is used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Generics, Ident, Type};

use crate::ast::other_item::OtherItem;
use crate::ast::type_shape;
use crate::ast::{self, Declaration, Field, Struct};
use crate::diagnostics::errors::Errors;
use crate::expand::{client, structure};

pub(crate) fn endpoint(declaration: &Declaration, crate_name: Option<&str>) -> TokenStream {
    let Declaration { arguments, structure, returns } = declaration;
    let base = params(structure);
    let ident = &structure.ident;
    let body = structure.fields.iter().find(|field| field.attributes.body.is_some());
    let batches = body.and_then(|body| batches(structure, body));
    let client = arguments
        .client_method
        .as_ref()
        .filter(|_| crate_name.is_none_or(|name| name == "clerk_invite"))
        .map(|method| client_method(declaration, &method.name, body));
    let endpoint =
        endpoint_stub(ident, &structure.generics, &structure.attributes, returns.as_ref());
    let paged = returns.as_ref().and_then(|returns| paged_stub(structure, returns));
    quote! {
        #base
        #endpoint
        #paged
        #batches
        #client
    }
}

/// An item that cannot be a declaration: if it is a type, it can still be sent.
pub(crate) fn other_item(item: &OtherItem, errors: &mut Errors) -> TokenStream {
    let base = other_params(item);
    let OtherItem::Type(input, helpers) = item else { return base };
    let returns = ast::returns(helpers, &input.ident, errors);
    let endpoint = endpoint_stub(&input.ident, &input.generics, &input.attrs, returns.as_ref());
    quote! {
        #base
        #endpoint
    }
}

/// An item that cannot be `#[params]`: if it is a type, it can still be an item of a body.
pub(crate) fn other_params(item: &OtherItem) -> TokenStream {
    let stubs = match item {
        OtherItem::Type(input, _) => Some(stubs(&input.ident, &input.generics, &input.attrs)),
        OtherItem::Other(_) => None,
    };
    quote! {
        #item
        #stubs
    }
}

fn endpoint_stub(
    ident: &Ident,
    generics: &Generics,
    attributes: &[Attribute],
    returns: Option<&Type>,
) -> TokenStream {
    let nothing = syn::parse_quote! { () };
    let returns = returns.unwrap_or(&nothing);
    let (generics, arguments, clause) = generics.split_for_impl();
    let conditions = structure::conditions(attributes);
    quote! {
        #(#conditions)*
        #[allow(deprecated)]
        #[diagnostic::do_not_recommend]
        impl #generics ::clerk_invite::Endpoint for #ident #arguments #clause {
            type Response = #returns;
            const NAME: &'static ::core::primitive::str = "";
            const METHOD: ::clerk_invite::http::Method = ::clerk_invite::http::Method::GET;
            const PATH: &'static ::core::primitive::str = "";
        }
    }
}

/// What returns a page is read page by page, most likely.
fn paged_stub(structure: &Struct, returns: &Type) -> Option<TokenStream> {
    let item = type_shape::argument_of(returns, "Page")?;
    let ident = &structure.ident;
    let (generics, arguments, clause) = structure.generics.split_for_impl();
    let conditions = structure::conditions(&structure.attributes);
    Some(quote! {
        #(#conditions)*
        #[allow(deprecated)]
        #[diagnostic::do_not_recommend]
        impl #generics ::clerk_invite::Paged for #ident #arguments #clause {
            type Item = #item;
            const MAX_LIMIT: ::core::option::Option<::core::primitive::u64> =
                ::core::option::Option::None;
            fn page_limit(&self) -> ::core::option::Option<::core::primitive::u64> {
                ::core::option::Option::None
            }
            fn page_offset(&self) -> ::core::primitive::u64 {
                0
            }
            fn set_page_limit(&mut self, _: ::core::primitive::u64) {}
            fn set_page_offset(&mut self, _: ::core::primitive::u64) -> ::core::primitive::bool {
                false
            }
        }
    })
}

/// The struct, `new`, the setters, and stubs of what a body's type implements.
pub(crate) fn params(structure: &Struct) -> TokenStream {
    let base = structure::expand(structure, None, None);
    let stubs = stubs(&structure.ident, &structure.generics, &structure.attributes);
    quote! {
        #base
        #stubs
    }
}

fn stubs(ident: &Ident, generics: &Generics, attributes: &[Attribute]) -> TokenStream {
    let (generics, arguments, clause) = generics.split_for_impl();
    let conditions = structure::conditions(attributes);
    quote! {
        #(#conditions)*
        #[allow(deprecated)]
        impl #generics ::clerk_invite::serde::Serialize for #ident #arguments #clause {
            fn serialize<__S: ::clerk_invite::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                ::clerk_invite::serde::Serializer::serialize_unit(__serializer)
            }
        }

        #(#conditions)*
        #[allow(deprecated)]
        impl #generics ::clerk_invite::Check for #ident #arguments #clause {
            fn check(&self) -> ::core::result::Result<(), ::clerk_invite::InvalidRequest> {
                ::core::result::Result::Ok(())
            }
        }
    }
}

fn batches(structure: &Struct, body: &Field) -> Option<TokenStream> {
    let item = type_shape::list_item(&body.ty)?;
    let (ident, visibility) = (&structure.ident, &structure.visibility);
    let (generics, arguments, clause) = structure.generics.split_for_impl();
    let parameters = structure.fields.iter().filter(|f| f.attributes.body.is_none()).map(|field| {
        let ty = structure::parameter_type(field, &field.ty, None);
        quote! { _: #ty, }
    });
    let conditions = structure::conditions(&structure.attributes);
    Some(quote! {
        #(#conditions)*
        #[allow(dead_code, deprecated, missing_docs)]
        impl #generics #ident #arguments #clause {
            #visibility fn batches(
                #(#parameters)*
                _: impl ::core::iter::IntoIterator<Item = #item>,
            ) -> impl ::core::iter::Iterator<Item = Self> {
                ::core::iter::empty()
            }
        }
    })
}

/// The method with the parameters that a declaration of this shape most likely has.
fn client_method(declaration: &Declaration, name: &Ident, body: Option<&Field>) -> TokenStream {
    let structure = &declaration.structure;
    let template = declaration.arguments.path.as_ref().map(|path| &path.template);
    let in_path = |field: &Field| {
        template.is_some_and(|t| t.placeholders().any(|placeholder| placeholder == field.name()))
    };
    let spread = structure
        .fields
        .iter()
        .all(|field| field.shape.is_required() && (in_path(field) || body.is_some()));
    let ident = &structure.ident;
    let parameters = if spread {
        let before = structure.fields.iter().filter(|field| field.attributes.body.is_none());
        let parameters = before.chain(body).map(|field| {
            let ty = structure::parameter_type(field, &field.ty, None);
            quote! { _: #ty, }
        });
        quote! { #(#parameters)* }
    } else {
        quote! { _: #ident, }
    };
    let conditions = structure::conditions(&structure.attributes);
    let future = client::future(ident);
    quote! {
        #(#conditions)*
        #[allow(deprecated, missing_docs, unused)]
        impl ::clerk_invite::Client {
            pub fn #name(
                &self,
                #parameters
            ) -> #future {
                ::core::future::pending()
            }
        }
    }
}
