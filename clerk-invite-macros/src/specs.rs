//! `specs!`: what the `mod` lines of a file and the files behind them declare, so that nobody has to
//! write it down a second time.
//!
//! Reads files, since a macro cannot ask the compiler what a module holds, and `mod` lines inside of
//! a macro call are seen neither by rustfmt nor by editors. What it reads are sources of the crate
//! that calls it, so that a change of them expands it anew.

use std::path::Path;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::LitStr;

/// The re-exports of everything declared below the modules of a file, and the list of the endpoints.
pub(crate) fn specs(path: TokenStream, root: Option<&Path>) -> TokenStream {
    let path = match syn::parse2::<LitStr>(path) {
        Ok(path) => path,
        Err(error) => return error.into_compile_error(),
    };
    match expand(&path, root.unwrap_or(Path::new("."))) {
        Ok(output) => output,
        Err(problem) => syn::Error::new(path.span(), problem).into_compile_error(),
    }
}

fn expand(path: &LitStr, root: &Path) -> Result<TokenStream, String> {
    let file = root.join(path.value());
    let directory = file.parent().unwrap_or(root);
    let mut uses = TokenStream::new();
    let mut endpoints = TokenStream::new();
    for Named { conditions, name: module, .. } in modules(read(&file)?) {
        let conditions = quote! { #(#[#conditions])* };
        let source = read(&directory.join(format!("{}.rs", crate::ast::unraw(&module))))?;
        for Named { conditions: own, name, is_endpoint } in structs(source) {
            let conditions = quote! { #conditions #(#[#own])* };
            let path = quote! { crate::specs::#module::#name };
            uses.extend(quote! { #conditions #[doc(inline)] pub use #path; });
            if is_endpoint {
                endpoints.extend(quote! {
                    #conditions
                    <#path as ::clerk_invite::Endpoint>::INFO,
                });
            }
        }
    }
    Ok(quote! {
        #uses

        /// All endpoints that this crate declares, in the order of their `mod` lines.
        pub const ENDPOINTS: &[::clerk_invite::EndpointInfo] = &[#endpoints];
    })
}

fn read(file: &Path) -> Result<TokenStream, String> {
    let problem = |why: &dyn std::fmt::Display| format!("cannot read {}: {why}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| problem(&error))?;
    text.parse().map_err(|error| problem(&error))
}

/// Something declared: a module, or a struct.
struct Named {
    /// Its `cfg`s, without `#[]`.
    conditions: Vec<TokenStream>,
    name: Ident,
    /// Whether `#[endpoint(..)]` stands on it.
    is_endpoint: bool,
}

/// `mod name;`
fn modules(source: TokenStream) -> Vec<Named> {
    items(source, "mod", |after| matches!(after, Some(TokenTree::Punct(p)) if p.as_char() == ';'))
}

/// `pub struct Name ..`
fn structs(source: TokenStream) -> Vec<Named> {
    items(source, "struct", |_| true)
}

/// The items of a kind at the top level of a source, with what its attributes say.
fn items(
    source: TokenStream,
    keyword: &str,
    accepts: impl Fn(Option<&TokenTree>) -> bool,
) -> Vec<Named> {
    let mut found = Vec::new();
    let (mut conditions, mut is_endpoint) = (Vec::new(), false);
    let mut tokens = source.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // The next group is an attribute's, or a macro's.
            TokenTree::Punct(_) => {}
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                match attribute(&group).as_deref() {
                    Some("cfg") => conditions.push(group.stream()),
                    Some("endpoint") => is_endpoint = true,
                    _ => {}
                }
            }
            TokenTree::Ident(word) if word == keyword => {
                if let Some(TokenTree::Ident(name)) = tokens.next() {
                    if accepts(tokens.peek()) {
                        let conditions = std::mem::take(&mut conditions);
                        found.push(Named { conditions, name, is_endpoint });
                    }
                }
                (conditions, is_endpoint) = (Vec::new(), false);
            }
            TokenTree::Ident(word) if word == "pub" => {}
            // Of `pub(crate)`.
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {}
            _ => (conditions, is_endpoint) = (Vec::new(), false),
        }
    }
    found
}

/// The last name in the path of an attribute.
fn attribute(group: &Group) -> Option<String> {
    let path = group.stream().into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
    path.filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    })
    .last()
}

#[cfg(test)]
mod tests {
    use super::{modules, structs};

    #[test]
    fn finds_the_modules() {
        let source = r#"
            //! Docs with a `mod not_this;`.
            pub mod a;
            mod r#type;
            #[cfg(feature = "x")]
            #[doc = "B."]
            pub(crate) mod b;
            mod inline { mod not_this; }
            use self::a::B;
            fn f() {}
            mod c;
        "#;
        let found = modules(source.parse().unwrap());
        let found: Vec<_> = found
            .iter()
            .map(|named| (named.name.to_string(), named.conditions.iter().map(ToString::to_string)))
            .map(|(name, conditions)| (name, conditions.collect::<Vec<_>>().join(" ")))
            .collect();
        let found: Vec<_> = found.iter().map(|(name, cfg)| (name.as_str(), cfg.as_str())).collect();
        let cfg = "cfg (feature = \"x\")";
        assert_eq!(found, [("a", ""), ("r#type", ""), ("b", cfg), ("c", "")]);
    }

    #[test]
    fn finds_the_structs() {
        let source = r#"
            use crate::{endpoint, params};
            /// Docs.
            #[endpoint(POST, "/a", max_items = 10)]
            #[returns(Vec<A>)]
            pub struct A { #[body] pub a: Vec<B> }
            /// One.
            #[params]
            pub struct B { pub c: [u8; 2] }
            #[crate::endpoint(GET, "/c")]
            #[returns(())]
            pub struct C;
            pub struct D;
        "#;
        let found = structs(source.parse().unwrap());
        let found: Vec<_> =
            found.iter().map(|named| (named.name.to_string(), named.is_endpoint)).collect();
        let found: Vec<_> = found.iter().map(|(name, is)| (name.as_str(), *is)).collect();
        assert_eq!(found, [("A", true), ("B", false), ("C", true), ("D", false)]);
    }
}
