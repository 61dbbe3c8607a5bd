#!/usr/bin/env bash
# Measures the build of a program that does nothing but send the three calls: with clerk-invite, by
# hand, and with clerk-rs; and of one that only encodes and decodes them. Prints the CPU seconds (user and system) of a clean build, the number of
# crates and the size of the stripped release; then the cost of a change, and the macro crate's share.
#
#   benches/build/run.sh [--gate] [RUNS]
#
# Takes about 20 minutes on two cores. With RUNS, the least of several runs counts.
# --gate   exit 1 if a figure is above its target
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work="${CARGO_TARGET_DIR:-$root/target}/build"
gate=''
if [ "${1:-}" = --gate ]; then gate=1; shift; fi
runs=${1:-1}
# Settings of this machine that would change the figures.
unset RUSTFLAGS RUSTC_WRAPPER CARGO_INCREMENTAL CARGO_TARGET_DIR
export CARGO_TERM_QUIET=true
# A library from a registry is never built incrementally, which this one, from its folder, would be.
export CARGO_INCREMENTAL=0

# The targets, all "at most": the figure, our program, the contender's.
targets='
build  ours                by_hand             0.63
build  ours                by_hand_with_ring   1.05
build  ours_without_tls    by_hand_without_tls 1.08
build  ours_without_client ours_without_tls    0.50
build  ours                clerk_rs            0.45
crates ours                by_hand             0.99
'
programs='ours ours_without_tls ours_without_client by_hand by_hand_with_ring by_hand_without_tls clerk_rs'

dependencies() {
  local by_hand='serde = { version = "1", features = ["derive"] }\nserde_json = "1"\nreqwest = '
  case "$1" in
    ours) echo "clerk-invite = { path = \"$root\" }" ;;
    ours_without_tls) echo "clerk-invite = { path = \"$root\", default-features = false, features = [\"client\"] }" ;;
    ours_without_client) echo "clerk-invite = { path = \"$root\", default-features = false }" ;;
    by_hand) printf "$by_hand"'{ version = "0.13", features = ["json"] }\n' ;;
    by_hand_with_ring)
      printf "$by_hand"'{ version = "0.13", default-features = false, features = ["json", "rustls-no-provider"] }\n'
      echo 'rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }'
      ;;
    by_hand_without_tls)
      printf "$by_hand"'{ version = "0.13", default-features = false, features = ["json"] }\n'
      ;;
    clerk_rs) echo 'clerk-rs = "0.5"' ;;
  esac
}

# The same versions everywhere, as far as both need them: those of the lock files here.
make_program() {
  local crate="$work/$1" lock="$root/Cargo.lock"
  if [ "$1" = clerk_rs ]; then lock="$root/benches/clerk_rs/Cargo.lock"; fi
  mkdir -p "$crate/src"
  {
    printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n' "$1"
    printf '[profile.release]\nstrip = true\n\n[dependencies]\n'
    if [ "$1" != ours_without_client ]; then
      echo 'tokio = { version = "1", default-features = false, features = ["net", "rt", "time"] }'
    fi
    dependencies "$1"
  } >"$crate/Cargo.toml"
  local parts=(ours main)
  case "$1" in
    ours | ours_without_tls) ;;
    ours_without_client) parts=(ours_without_client) ;;
    by_hand_with_ring) parts=(by_hand main_with_ring) ;;
    *) parts=("${1%_without_tls}" main) ;;
  esac
  (cd "$here/programs" && cat "${parts[@]/%/.rs}") >"$crate/src/main.rs"
  cp "$lock" "$crate/Cargo.lock"
  (cd "$crate" && cargo fetch)
}

# spent COMMAND..: CPU seconds.
spent() {
  local TIMEFORMAT='%U %S' time
  time=$({ time "$@" >"$work/log" 2>&1; } 2>&1) || { cat "$work/log" >&2; return 1; }
  awk '{ printf "%.2f\n", $1 + $2 }' <<<"$time"
}

# from_nothing PROGRAM CARGO-ARGUMENTS..
from_nothing() {
  local crate="$work/$1"
  rm -rf "$crate/target"
  shift
  (cd "$crate" && spent cargo "$@")
}

# again PROGRAM FILE CARGO-ARGUMENTS..: after a change to FILE, all else being built; incrementally, as
# whoever makes the change would.
again() {
  local -x CARGO_INCREMENTAL=1
  local crate="$work/$1" file=$2
  shift 2
  (cd "$crate" && cargo "$@" >/dev/null 2>&1 && touch "$file" && spent cargo "$@")
}

least() { awk -v a="$1" -v b="$2" 'BEGIN { print a == "" || b < a ? b : a }'; }

declare -A figure
keep() { [ -n "$2" ] || exit 1; figure[$1]=$(least "${figure[$1]:-}" "$2"); }

for program in $programs; do
  make_program "$program"
  # Of this platform: what is built, not what is locked.
  figure[$program crates]=$(cd "$work/$program" && cargo tree --edges normal,build --prefix none \
    --format '{p}' --no-dedupe | sort -u | wc -l)
done

spec="$root/specs/create_invitation_bulk.rs"
macros="$root/clerk-invite-macros/src/lib.rs"
for _ in $(seq "$runs"); do
  for program in $programs; do
    keep "$program check" "$(from_nothing "$program" check)"
    keep "$program build" "$(from_nothing "$program" build)"
    case "$program" in
      ours_without_tls)
        keep spec_check "$(again "$program" "$spec" check)"
        keep spec_build "$(again "$program" "$spec" build)"
        keep own_build "$(again "$program" src/main.rs build)"
        # The macro crate, and with it all that is built from its output.
        keep macros_and_after "$(again "$program" "$macros" build)"
        keep macros_alone "$(again "$program" "$macros" build -p clerk-invite-macros)"
        keep macros_with_deps "$(from_nothing "$program" build -p clerk-invite-macros)"
        ;;
      by_hand_without_tls) keep by_hand_own_build "$(again "$program" src/main.rs build)" ;;
    esac
  done
done
for program in $programs; do
  figure[$program release]=$(from_nothing "$program" build --release)
  figure[$program size]=$(($(stat -c %s "$work/$program/target/release/$program") / 1024))
  rm -rf "$work/$program/target"
done

declare -A names=(
  [ours]='ours' [ours_without_tls]='ours, without TLS' [ours_without_client]='ours, without `client`'
  [by_hand]="by hand, reqwest's default" [by_hand_with_ring]='by hand, with ring'
  [by_hand_without_tls]='by hand, without TLS'
  [clerk_rs]='clerk-rs, its default'
)
echo '| program | `cargo build`, CPU s | `cargo check`, CPU s | `cargo build --release`, CPU s | crates | stripped, KiB |'
echo '|---|---:|---:|---:|---:|---:|'
for program in $programs; do
  echo "| ${names[$program]} | ${figure[$program build]} | ${figure[$program check]} |" \
    "${figure[$program release]} | ${figure[$program crates]} | ${figure[$program size]} |"
done

declare -A words=([build]='`cargo build`' [check]='`cargo check`' [crates]='crates' [size]='stripped size')
above=0
echo
echo '| | against | ratio | target |  |'
echo '|---|---|---:|---:|---|'
for pair in 'ours_without_tls by_hand_without_tls' 'ours by_hand_with_ring' 'ours by_hand' \
  'ours_without_client ours_without_tls' 'ours clerk_rs'; do
  read -r ours theirs <<<"$pair"
  for what in build check crates size; do
    ratio=$(awk -v a="${figure[$ours $what]}" -v b="${figure[$theirs $what]}" \
      'BEGIN { printf "%.2f", a / b }')
    target=$(awk -v key="$what $ours $theirs" '{ k = $1 " " $2 " " $3 } k == key { print $4 }' <<<"$targets")
    verdict=''
    if [ -n "$target" ]; then
      verdict=met
      awk -v a="$ratio" -v b="$target" 'BEGIN { exit !(a <= b) }' || { verdict='**above**'; above=1; }
    fi
    echo "| ${words[$what]}, ${names[$ours]} | ${names[$theirs]} | $ratio | $target | $verdict |"
  done
done

echo
echo '| without TLS, debug | CPU s |'
echo '|---|---:|'
echo "| \`cargo check\` after a change to one file of \`specs\` | ${figure[spec_check]} |"
echo "| \`cargo build\` after a change to one file of \`specs\` | ${figure[spec_build]} |"
echo "| \`cargo build\` after a change to the program | ${figure[own_build]} |"
echo "| the same by hand | ${figure[by_hand_own_build]} |"
echo "| the macro crate alone | ${figure[macros_alone]} |"
echo "| the macro crate and what it needs (syn, quote, proc-macro2: serde's derive needs them, too) | ${figure[macros_with_deps]} |"
echo "| the macro crate, the library and the program, all else being built | ${figure[macros_and_after]} |"

if [ -n "$gate" ] && [ "$above" = 1 ]; then
  echo 'benches/build/run.sh: a figure is above its target' >&2
  exit 1
fi
