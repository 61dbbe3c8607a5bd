//! A path template without mistakes is the sum of its pieces. No template makes the parser panic.
#![no_main]
#![allow(dead_code)]

#[path = "../../clerk-invite-macros/src/attr/foreign_placeholder.rs"]
mod foreign_placeholder;
#[path = "../../clerk-invite-macros/src/attr/path_template.rs"]
mod path_template;

mod attr {
    pub(crate) use crate::foreign_placeholder;
}

use libfuzzer_sys::fuzz_target;
use path_template::{Piece, Template};

fuzz_target!(|text: &str| {
    let template = Template::parse(text);
    if !template.mistakes.is_empty() || !template.conversions.is_empty() {
        return;
    }
    let pieces = template.pieces.iter().map(|piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Placeholder(name) => format!("{{{name}}}"),
    });
    assert_eq!(pieces.collect::<String>(), text);
    assert!(text.starts_with('/') && !text.contains("//") && !text.contains(['?', '#', ' ']));
});
