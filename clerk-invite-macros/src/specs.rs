//! `specs!`: what the `mod` lines of a file and the files behind them declare, so that nobody has to
//! write it down a second time.
//!
//! Reads files, since a macro cannot ask the compiler what a module holds, and `mod` lines inside of
//! a macro call are seen neither by rustfmt nor by editors. What it reads are sources of the crate
//! that calls it, so that a change of them expands it anew. Where one of them cannot be read, rustc
//! says why, and better.

use std::path::Path;

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::LitStr;

use crate::ast::unraw;

/// The re-exports of everything declared below the modules of a file, and the list of the endpoints.
pub(crate) fn specs(path: TokenStream, root: Option<&Path>) -> TokenStream {
    let path = match syn::parse2::<LitStr>(path) {
        Ok(path) => path,
        Err(error) => return error.into_compile_error(),
    };
    let file = root.unwrap_or(Path::new(".")).join(path.value());
    let read = |name: &str| std::fs::read_to_string(file.with_file_name(name)).ok()?.parse().ok();
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some(source) = read(name) else {
        let problem = format!("cannot read {}", file.display());
        return syn::Error::new(path.span(), problem).into_compile_error();
    };
    let (output, problems) = expand(source, read);
    let problems =
        problems.iter().map(|text| syn::Error::new(path.span(), text).into_compile_error());
    quote! {
        #output
        #(#problems)*
    }
}

/// `read` gives the tokens of the file of that name.
fn expand(
    source: TokenStream,
    read: impl Fn(&str) -> Option<TokenStream>,
) -> (TokenStream, Vec<String>) {
    let (mut uses, mut endpoints) = (TokenStream::new(), TokenStream::new());
    let mut problems = Vec::new();
    let mut names: Vec<(Ident, String)> = Vec::new();
    for module in modules(source).items {
        let module_name = &module.name;
        let file = module.path.unwrap_or_else(|| format!("{}.rs", unraw(module_name)));
        let Some(found) = read(&file).map(structs) else { continue };
        let cfgs: Vec<_> = module.cfgs.iter().chain(&found.cfgs).collect();
        for declared in found.items {
            let name = &declared.name;
            if !declared.is_public {
                // It only helps a declaration; that an endpoint is public, `#[endpoint]` says.
                continue;
            }
            if !module.is_public {
                problems.push(format!("expected `pub mod {module_name}` for specs/{file}"));
                continue;
            }
            if cfgs.is_empty() && declared.cfgs.is_empty() {
                if let Some((_, other)) = names.iter().find(|(known, _)| known == name) {
                    problems.push(format!("`{name}` stands in specs/{other} and in specs/{file}"));
                    continue;
                }
                names.push((name.clone(), file.clone()));
            }
            let own = &declared.cfgs;
            let cfgs = quote! { #(#[#cfgs])* #(#[#own])* };
            let path = quote! { crate::specs::#module_name::#name };
            uses.extend(quote! {
                #cfgs
                #[allow(deprecated)]
                #[doc(inline)]
                pub use #path;
            });
            if declared.is_endpoint {
                endpoints.extend(quote! {
                    #cfgs
                    <#path as ::clerk_invite::Endpoint>::INFO,
                });
            }
        }
    }
    let output = quote! {
        #uses

        /// What each endpoint of this crate says of itself, in the order of their `mod` lines in
        /// [`specs`]: for tables, checks and tools. A constant, which costs nothing where it is not
        /// used.
        ///
        /// ```
        /// for endpoint in clerk_invite::ENDPOINTS {
        ///     println!("{} {}: {}", endpoint.method, endpoint.path, endpoint.docs);
        /// }
        /// ```
        #[allow(deprecated)]
        pub const ENDPOINTS: &[::clerk_invite::EndpointInfo] = &[#endpoints];
    };
    (output, problems)
}

/// What is declared at the top level of a file.
#[derive(Default)]
struct Found {
    /// The `cfg`s of the file itself, without `#![]`.
    cfgs: Vec<TokenStream>,
    items: Vec<Item>,
}

/// A module, or a struct, with what its attributes say.
struct Item {
    name: Ident,
    is_public: bool,
    /// Its `cfg`s, without `#[]`.
    cfgs: Vec<TokenStream>,
    /// Whether `#[endpoint(..)]` stands on it.
    is_endpoint: bool,
    /// `#[path = ".."]`
    path: Option<String>,
}

/// `mod name;`
fn modules(source: TokenStream) -> Found {
    items(source, "mod", |after| matches!(after, Some(TokenTree::Punct(p)) if p.as_char() == ';'))
}

/// `struct Name ..`
fn structs(source: TokenStream) -> Found {
    items(source, "struct", |_| true)
}

/// What has come before an item's keyword.
#[derive(Default)]
struct Before {
    is_public: bool,
    cfgs: Vec<TokenStream>,
    is_endpoint: bool,
    path: Option<String>,
}

fn items(
    source: TokenStream,
    keyword: &str,
    accepts: impl Fn(Option<&TokenTree>) -> bool,
) -> Found {
    let mut found = Found::default();
    let mut before = Before::default();
    let mut inner = false;
    let mut tokens = source.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) => {
                inner = punct.as_char() == '!' && punct.spacing() == Spacing::Alone;
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                match (attribute(&group).as_deref(), inner) {
                    (Some("cfg"), true) => found.cfgs.push(group.stream()),
                    (Some("cfg"), false) => before.cfgs.push(group.stream()),
                    (Some("endpoint"), false) => before.is_endpoint = true,
                    (Some("path"), false) => before.path = text(&group),
                    _ => {}
                }
            }
            TokenTree::Ident(word) if word == keyword => {
                if let Some(TokenTree::Ident(name)) = tokens.next() {
                    if accepts(tokens.peek()) {
                        let Before { is_public, cfgs, is_endpoint, path } =
                            std::mem::take(&mut before);
                        found.items.push(Item { name, is_public, cfgs, is_endpoint, path });
                    }
                }
                before = Before::default();
            }
            TokenTree::Ident(word) if word == "pub" => {
                let is_narrow = |next: &TokenTree| matches!(next, TokenTree::Group(g) if g.delimiter() == Delimiter::Parenthesis);
                before.is_public = tokens.next_if(is_narrow).is_none();
            }
            _ => before = Before::default(),
        }
    }
    found
}

/// The last name in the path of an attribute.
fn attribute(group: &Group) -> Option<String> {
    let path = group.stream().into_iter();
    let path = path.take_while(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == ':',
        token => matches!(token, TokenTree::Ident(_)),
    });
    path.filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    })
    .last()
}

/// The string in `[path = ".."]`.
fn text(group: &Group) -> Option<String> {
    let literal = group.stream().into_iter().find_map(|token| match token {
        TokenTree::Literal(literal) => Some(literal),
        _ => None,
    });
    let text = |literal: Literal| syn::parse2::<LitStr>(TokenTree::from(literal).into());
    literal.and_then(|literal| text(literal).ok()).map(|text| text.value())
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::{Found, expand, modules, structs};

    fn tokens(source: &str) -> TokenStream {
        source.parse().unwrap()
    }

    fn names(found: &Found) -> Vec<String> {
        found.items.iter().map(|item| item.name.to_string()).collect()
    }

    #[test]
    fn finds_the_modules() {
        let found = modules(tokens(
            r#"
            //! Docs with a `mod not_this;`.
            pub mod a;
            mod r#type;
            #[cfg(feature = "x")]
            #[doc = "B."]
            pub(crate) mod b;
            mod inline { mod not_this; }
            use self::a::B;
            fn f() {}
            #[path = "d.rs"]
            pub mod c;
            "#,
        ));
        assert_eq!(names(&found), ["a", "r#type", "b", "c"]);
        let public: Vec<_> = found.items.iter().map(|item| item.is_public).collect();
        assert_eq!(public, [true, false, false, true]);
        let cfgs: Vec<_> = found.items.iter().map(|item| item.cfgs.len()).collect();
        assert_eq!(cfgs, [0, 0, 1, 0]);
        assert_eq!(found.items[3].path.as_deref(), Some("d.rs"));
    }

    #[test]
    fn finds_the_structs() {
        let found = structs(tokens(
            r#"
            #![cfg(unix)]
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
            struct C;
            pub struct D;
            "#,
        ));
        assert_eq!(names(&found), ["A", "B", "C", "D"]);
        let endpoints: Vec<_> = found.items.iter().map(|item| item.is_endpoint).collect();
        assert_eq!(endpoints, [true, false, true, false]);
        assert_eq!(found.cfgs.len(), 1);
    }

    #[test]
    fn lists_what_is_there_and_says_what_cannot_be_listed() {
        let endpoint = |line: &str| tokens(&format!("#[endpoint(GET, \"/a\")] {line};"));
        let source =
            tokens("pub mod a; pub mod missing; mod hidden; pub mod narrow; pub mod again;");
        let (output, problems) = expand(source, |name| match name {
            "a.rs" | "again.rs" => Some(endpoint("pub struct A")),
            "hidden.rs" => Some(endpoint("pub struct B")),
            "narrow.rs" => Some(endpoint("pub(crate) struct C; struct Helper")),
            _ => None,
        });
        assert_eq!(
            problems,
            [
                "expected `pub mod hidden` for specs/hidden.rs",
                "`A` stands in specs/a.rs and in specs/again.rs",
            ]
        );
        let output = output.to_string();
        assert!(output.contains("crate :: specs :: a :: A as"), "{output}");
        assert!(!output.contains("hidden") && !output.contains("narrow"), "{output}");
    }
}
