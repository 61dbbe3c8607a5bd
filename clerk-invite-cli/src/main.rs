//! The program `clerk-invite`.

mod read;

fn main() {}
