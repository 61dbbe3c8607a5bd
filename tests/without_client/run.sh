#!/usr/bin/env bash
# The crate without its feature `client`: tests, dependencies, and a check for the browser's target.
#
# Ends with status 3 if all is well but the target cannot be had.
set -euo pipefail
cd "$(dirname "$0")"
target=${CARGO_TARGET_DIR:-$PWD/../../target}/without_client
export CARGO_TARGET_DIR=$target

cargo test --quiet
cargo clippy --quiet --all-targets -- -D warnings

for crate in reqwest tokio hyper rustls; do
  if cargo tree --edges normal --target all --prefix none | grep -E "^$crate v"; then
    echo "tests/without_client/run.sh: $crate is a dependency, without the feature client" >&2
    exit 1
  fi
done

wasm=wasm32-unknown-unknown
installed() { rustup target list --installed 2>/dev/null | grep -qx "$wasm"; }
installed || rustup target add "$wasm" || true
if ! installed; then
  echo "tests/without_client/run.sh: no target $wasm here" >&2
  exit 3
fi
cargo check --quiet --target "$wasm"
