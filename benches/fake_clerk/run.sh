#!/usr/bin/env bash
# Costs of FakeClerk with few and with many stored invitations. Prints a table.
#
#   benches/fake_clerk/run.sh [--gate] [FEW] [MANY]
#
# --gate   exit 1 if a cost grows with the number of invitations
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/fake_clerk_bench"
cargo run --release --quiet --manifest-path "$root/benches/fake_clerk/Cargo.toml" -- "$@"
