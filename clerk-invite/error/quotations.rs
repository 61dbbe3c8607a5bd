//! Finds known texts in a message, whatever their case.

use std::collections::BTreeMap;
use std::ops::Range;

/// The characters that must stand around a text for it to be that text, and not a part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Boundary {
    /// Nothing that could belong to an address.
    Address,
    /// No letter and no digit of ASCII.
    Word,
    /// Quotation marks: for texts so short that they are everywhere.
    Quotes,
}

/// Known texts, each with something that belongs to it.
pub(crate) struct Quotations<T> {
    /// By their first character, the longest first.
    texts: BTreeMap<char, Vec<Text<T>>>,
}

struct Text<T> {
    folded: Vec<char>,
    boundary: Boundary,
    value: T,
}

impl<T> Default for Quotations<T> {
    fn default() -> Self {
        Self { texts: BTreeMap::new() }
    }
}

impl<T> Quotations<T> {
    pub(crate) fn add(&mut self, text: &str, boundary: Boundary, value: T) {
        let mut folded = Vec::with_capacity(text.len());
        folded.extend(text.chars().map(fold));
        let Some(first) = folded.first() else { return };
        let others = self.texts.entry(*first).or_default();
        let place = others.partition_point(|other| other.folded.len() >= folded.len());
        others.insert(place, Text { folded, boundary, value });
    }

    /// Returns where the texts stand in `message`, in order and without overlaps: of two texts at one
    /// place, the longer.
    pub(crate) fn find<'a>(&'a self, message: &str) -> Vec<(Range<usize>, &'a T)> {
        let offsets: Vec<_> = message.char_indices().map(|(offset, _)| offset).collect();
        let folded: Vec<_> = message.chars().map(fold).collect();
        let offset = |index: usize| offsets.get(index).copied().unwrap_or(message.len());
        let (mut found, mut index) = (Vec::new(), 0);
        while let Some(first) = folded.get(index) {
            let texts = self.texts.get(first).map_or(&[][..], Vec::as_slice);
            let is_here = |text: &&Text<T>| {
                folded[index..].starts_with(&text.folded)
                    && text.boundary.allows(&folded[..index], &folded[index + text.folded.len()..])
            };
            match texts.iter().find(is_here) {
                Some(text) => {
                    let end = index + text.folded.len();
                    found.push((offset(index)..offset(end), &text.value));
                    index = end;
                }
                None => index += 1,
            }
        }
        found
    }
}

impl Boundary {
    fn allows(self, before: &[char], after: &[char]) -> bool {
        let (last, next) = (before.last().copied(), after.first().copied());
        match self {
            Self::Address => {
                let continues =
                    |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
                let ends = match after {
                    ['.', next, ..] | [next, ..] => !continues(*next),
                    [] => true,
                };
                ends && !last
                    .is_some_and(|last| continues(last) || matches!(last, '.' | '+' | '%' | '@'))
            }
            Self::Word => {
                let is_word = |character: char| character.is_ascii_alphanumeric();
                !last.is_some_and(is_word) && !next.is_some_and(is_word)
            }
            Self::Quotes => {
                let is_mark = |character: char| {
                    "\"'`\u{201c}\u{201d}\u{2018}\u{2019}\u{ab}\u{bb}".contains(character)
                };
                last.is_some_and(is_mark) && next.is_some_and(is_mark)
            }
        }
    }
}

/// Folds case, one character to one.
fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(folded), None) => folded,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::{Boundary, Quotations};

    fn found(texts: &[&str], boundary: Boundary, message: &str) -> Vec<String> {
        let mut quotations = Quotations::default();
        for text in texts {
            quotations.add(text, boundary, ());
        }
        let found = quotations.find(message);
        found.into_iter().map(|(range, ())| message[range].to_owned()).collect()
    }

    #[test]
    fn the_longest_text_at_a_place_is_found() {
        let texts = ["a", "a b", "\u{e4}n"];
        assert_eq!(found(&texts, Boundary::Word, "x A B, a. \u{c4}N"), ["A B", "a", "\u{c4}N"]);
        assert!(found(&["", "ab"], Boundary::Word, "abc xab ab1").is_empty());
    }

    #[test]
    fn an_address_is_not_a_part_of_another() {
        let is_found = |message| !found(&["ann@x.io"], Boundary::Address, message).is_empty();
        for message in ["ann@x.io", "Ann@X.io.", "'ann@x.io', x", "<ann@x.io>", "to=ann@x.io;"] {
            assert!(is_found(message), "{message}");
        }
        for message in ["joann@x.io", "jo.ann@x.io", "ann@x.io.uk", "ann@x.ion", "ann@x.io-y"] {
            assert!(!is_found(message), "{message}");
        }
    }

    #[test]
    fn a_short_text_is_found_in_quotes() {
        assert_eq!(found(&["a"], Boundary::Quotes, "a `a`, 'a"), ["a"]);
    }
}
