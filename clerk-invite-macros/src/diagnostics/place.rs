//! The places of generated tokens.

use std::sync::OnceLock;

use proc_macro2::Span;

/// Returns a span with a user's place, for generated tokens that rustc is to blame there.
///
/// In an editor it has none: go to definition on the user's word would lead to each of the tokens.
pub(crate) fn place(user: Span) -> Span {
    if runs_in_an_editor() { Span::call_site() } else { located(user) }
}

/// Returns a span with a user's place, for the first and last tokens of a generated item: there rustc
/// blames it, and an editor finds it.
pub(crate) fn located(user: Span) -> Span {
    Span::call_site().located_at(user)
}

/// Returns a span for a generated item that an editor is to find at a user's word, and that rustc does
/// not blame there.
pub(crate) fn found_at(user: Span) -> Span {
    if runs_in_an_editor() { user } else { Span::call_site() }
}

/// Returns `true` in rust-analyzer, which runs macros in a program of its own,
/// `rust-analyzer-proc-macro-srv`.
pub(crate) fn runs_in_an_editor() -> bool {
    static IN_AN_EDITOR: OnceLock<bool> = OnceLock::new();
    *IN_AN_EDITOR.get_or_init(|| {
        let program = std::env::current_exe().ok();
        let name = program.as_deref().and_then(std::path::Path::file_name);
        name.is_some_and(|name| name.to_string_lossy().starts_with("rust-analyzer"))
    })
}
