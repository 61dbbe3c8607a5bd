#!/usr/bin/env bash
# Measures each shape of call against the same calls by hand, on two payloads, and the bulk call with
# clerk-rs and @clerk/backend as well. Prints tables.
#
# Instructions and allocations hardly change from run to run; the times do.
#
#   benches/run_time/run.sh [--gate] [--quick]
#
# --gate   exit 1 if a figure is above its target; without the floor, which has none
# --quick  nothing that needs clerk-rs or Node
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
source "$here/measure.sh"

# The targets, all "at most", on both payloads: the shape, the unit, the contender. benches/README.md says
# which of them are above what was aimed at, and why. What has large buffers grow, a page above all, moves by
# 3 percent with the heap that the machine gives: the same program by hand took 4.55 million instructions for a
# page on one machine and 4.41 on another.
targets='
bulk_made    instructions simple   0.90
build        instructions simple   0.95
refused      instructions simple   0.85
decode       instructions simple   0.75
bulk_made    allocations  simple   0.90
bulk         instructions prepared 0.88
org_bulk     instructions prepared 0.88
single       instructions prepared 0.98
limited      instructions prepared 1.00
page         instructions prepared 0.75
bulk         instructions raw      1.02
bulk_made    instructions raw      1.02
single       instructions raw      1.00
org_bulk     instructions raw      1.01
limited      instructions raw      1.06
page         instructions raw      1.07
decode       instructions raw      1.06
decode_org   instructions raw      1.00
decode_error instructions raw      2.05
stream       instructions raw      1.36
bulk         allocations  raw      1.00
bulk_made    allocations  raw      1.00
single       allocations  raw      1.00
org_bulk     allocations  raw      1.00
limited      allocations  raw      1.00
page         allocations  raw      1.00
bulk_made    instructions clerk_rs 0.76
bulk_made    cpu          backend  0.10
'

gate='' quick=''
for argument in "$@"; do
  case "$argument" in
    --gate) gate=1 ;;
    --quick) quick=1 ;;
    *) echo "usage: benches/run_time/run.sh [--gate] [--quick]" >&2; exit 2 ;;
  esac
done

build_run_time ours by_hand
[ -n "$gate" ] || build_crate "$here/floor" floor floor
build_crate "$here/by_hand" by_hand by_hand_raw raw
others=''
if [ -z "$quick" ]; then
  if build_crate "$root/benches/clerk_rs" clerk_rs_call clerk_rs >"$work/clerk_rs.log" 2>&1; then
    others+=' clerk_rs'
  else
    loudly "clerk-rs does not build here: left out; see $work/clerk_rs.log"
  fi
  if install_backend >"$work/backend.log" 2>&1; then
    others+=' backend'
  else
    loudly "no Node 20 with npm here, or no @clerk/backend to be had: left out"
  fi
fi
has_valgrind || loudly "NO VALGRIND HERE: instructions are NOT measured, and no target of theirs is checked"
start_server
origin=${url%/v1}

# The contenders of all shapes: the program of each, and what it is told to do.
declare -A programs=([ours]=ours [simple]=by_hand [prepared]=by_hand [raw]=by_hand_raw [floor]=floor)
declare -A tasks=([ours]=shapes [simple]=simple [prepared]=prepared [raw]=prepared [floor]=shapes)
contenders='ours simple prepared raw'
[ -n "$gate" ] || contenders+=' floor'
shape_names='bulk bulk_made single org_bulk limited limited_shown page stream refused build encode decode decode_org decode_error'
count=40

declare -A figure
for payload in nested flat; do
  for contender in $contenders; do
    measured=$(shapes "$contender-$payload" "${programs[$contender]}" "${tasks[$contender]}" "$count" \
      "$origin/$payload/v1")
    while read -r shape instructions allocations bytes; do
      # Ours is all pages over a socket, theirs one page decoded: for each item.
      per=1
      if [ "$shape" = stream ]; then per=500; [ "$contender" != ours ] || per=2500; fi
      key="$contender $payload $shape"
      [ "$instructions" = - ] || figure[$key instructions]=$((instructions / per))
      if [ "$per" != 1 ]; then allocations=$(divide "$allocations" "$per"); fi
      figure[$key allocations]=$allocations
      figure[$key bytes]=$((bytes / per))
    done <<<"$measured"
  done
done

# clerk-rs and @clerk/backend: the bulk call, on the first payload.
for contender in $others; do
  [ "$contender" != backend ] || continue
  for unit in instructions allocations bytes; do
    [ "$unit" != instructions ] || has_valgrind || continue
    figure[$contender nested bulk_made $unit]=$(per_call "$unit" "$contender" whole 100 600)
  done
done
# The least of several runs of each length: a disturbance only ever adds.
if [ -z "$quick" ]; then
  declare -A least
  keep_awake
  for _ in 1 2 3 4 5; do
    for contender in ours by_hand $others; do
      for unit in cpu wall; do
        for count in 1000 6000; do
          key="$contender $unit $count"
          least[$key]=$(smaller "${least[$key]:-}" "$("$unit" "$contender" whole "$count")")
        done
      done
    done
  done
  let_sleep
  for contender in ours by_hand $others; do
    for unit in cpu wall; do
      fewer=${least[$contender $unit 1000]} more=${least[$contender $unit 6000]}
      figure[${contender/by_hand/simple} nested bulk_made $unit]=$(((more - fewer) / 5000))
    done
  done
fi

declare -A words=(
  [bulk]='bulk of ten, the request there already'
  [bulk_made]='bulk of ten, its items made'
  [single]='a single invitation'
  [org_bulk]='organization bulk of ten'
  [limited]='a 429 on it'
  [limited_shown]='a 429 on it, its message written (by hand does not redact)'
  [page]='a page of 500'
  [stream]='all items of a list, each'
  [refused]='bulk of ten, up to a connection that is refused'
  [build]='encode a bulk of ten, its items made'
  [encode]='encode a bulk of ten'
  [decode]='decode a bulk of ten'
  [decode_org]='decode an organization bulk of ten'
  [decode_error]='decode an error'
)
declare -A units=(
  [instructions]='instructions' [allocations]='allocations' [bytes]='bytes allocated'
  [cpu]='CPU, µs' [wall]='time, µs'
)
declare -A names=(
  [simple]='simple' [prepared]='prepared' [raw]='prepared, raw' [floor]='the floor'
  [clerk_rs]='clerk-rs' [backend]='@clerk/backend'
)

target_of() {
  awk -v key="$1 $2 $3" '{ k = $1 " " $2 " " $3 } k == key { print $4 }' <<<"$targets"
}

for payload in nested flat; do
  for unit in instructions allocations bytes; do
    echo "| $payload, ${units[$unit]} a call | ours | simple | prepared | prepared, raw | ours / prepared | ours / raw |"
    echo '|---|---:|---:|---:|---:|---:|---:|'
    for shape in $shape_names; do
      row=''
      for contender in ours simple prepared raw; do
        row+=" ${figure[$contender $payload $shape $unit]:--} |"
      done
      ours=${figure[ours $payload $shape $unit]:-}
      for contender in prepared raw; do
        theirs=${figure[$contender $payload $shape $unit]:-}
        if [ -n "$ours" ] && [ -n "$theirs" ]; then row+=" $(divide "$ours" "$theirs") |"; else row+=' |'; fi
      done
      echo "| ${words[$shape]} |$row"
    done
    floor=${figure[floor $payload bulk $unit]:-}
    [ -z "$floor" ] || echo "| the floor: our codec over hyper-util's client, bulk of ten | $floor | | | | | |"
    echo
  done
done

above=0
echo '| with a target | | ours | against | theirs | ours / theirs | target |  |'
echo '|---|---|---:|---|---:|---:|---:|---|'
for contender in simple prepared raw $others; do
  for shape in $shape_names; do
    for unit in instructions allocations bytes cpu wall; do
      for payload in nested flat; do
        ours=${figure[ours $payload $shape $unit]:-} theirs=${figure[$contender $payload $shape $unit]:-}
        target=$(target_of "$shape" "$unit" "$contender")
        if [ -z "$ours" ] || [ -z "$theirs" ]; then continue; fi
        # Figures without a target are in the tables above, but for these.
        case " $others cpu wall " in *" $contender "* | *" $unit "*) ;; *) [ -n "$target" ] || continue ;; esac
        ratio=$(divide "$ours" "$theirs") verdict=''
        if [ -n "$target" ]; then
          if at_most "$ratio" "$target"; then verdict='met'; else verdict='**above**'; above=1; fi
        fi
        echo "| ${words[$shape]}, $payload | ${units[$unit]} | $ours | ${names[$contender]} | $theirs | $ratio | $target | $verdict |"
      done
    done
  done
done

if [ -n "$gate" ] && [ "$above" = 1 ]; then
  echo 'benches/run_time/run.sh: a figure is above its target' >&2
  exit 1
fi
