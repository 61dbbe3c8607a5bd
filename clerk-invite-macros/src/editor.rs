//! Completion and hover inside of our attributes, in rust-analyzer.
//!
//! An editor knows the words of an attribute only by what they expand to. Each of ours is imported
//! from `clerk_invite::__private::editor`, where it has docs; so is a word that is being completed,
//! which rust-analyzer marks. In rustc nothing is generated: a `cfg` in generated code would be one of
//! the user's crate.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;

use crate::attr::tokens::split_at_commas;
use crate::attr::{KEYS, Method};
use crate::diagnostics::place::runs_in_an_editor;

/// The suffixes that rust-analyzer gives the word at the cursor, now and in earlier versions.
const MARKERS: [&str; 2] = ["raCompletionMarker", "intellijRulezz"];

const ATTRIBUTES: [&str; 4] = ["returns", "body", "rename", "range"];

const BOUNDS: [&str; 2] = ["min", "max"];

/// The words that were written, by the module that they are imported from.
#[derive(Default)]
struct Words {
    methods: Vec<Ident>,
    keys: Vec<Ident>,
    attributes: Vec<Ident>,
    bounds: Vec<Ident>,
}

/// Returns the imports of every word of ours in an attribute and in the item below it.
pub(crate) fn imports(arguments: &TokenStream, item: &TokenStream) -> TokenStream {
    if !runs_in_an_editor() {
        return TokenStream::new();
    }
    let (arguments, item) = (arguments.clone(), item.clone());
    let mut words = Words::default();
    for (position, argument) in split_at_commas(arguments).into_iter().enumerate() {
        let Some(word) = first_word(argument) else { continue };
        if position == 0 && is_of(&word, &Method::NAMES) {
            words.methods.push(word);
        } else if is_of(&word, &KEYS) {
            words.keys.push(word);
        }
    }
    words.read_attributes(item);
    words.imports()
}

/// Returns `true` if a word of the declaration is being completed.
pub(crate) fn is_completing(arguments: &TokenStream, item: &TokenStream) -> bool {
    let has_marker = |tokens: &TokenStream| {
        let text = tokens.to_string();
        MARKERS.iter().any(|marker| text.contains(marker))
    };
    runs_in_an_editor() && (has_marker(arguments) || has_marker(item))
}

impl Words {
    /// Reads the attributes of the struct, and in its braces those of its fields.
    fn read_attributes(&mut self, item: TokenStream) {
        for token in item {
            let TokenTree::Group(group) = token else { continue };
            match group.delimiter() {
                Delimiter::Bracket => self.read_attribute(&group),
                Delimiter::Brace => self.read_attributes(group.stream()),
                _ => {}
            }
        }
    }

    fn read_attribute(&mut self, attribute: &Group) {
        let mut tokens = attribute.stream().into_iter();
        let Some(TokenTree::Ident(word)) = tokens.next() else { return };
        if let (true, Some(TokenTree::Group(bounds))) = (word == "range", tokens.next()) {
            let bounds = split_at_commas(bounds.stream()).into_iter().filter_map(first_word);
            self.bounds.extend(bounds.filter(|word| is_of(word, &BOUNDS)));
        }
        if is_of(&word, &ATTRIBUTES) {
            self.attributes.push(word);
        }
    }

    fn imports(self) -> TokenStream {
        let modules = [
            (self.methods, quote! { methods }, quote! { GET }),
            (self.keys, quote! { keys }, quote! { rate_limit }),
            (self.attributes, quote! { attributes }, quote! { returns }),
            (self.bounds, quote! { bounds }, quote! { min }),
        ];
        // rust-analyzer compares the expansion with that of the unfinished word, by offset: up to the
        // word that is being completed both must be alike, and another word must stand there.
        let imports = modules.into_iter().map(|(mut words, module, last)| {
            words.sort_by_key(|word| !is_completed(word));
            quote! { use ::clerk_invite::__private::editor::#module::{#(#words as _,)* #last as _}; }
        });
        quote! {
            const _: () = {
                #(#imports)*
            };
        }
    }
}

fn first_word(tokens: TokenStream) -> Option<Ident> {
    match tokens.into_iter().next() {
        Some(TokenTree::Ident(word)) => Some(word),
        _ => None,
    }
}

/// Returns `true` for one of these words, and for any that is being completed. Others are mistakes,
/// which an editor would report a second time.
fn is_of(word: &Ident, known: &[&str]) -> bool {
    known.iter().any(|known| word == known) || is_completed(word)
}

fn is_completed(word: &Ident) -> bool {
    let word = word.to_string();
    MARKERS.iter().any(|marker| word.ends_with(marker))
}
