//! The attribute macros of [`clerk-invite`](https://docs.rs/clerk-invite), documented there.
//!
//! An implementation detail: the version is pinned by `clerk-invite`, and everything the macros
//! generate names that crate.

mod ast;
mod attr;
mod diagnostics;
mod editor;
mod expand;
mod fallback;
mod pipeline;
#[cfg(test)]
mod snapshots;
mod specs;
mod valid;

use proc_macro::TokenStream;

// The docs for users are on the re-exports in `clerk-invite`, where their examples compile.
#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn endpoint(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let crate_name = std::env::var("CARGO_CRATE_NAME").ok();
    pipeline::endpoint(arguments.into(), item.into(), crate_name.as_deref()).into()
}

#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn params(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::params(arguments.into(), item.into()).into()
}

/// `specs!("specs/mod.rs")`: re-exports and lists what the files beside that one declare.
#[doc(hidden)]
#[proc_macro]
pub fn specs(path: TokenStream) -> TokenStream {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(std::path::PathBuf::from);
    specs::specs(path.into(), root.as_deref()).into()
}
