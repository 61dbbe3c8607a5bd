#!/usr/bin/env bash
# Clerk's own JavaScript SDK against the example process `fake_clerk`. Needs Node 20.9 or later
# with npm, and npm's registry for the first run. Installs below target/ only.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=tests/javascript
target="${CARGO_TARGET_DIR:-target}"
work="$target/javascript"

command -v npm >/dev/null || { echo "tests/javascript/run.sh: no npm here" >&2; exit 1; }

cargo build --quiet --example fake_clerk

mkdir -p "$work"
if ! cmp -s "$here/package-lock.json" "$work/package-lock.json" || [ ! -e "$work/installed" ]; then
  rm -f "$work/installed"
  cp "$here/package.json" "$here/package-lock.json" "$work/"
  npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund
  touch "$work/installed"
fi
# Beside node_modules, where Node looks for the SDK.
cp "$here/test.mjs" "$work/test.mjs"

CLERK_TELEMETRY_DISABLED=1 node "$work/test.mjs" "$target/debug/examples/fake_clerk"
