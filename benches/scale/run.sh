#!/usr/bin/env bash
# Measures growth: the memory of many calls at once on one client, and the memory and time of a long
# list that is cut with `batches`. Prints tables.
#
#   benches/scale/run.sh [--gate] [CALLS] [ITEMS]
#
# --gate   exit 1 if cutting a list takes memory or instructions that do not fit its length
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
source "$root/benches/run_time/measure.sh"
gate=''
if [ "${1:-}" = --gate ]; then gate=1; shift; fi
calls=${1:-1000} items=${2:-100000}
ulimit -n "$(ulimit -H -n)"

build_run_time ours by_hand
contenders='ours by_hand'
if build_crate "$root/benches/clerk_rs" clerk_rs_call clerk_rs >"$work/clerk_rs.log" 2>&1; then
  contenders+=' clerk_rs'
else
  loudly "clerk-rs does not build here: left out; see $work/clerk_rs.log"
fi

# Answers nothing before all calls are there, so that all are in flight at once.
declare -A names=([ours]=ours [by_hand]='by hand' [clerk_rs]='clerk-rs')
echo "| $calls calls at once | before, KiB | at the peak, KiB | more for each call, KiB |"
echo '|---|---:|---:|---:|'
for contender in $contenders; do
  start_server "$calls"
  "$work/$contender" in_flight "$calls" "$url" | awk -v name="${names[$contender]}" -v calls="$calls" \
    '$1 == "memory" { printf "| %s | %d | %d | %.1f |\n", name, $2, $3, ($3 - $2) / calls }'
done

url=http://127.0.0.1/v1
has_valgrind || loudly "NO VALGRIND HERE: instructions are NOT measured"
peak() { "$work/ours-counting" batches "$1" "$url" | awk '$1 == "allocations" { print $4 }'; }
milliseconds() { "$work/ours" batches "$1" "$url" | awk '$1 == "nanoseconds" { printf "%.1f\n", $2 / 1e6 }'; }
echo
echo '| cut and serialised | live at the peak, bytes | instructions for each | time, ms |'
echo '|---|---:|---:|---:|'
declare -A peaks costs
for count in $((items / 10)) "$items"; do
  peaks[$count]=$(peak "$count")
  costs[$count]='not measured'
  # The whole list once, with nothing subtracted: that it starts from nothing must not show.
  if has_valgrind; then costs[$count]=$(($(instructions ours batches "$count") / count)); fi
  echo "| $count invitations | ${peaks[$count]} | ${costs[$count]} | $(milliseconds "$count") |"
done

if [ -n "$gate" ]; then
  fits() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a <= b * 1.05) }'; }
  fits "${peaks[$items]}" "${peaks[$((items / 10))]}" ||
    { echo 'benches/scale/run.sh: memory grows with the list' >&2; exit 1; }
  if has_valgrind; then
    fits "${costs[$items]}" "${costs[$((items / 10))]}" ||
      { echo 'benches/scale/run.sh: a longer list costs more for each item' >&2; exit 1; }
  fi
fi
