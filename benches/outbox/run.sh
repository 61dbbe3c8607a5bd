#!/usr/bin/env bash
# Costs of the outbox: enqueueing, claiming and recording, status, bytes a row. Prints a table.
#
#   benches/outbox/run.sh [ROWS [postgres://…]]
#
# ROWS   how many rows are enqueued, 1,000,000 if not given; the database is SQLite in a temporary
#        folder, or the PostgreSQL database of the URL, which must be empty
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/outbox_bench"
cargo run --release --quiet --manifest-path "$root/benches/outbox/Cargo.toml" -- "$@"
