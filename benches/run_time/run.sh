#!/usr/bin/env bash
# Measures one bulk call of ten, against the same call by hand and with clerk-rs: all of them in turn,
# against one server process with a canned response. Prints a table.
#
# Instructions and allocations are the difference of two lengths of run, divided by their
# difference: what happens once falls out. They hardly change from run to run; the times do.
#
#   benches/run_time/run.sh [--gate] [--quick]
#
# --gate   exit 1 if a figure is above its target
# --quick  nothing but what has a target and needs neither clerk-rs nor Node
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
source "$here/measure.sh"

# The targets, all "at most": the part of a call, the unit, the contender.
targets='
whole  instructions by_hand  0.90
build  instructions by_hand  0.85
send   instructions by_hand  0.85
decode instructions by_hand  0.70
whole  allocations  by_hand  0.80
whole  instructions clerk_rs 0.80
whole  cpu          backend  0.10
'

gate='' quick=''
for argument in "$@"; do
  case "$argument" in
    --gate) gate=1 ;;
    --quick) quick=1 ;;
    *) echo "usage: benches/run_time/run.sh [--gate] [--quick]" >&2; exit 2 ;;
  esac
done

contenders='by_hand'
build_run_time ours by_hand
if [ -z "$quick" ]; then
  if build_crate "$root/benches/clerk_rs" clerk_rs_call clerk_rs >"$work/clerk_rs.log" 2>&1; then
    contenders+=' clerk_rs'
  else
    loudly "clerk-rs does not build here: left out; see $work/clerk_rs.log"
  fi
  if install_backend >"$work/backend.log" 2>&1; then
    contenders+=' backend'
  else
    loudly "no Node 20 with npm here, or no @clerk/backend to be had: left out"
  fi
fi
has_valgrind || loudly "NO VALGRIND HERE: instructions are NOT measured, and no target of theirs is checked"
start_server

declare -A figure
# measure CONTENDER WHAT: what can be measured of it.
measure() {
  if [ "$1" != backend ]; then
    if has_valgrind; then figure[$1 $2 instructions]=$(per_call instructions "$1" "$2" 100 600); fi
    figure[$1 $2 allocations]=$(per_call allocations "$1" "$2" 100 600)
    figure[$1 $2 bytes]=$(per_call bytes "$1" "$2" 100 600)
  fi
}

# clerk-rs makes no request without sending it.
parts() {
  case "$1" in
    backend) echo whole ;;
    clerk_rs) echo whole call decode ;;
    *) echo whole call build encode send decode ;;
  esac
}

for contender in ours $contenders; do
  for what in $(parts "$contender"); do
    measure "$contender" "$what"
  done
done
# The least of several runs of each length: a disturbance only ever adds.
if [ -z "$quick" ]; then
  declare -A least
  keep_awake
  for _ in 1 2 3 4 5; do
    for contender in ours $contenders; do
      for unit in cpu wall; do
        for count in 1000 6000; do
          key="$contender $unit $count"
          least[$key]=$(smaller "${least[$key]:-}" "$("$unit" "$contender" whole "$count")")
        done
      done
    done
  done
  let_sleep
  for contender in ours $contenders; do
    for unit in cpu wall; do
      fewer=${least[$contender $unit 1000]} more=${least[$contender $unit 6000]}
      figure[$contender whole $unit]=$(((more - fewer) / 5000))
    done
  done
fi

declare -A words=(
  [whole]='whole call, its data made too'
  [call]='whole call of a request that is there'
  [build]='making and serialising the request'
  [encode]='serialising a request that is there'
  [send]='a request that is there, up to a connection that is refused'
  [decode]='decoding the response'
)
declare -A units=(
  [instructions]='instructions' [allocations]='allocations' [bytes]='bytes allocated'
  [cpu]='CPU, µs' [wall]='time, µs'
)
declare -A names=([by_hand]='by hand' [clerk_rs]='clerk-rs' [backend]='@clerk/backend')

target_of() {
  awk -v key="$1 $2 $3" '{ k = $1 " " $2 " " $3 } k == key { print $4 }' <<<"$targets"
}

above=0
echo '| per call | | ours | against | theirs | ours / theirs | target |  |'
echo '|---|---|---:|---|---:|---:|---:|---|'
for contender in $contenders; do
  for what in whole call build encode send decode; do
    for unit in instructions allocations bytes cpu wall; do
      ours=${figure[ours $what $unit]:-} theirs=${figure[$contender $what $unit]:-}
      if [ -z "$ours" ] || [ -z "$theirs" ]; then continue; fi
      target=$(target_of "$what" "$unit" "$contender")
      ratio=$(divide "$ours" "$theirs")
      verdict=''
      if [ -n "$target" ]; then
        if at_most "$ratio" "$target"; then verdict='met'; else verdict='**above**'; above=1; fi
      fi
      echo "| ${words[$what]} | ${units[$unit]} | $ours | ${names[$contender]} | $theirs | $ratio | $target | $verdict |"
    done
  done
done

if [ -n "$gate" ] && [ "$above" = 1 ]; then
  echo 'benches/run_time/run.sh: a figure is above its target' >&2
  exit 1
fi
