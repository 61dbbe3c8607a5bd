//! The macros as functions over tokens, which tests can call.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::ast::{self, Declaration, Struct};
use crate::attr::Arguments;
use crate::diagnostics::errors::Errors;
use crate::valid::{Endpoint, Params};
use crate::{editor, expand, fallback};

/// `#[endpoint(arguments)] item`, in the crate of that name.
pub(crate) fn endpoint(
    arguments: TokenStream,
    item: TokenStream,
    crate_name: Option<&str>,
) -> TokenStream {
    let mut errors = Errors::new();
    let is_completing = editor::is_completing(&arguments, &item);
    let imports = editor::imports(&arguments, &item);
    let arguments = Arguments::parse(arguments, crate_name, &mut errors);
    let output = match Struct::parse(item, "endpoint", &mut errors) {
        Ok((input, helpers)) => {
            let mut ignored = Errors::new();
            let errors = if input.is_incomplete { incomplete(&mut ignored) } else { &mut errors };
            let returns = ast::returns(&helpers, arguments.returns.as_ref(), &input.ident, errors);
            let declaration = Declaration { arguments, input, returns };
            let output = match Endpoint::check(declaration, errors) {
                Ok(endpoint) => expand::endpoint(&endpoint),
                Err(rejected) => fallback::endpoint(&rejected),
            };
            ignored.finish();
            output
        }
        Err(item) => fallback::other_item(&item, arguments.returns.as_ref(), &mut errors),
    };
    if is_completing {
        // An error lies at the word as well, and would be completed in its place.
        errors.finish();
        return quote! { #imports #output };
    }
    with_errors(errors, quote! { #imports #output })
}

/// `#[params] item`.
pub(crate) fn params(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    if !arguments.is_empty() {
        errors.at(arguments, "expected `#[params]` without arguments");
    }
    let is_completing = editor::is_completing(&TokenStream::new(), &item);
    let imports = editor::imports(&TokenStream::new(), &item);
    // The `#[endpoint(..)]` below generates all that this would.
    if let Ok(input) = syn::parse2::<syn::DeriveInput>(item.clone()) {
        if let Some(endpoint) = input.attrs.iter().find(|a| ast::our_macro(a) == Some("endpoint")) {
            errors.at(endpoint.path(), ast::EITHER);
            return with_errors(errors, item);
        }
    }
    let output = match Struct::parse(item, "params", &mut errors) {
        Ok((input, helpers)) => {
            for helper in helpers {
                errors.at(helper.path(), "`#[returns(..)]` belongs on an `#[endpoint(..)]`");
            }
            let mut ignored = Errors::new();
            let errors = if input.is_incomplete { incomplete(&mut ignored) } else { &mut errors };
            let output = match Params::check(input, errors) {
                Ok(params) => expand::params(&params),
                Err(input) => fallback::params(&input),
            };
            ignored.finish();
            output
        }
        Err(item) => fallback::other_params(&item),
    };
    if is_completing {
        // An error lies at the word as well, and would be completed in its place.
        errors.finish();
        return quote! { #imports #output };
    }
    with_errors(errors, quote! { #imports #output })
}

/// Returns where the mistakes of a struct go that rustc has reported: it is not valid, and they are not
/// shown.
fn incomplete(ignored: &mut Errors) -> &mut Errors {
    ignored.at_span(Span::call_site(), "this struct does not parse");
    ignored
}

fn with_errors(errors: Errors, mut output: TokenStream) -> TokenStream {
    if let Some(error) = errors.finish() {
        output.extend(error.into_compile_error());
    }
    output
}
