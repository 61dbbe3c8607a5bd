#!/usr/bin/env bash
# Runs every fuzz target for a bounded time: fuzz/run.sh [seconds for each, 30 if not said].
# Needs a nightly toolchain; a crash leaves its input below fuzz/artifacts and fails the script.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-30}
cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked
for target in $(cargo +nightly fuzz list); do
  echo "=== $target"
  cargo +nightly fuzz run "$target" -- "-max_total_time=$seconds" -rss_limit_mb=4096 -verbosity=0
done
