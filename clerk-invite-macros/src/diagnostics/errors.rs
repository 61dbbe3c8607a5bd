//! The collection of all mistakes in a declaration.

use proc_macro2::Span;
use quote::ToTokens;

/// The mistakes found so far. Dropping them unread panics, so that no check is lost by accident.
pub(crate) struct Errors(Option<Vec<syn::Error>>);

impl Errors {
    pub(crate) fn new() -> Self {
        Self(Some(Vec::new()))
    }

    /// Adds a mistake at one token or at a run of tokens.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake at a span.
    pub(crate) fn at_span(&mut self, span: Span, message: impl std::fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.0.get_or_insert_with(Vec::new).push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(Vec::is_empty)
    }

    /// Returns all of them as one error, or `None` if there are none.
    pub(crate) fn finish(mut self) -> Option<syn::Error> {
        let mut all = self.0.take()?.into_iter();
        let mut combined = all.next()?;
        combined.extend(all);
        Some(combined)
    }
}

/// Returns a type as it was most likely written, for messages.
pub(crate) fn written(ty: &syn::Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, written) in [
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" :: ", "::"),
        (":: ", "::"),
        ("& ", "&"),
    ] {
        text = text.replace(spaced, written);
    }
    text
}

impl Drop for Errors {
    fn drop(&mut self) {
        if self.0.is_some() && !std::thread::panicking() {
            unreachable!("the errors of a declaration were not read");
        }
    }
}
