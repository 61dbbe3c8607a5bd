//! The items at the top level of a file, read from its tokens.

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, TokenStream, TokenTree};
use syn::LitStr;

/// The modules or structs at the top level of a file.
#[derive(Default)]
pub(super) struct Found {
    /// The `cfg`s of the file itself, without `#![]`.
    pub(super) cfgs: Vec<TokenStream>,
    pub(super) items: Vec<Item>,
}

/// A module or a struct.
pub(super) struct Item {
    pub(super) name: Ident,
    pub(super) before: Before,
}

/// Returns every `mod name;`.
pub(super) fn modules(source: TokenStream) -> Found {
    items(source, "mod", |after| matches!(after, Some(TokenTree::Punct(p)) if p.as_char() == ';'))
}

/// Returns every `struct Name`.
pub(super) fn structs(source: TokenStream) -> Found {
    items(source, "struct", |_| true)
}

/// The visibility and attributes before an item's keyword.
#[derive(Default)]
pub(super) struct Before {
    pub(super) is_public: bool,
    /// Its `cfg`s, without `#[]`.
    pub(super) cfgs: Vec<TokenStream>,
    /// `true` if `#[endpoint(..)]` stands on it.
    pub(super) is_endpoint: bool,
    /// The method and the path in `#[endpoint(..)]`.
    pub(super) route: Option<(String, String)>,
    /// `#[path = ".."]`
    pub(super) path: Option<String>,
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
                    (Some("endpoint"), false) => {
                        before.is_endpoint = true;
                        before.route = route(&group);
                    }
                    (Some("path"), false) => before.path = text(&group),
                    _ => {}
                }
            }
            TokenTree::Ident(word) if word == keyword => {
                if let Some(TokenTree::Ident(name)) = tokens.next() {
                    if accepts(tokens.peek()) {
                        found.items.push(Item { name, before: std::mem::take(&mut before) });
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

/// Returns the last name in the path of an attribute.
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

/// Returns the method and the path of `[endpoint(GET, "/users/{user_id}")]`.
fn route(attribute: &Group) -> Option<(String, String)> {
    let arguments = attribute.stream().into_iter().find_map(|token| match token {
        TokenTree::Group(arguments) => Some(arguments),
        _ => None,
    })?;
    let TokenTree::Ident(method) = arguments.stream().into_iter().next()? else { return None };
    Some((method.to_string(), text(&arguments)?))
}

/// Returns the first string in `[path = ".."]`.
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

    use super::{Found, modules, structs};

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
        let public: Vec<_> = found.items.iter().map(|item| item.before.is_public).collect();
        assert_eq!(public, [true, false, false, true]);
        let cfgs: Vec<_> = found.items.iter().map(|item| item.before.cfgs.len()).collect();
        assert_eq!(cfgs, [0, 0, 1, 0]);
        assert_eq!(found.items[3].before.path.as_deref(), Some("d.rs"));
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
        let endpoints: Vec<_> = found.items.iter().map(|item| item.before.is_endpoint).collect();
        assert_eq!(endpoints, [true, false, true, false]);
        let route = Some(("POST".to_owned(), "/a".to_owned()));
        assert_eq!(found.items[0].before.route, route);
        assert_eq!(found.cfgs.len(), 1);
    }
}
