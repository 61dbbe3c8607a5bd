#!/usr/bin/env bash
# Makes the screens in the README again, from real runs of the program on a terminal.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo test -p clerk-invite-cli --test it -- --ignored screens::record
# The copy on the page of the library's crate.
OVERWRITE=1 cargo test --test it -- pictures
