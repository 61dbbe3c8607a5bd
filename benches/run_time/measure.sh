# Functions to build and measure contenders, for the scripts in benches. Needs $root.
target=${CARGO_TARGET_DIR:-$root/target}/run_time
work="$target/measured"
mkdir -p "$work"
export CARGO_TERM_QUIET=true

loudly() { printf '\n!!! %s\n\n' "$*" >&2; }

has_valgrind() { command -v valgrind >/dev/null; }

# build_crate DIRECTORY BINARY NAME [FEATURE]: as $work/NAME, and as $work/NAME-counting, which counts
# what it allocates and so costs more.
build_crate() {
  cargo build --release --locked --manifest-path "$1/Cargo.toml" --target-dir "$target" \
    --features "${4:-}" || return 1
  cp "$target/release/$2" "$work/$3"
  cargo build --release --locked --manifest-path "$1/Cargo.toml" --target-dir "$target" \
    --features "count-allocations ${4:-}" || return 1
  cp "$target/release/$2" "$work/$3-counting"
}

# Each by itself, so that none has the features of another.
build_run_time() {
  local name
  cargo build --release --locked --manifest-path "$root/benches/run_time/server/Cargo.toml" --target-dir "$target"
  cp "$target/release/server" "$work/server"
  for name in "$@"; do build_crate "$root/benches/run_time/$name" "$name" "$name"; done
}

# Clerk's own SDK for JavaScript, the version that tests/javascript has.
install_backend() {
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || return 1
  local from="$root/tests/javascript" to="$work/backend"
  mkdir -p "$to"
  if ! cmp -s "$from/package-lock.json" "$to/package-lock.json" || [ ! -e "$to/installed" ]; then
    rm -f "$to/installed"
    cp "$from/package.json" "$from/package-lock.json" "$to/"
    npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund || return 1
    touch "$to/installed"
  fi
  # Beside node_modules, where Node looks for the SDK.
  cp "$root/benches/run_time/backend.mjs" "$to/"
  printf '#!/bin/sh\nCLERK_TELEMETRY_DISABLED=1 exec node "%s/backend.mjs" "$@"\n' "$to" >"$work/backend.sh"
  chmod +x "$work/backend.sh"
  mv "$work/backend.sh" "$to/run"
}

# start_server [HOLD]: its base URL is in $url; it ends with the script.
start_server() {
  stop_server
  rm -f "$work/url"
  mkfifo "$work/url"
  "$work/server" "$@" >"$work/url" &
  server=$!
  read -r url <"$work/url"
}

stop_server() { stop "${server:-}"; server=''; }
stop() { if [ -n "$1" ]; then kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; fi; }

# Keeps one processor from falling asleep, with what nobody else wants of it. Each call waits for its
# answer: otherwise most of what is timed is a virtual processor that goes to sleep and wakes up.
keep_awake() { nice -n 19 sh -c 'while :; do :; done' & awake=$!; }
let_sleep() { stop "${awake:-}"; awake=''; }
trap 'stop_server; let_sleep' EXIT

program() { if [ "$1" = backend ]; then echo "$work/backend/run"; else echo "$work/$1"; fi; }

# instructions CONTENDER WHAT COUNT: of one process.
instructions() {
  local out="$work/callgrind.out"
  valgrind --tool=callgrind --callgrind-out-file="$out" "$(program "$1")" "$2" "$3" "$url" \
    >"$work/valgrind.log" 2>&1 || { cat "$work/valgrind.log" >&2; return 1; }
  awk '$1 == "totals:" { print $2 }' "$out"
}

# Allocations, and bytes that were allocated, of one process.
allocations() { "$work/$1-counting" "$2" "$3" "$url" | awk '$1 == "allocations" { print $2 }'; }
bytes() { "$work/$1-counting" "$2" "$3" "$url" | awk '$1 == "allocations" { print $3 }'; }

# Microseconds of one process: of the processor, and on the clock.
cpu() { timed '%U %S' "$@"; }
wall() { timed '%R' "$@"; }
timed() {
  local TIMEFORMAT=$1 time
  time=$({ time "$(program "$2")" "$3" "$4" "$url" >/dev/null; } 2>&1)
  awk '{ printf "%d\n", ($1 + $2) * 1e6 }' <<<"$time"
}

# shapes NAME PROGRAM WHAT COUNT URL: prints `SHAPE INSTRUCTIONS ALLOCATIONS BYTES` for each shape of
# call that the program knows, each for one call. Without valgrind, the instructions are `-`.
#
# One process makes all the calls. callgrind writes a part where a shape begins and another where it
# ends: every second part is a shape.
shapes() {
  local parts="$work/parts/$1" line name count allocations bytes instructions part=0
  rm -rf "$parts" && mkdir -p "$parts"
  "$work/$2-counting" "$3" "$4" "$5" >"$parts/counted"
  if has_valgrind; then
    valgrind --tool=callgrind --dump-line=no --dump-before='*run::mark*' \
      --callgrind-out-file="$parts/part" "$work/$2" "$3" "$4" "$5" >"$parts/valgrind.log" 2>&1 ||
      { cat "$parts/valgrind.log" >&2; return 1; }
  fi
  while read -r line name count allocations bytes; do
    [ "$line" = shape ] || continue
    part=$((part + 2)) instructions=-
    if has_valgrind; then
      instructions=$(awk -v n="$count" '$1 == "totals:" { printf "%.0f", $2 / n }' "$parts/part.$part")
    fi
    echo "$name $instructions $((allocations / count)) $((bytes / count))"
  done <"$parts/counted"
}

# per_call UNIT CONTENDER WHAT FEWER MORE
per_call() {
  local fewer more
  fewer=$("$1" "$2" "$3" "$4")
  more=$("$1" "$2" "$3" "$5")
  awk -v a="$fewer" -v b="$more" -v n="$(($5 - $4))" 'BEGIN { printf "%.0f\n", (b - a) / n }'
}

divide() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", b ? a / b : 0 }'; }
at_most() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a <= b) }'; }
smaller() { awk -v a="$1" -v b="$2" 'BEGIN { print a == "" || b < a ? b : a }'; }
