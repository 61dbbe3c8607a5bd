//! A path template without mistakes is the sum of its pieces; any other has a mistake, and no
//! panic.
#![no_main]
#![allow(dead_code)]

#[path = "../../clerk-invite-macros/src/attr/path_template.rs"]
mod path;

use libfuzzer_sys::fuzz_target;
use path::{Piece, Template};

fuzz_target!(|text: &str| {
    let template = Template::parse(text);
    if !template.mistakes.is_empty() {
        return;
    }
    let pieces = template.pieces.iter().map(|piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Placeholder(name) => format!("{{{name}}}"),
    });
    assert_eq!(pieces.collect::<String>(), text);
    assert!(text.starts_with('/') && !text.contains("//") && !text.contains(['?', '#', ' ']));
});
