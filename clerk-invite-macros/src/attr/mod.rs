//! The arguments of `#[endpoint(..)]`, every value with its place.

pub(crate) mod conditional;
pub(crate) mod field;
mod foreign_placeholder;
pub(crate) mod path_template;
pub(crate) mod rate_limit;
pub(crate) mod tokens;
pub(crate) mod values;

use proc_macro2::{Group, Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Lit, LitStr, Token, Type};

use crate::attr::path_template::Template;
use crate::attr::rate_limit::RateLimit;
use crate::attr::tokens::split_at_commas;
use crate::attr::values::{ClientMethod, MaxItems};
use crate::diagnostics::errors::{Errors, written};
use crate::diagnostics::suggest;

pub(crate) const KEYS: [&str; 3] = ["client_method", "rate_limit", "max_items"];

/// The five methods that the grammar knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];
    pub(crate) const NAMES: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Returns `true` if fields that are not in the path are in the body, and not in the query.
    pub(crate) fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// The path as it was written and as it was read.
pub(crate) struct Path {
    pub(crate) literal: LitStr,
    pub(crate) template: Template,
}

/// The arguments that could be read. The others have been reported.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) method: Option<Method>,
    pub(crate) path: Option<Path>,
    pub(crate) client_method: Option<ClientMethod>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) max_items: Option<MaxItems>,
    /// The type of `returns = Type`, which belongs on a line of its own and has been reported.
    pub(crate) returns: Option<Type>,
    /// `true` in a crate that cannot have a `client_method`.
    pub(crate) is_elsewhere: bool,
    /// `true` if the body was named here and not at its field, which has been reported.
    pub(crate) names_body: bool,
}

/// One argument between two commas.
enum Argument {
    Word(Ident),
    Literal(Lit),
    /// `key = …`, `key(…)`: the key, and everything behind it.
    Keyed(Ident, TokenStream),
}

impl Arguments {
    /// Reads the arguments, in the crate of that name.
    pub(crate) fn parse(
        tokens: TokenStream,
        crate_name: Option<&str>,
        errors: &mut Errors,
    ) -> Self {
        let mut arguments =
            Self { is_elsewhere: values::is_elsewhere(crate_name), ..Self::default() };
        let mut seen = Vec::new();
        let mut positional = Positional::default();
        for tokens in split_at_commas(tokens) {
            match syn::parse2::<Argument>(tokens) {
                Ok(Argument::Keyed(key, value)) if Method::named(&key.to_string()).is_some() => {
                    errors
                        .at(&value, format!("expected a comma after the HTTP method: `{key}, ..`"));
                    positional.blamed = true;
                    arguments.word(&key, &mut positional, errors);
                    arguments.without_key(value, &mut positional, errors);
                }
                Ok(Argument::Keyed(key, value)) => {
                    if let Some(what) = positional_key(&key) {
                        let example = "as in `#[endpoint(GET, \"/users\")]`";
                        errors.at(&key, format!("expected {what} without a key, {example}"));
                        positional.blamed = true;
                        arguments.without_key(value, &mut positional, errors);
                    } else {
                        positional.first_key.get_or_insert_with(|| key.clone());
                        arguments.keyed(&key, value, &mut seen, errors);
                        positional.count += 1;
                    }
                }
                Ok(Argument::Word(word)) if KEYS.contains(&word.to_string().as_str()) => {
                    positional.first_key.get_or_insert_with(|| word.clone());
                    arguments.keyed(&word, TokenStream::new(), &mut seen, errors);
                    positional.count += 1;
                }
                Ok(Argument::Word(word)) => arguments.word(&word, &mut positional, errors),
                Ok(Argument::Literal(literal)) => {
                    arguments.literal(literal, &mut positional, errors);
                }
                Err(error) => {
                    positional.blamed = true;
                    errors.push(error);
                }
            }
        }
        arguments.check_positional(&positional, errors);
        arguments
    }

    /// The value of `method = GET`, `path = "/users"` or `GET("/users")`, which has been reported.
    fn without_key(&mut self, value: TokenStream, seen: &mut Positional, errors: &mut Errors) {
        let value = match syn::parse2::<Group>(value.clone()) {
            Ok(group) => group.stream(),
            Err(_) => value.into_iter().skip(1).collect(),
        };
        match syn::parse2(value) {
            Ok(Argument::Word(word)) => self.word(&word, seen, errors),
            Ok(Argument::Literal(literal)) => self.literal(literal, seen, errors),
            _ => {}
        }
    }

    fn word(&mut self, word: &Ident, seen: &mut Positional, errors: &mut Errors) {
        let name = word.to_string();
        let position = seen.next();
        if seen.method.is_some() {
            let message = match suggest::nearest(&name, KEYS) {
                _ if Method::named(&name).is_some() => {
                    seen.blamed = true;
                    format!("unexpected second HTTP method `{name}`: an endpoint has one")
                }
                Some(near) => format!("unknown key `{name}`{}", suggest::did_you_mean(near)),
                None if seen.path_at.is_none() => {
                    seen.blamed = true;
                    format!("expected the path as a string, as in `\"/users\"`, found `{name}`")
                }
                None => format!("unexpected `{name}`: expected {}", suggest::one_of(&KEYS)),
            };
            errors.at(word, message);
            return;
        }
        seen.method = Some((word.clone(), position));
        self.method = Method::named(&name);
        if self.method.is_none() {
            let near = suggest::nearest(&name, Method::NAMES);
            // The rest is checked with the word that was meant.
            self.method = near.and_then(Method::named);
            let hint = suggest::hint(&name, &Method::NAMES);
            errors.at(word, format!("unknown HTTP method `{name}`{hint}"));
        }
    }

    fn literal(&mut self, literal: Lit, seen: &mut Positional, errors: &mut Errors) {
        let position = seen.next();
        let Lit::Str(text) = literal else {
            seen.blamed = true;
            errors.at(literal, "expected the path as a string, as in `\"/users\"`");
            return;
        };
        let name = text.value().to_uppercase();
        if seen.method.is_none() && Method::named(&name).is_some() {
            errors.at(&text, format!("expected the HTTP method as a bare word: `{name}`"));
            self.method = Method::named(&name);
            seen.method = Some((Ident::new(&name, text.span()), position));
        } else if seen.path_at.is_some() {
            errors.at(text, "unexpected second path: an endpoint has one");
        } else {
            seen.path_at = Some(position);
            let template = Template::parse(&text.value());
            for mistake in &template.mistakes {
                errors.at(&text, mistake);
            }
            self.path = Some(Path { literal: text, template });
        }
    }

    /// The method and the path: both there, and in this order.
    fn check_positional(&self, seen: &Positional, errors: &mut Errors) {
        if seen.blamed {
            return;
        }
        let path_at = seen.path_at.unwrap_or_default();
        match (&seen.method, &self.path) {
            (Some((_, 0)), Some(_)) if path_at == 1 => {}
            (Some((method, at)), Some(path)) if path_at < *at => {
                let text = path.literal.value();
                let message = format!("expected the HTTP method first: `{method}, {text:?}`");
                errors.at(&path.literal, message);
            }
            (Some((_, 0)), Some(path)) => {
                errors.at(&path.literal, "expected the path as the second argument");
            }
            (Some((method, _)), Some(_)) => {
                let message = format!("expected the HTTP method `{method}` as the first argument");
                errors.at(method, message);
            }
            (None, Some(path)) => errors.at(
                &path.literal,
                format!(
                    "missing HTTP method before the path: expected {}",
                    suggest::one_of(&Method::NAMES)
                ),
            ),
            (Some((method, _)), None) => errors.at(
                method,
                "missing path after the HTTP method: expected a string, as in `\"/users\"`",
            ),
            (None, None) => {
                let span = seen.first_key.as_ref().map_or_else(Span::call_site, Ident::span);
                errors.at_span(
                    span,
                    "expected the HTTP method and the path first, as in `#[endpoint(GET, \"/users\")]`",
                );
            }
        }
    }

    fn keyed(
        &mut self,
        key: &Ident,
        value: TokenStream,
        seen: &mut Vec<String>,
        errors: &mut Errors,
    ) {
        let mut name = key.to_string();
        if !KEYS.contains(&name.as_str()) {
            if let Some(message) = self.misplaced(&name, &value) {
                errors.at(key, message);
                return;
            }
            let near = suggest::nearest(&name, KEYS);
            if near == Some("client_method") && self.is_elsewhere {
                errors.at(key, values::ELSEWHERE);
                return;
            }
            errors.at(key, format!("unknown key `{name}`{}", suggest::hint(&name, &KEYS)));
            // The rest is checked with the word that was meant.
            match near {
                Some(near) if !seen.iter().any(|known| known == near) => near.clone_into(&mut name),
                _ => return,
            }
        }
        if seen.contains(&name) {
            errors.at(key, format!("`{name}` is given twice"));
            return;
        }
        match name.as_str() {
            "client_method" => self.client_method = values::client_method(key, value, errors),
            "rate_limit" => self.rate_limit = values::rate_limit(key, value, errors),
            _ => self.max_items = Some(values::max_items(key, value, errors)),
        }
        seen.push(name);
    }
}

impl Arguments {
    /// Takes what belongs at another place, and returns the message that says so.
    fn misplaced(&mut self, key: &str, value: &TokenStream) -> Option<String> {
        let value = match syn::parse2::<Group>(value.clone()) {
            Ok(group) => group.stream(),
            Err(_) => value.clone().into_iter().skip(1).collect(),
        };
        match key {
            "returns" | "return" | "response" | "result" | "output" | "returning" => {
                let ty = syn::parse2::<Type>(value).ok();
                let name = ty.as_ref().map_or_else(|| "Type".to_owned(), written);
                self.returns = Some(ty.unwrap_or_else(|| syn::parse_quote! { () }));
                Some(format!(
                    "expected `#[returns({name})]` on a line of its own, below `#[endpoint(..)]`"
                ))
            }
            "body" => {
                self.names_body = true;
                Some(match syn::parse2::<Ident>(value) {
                    Ok(field) => format!("expected `#[body]` on the field `{field}`"),
                    Err(_) => "expected `#[body]` on a field".to_owned(),
                })
            }
            "header" | "headers" => Some("a request has no headers of its own".to_owned()),
            _ => None,
        }
    }
}

/// The positions of the arguments without a key.
#[derive(Default)]
struct Positional {
    /// The number of arguments that could be read so far.
    count: usize,
    method: Option<(Ident, usize)>,
    path_at: Option<usize>,
    first_key: Option<Ident>,
    /// An argument could not be read and has been reported: what is missing may be that one.
    blamed: bool,
}

impl Positional {
    /// The position of the argument that is being read.
    fn next(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }
}

/// Returns the name of an argument that takes no key, for a key that was written before it.
fn positional_key(key: &Ident) -> Option<&'static str> {
    match key.to_string().as_str() {
        "method" | "verb" => Some("the HTTP method"),
        "path" | "route" | "uri" | "url" => Some("the path"),
        _ => None,
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(Token![,]) {
            return Err(input.error("expected an argument before this comma"));
        }
        if input.peek(Token![/]) {
            let path: TokenStream = input.parse()?;
            let expected = "expected the path as a string, as in `\"/users\"`";
            return Err(syn::Error::new_spanned(path, expected));
        }
        if input.peek(Lit) {
            let literal = input.parse()?;
            return if input.is_empty() {
                Ok(Self::Literal(literal))
            } else {
                Err(input.error("expected a comma before this"))
            };
        }
        let word: Ident = input.parse().map_err(|error| {
            let expected = "expected an HTTP method, a path or a key such as `rate_limit`";
            syn::Error::new(error.span(), expected)
        })?;
        if input.is_empty() {
            Ok(Self::Word(word))
        } else if input.peek(Token![=]) || input.peek(syn::token::Paren) {
            Ok(Self::Keyed(word, input.parse()?))
        } else if input.peek(Token![!]) || input.peek(Token![::]) {
            let rest: TokenStream = input.parse()?;
            let expected = "expected a bare word or a literal: this is read before anything is \
                            expanded";
            Err(syn::Error::new_spanned(quote! { #word #rest }, expected))
        } else {
            Err(input.error("expected a comma before this"))
        }
    }
}

/// Every text of at most `length` of the parts, in any order.
#[cfg(test)]
fn every_text(parts: &[&str], length: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut start = 0;
    for _ in 0..length {
        let longest = start..texts.len();
        start = texts.len();
        for at in longest {
            let longer = parts.iter().map(|part| format!("{}{part}", texts[at]));
            texts.extend(longer.collect::<Vec<_>>());
        }
    }
    texts
}
