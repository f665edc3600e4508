#!/bin/sh
# Compares `weir analyze` with tshark and tcptrace on one capture: wall time, processor time and peak memory of each,
# and what the table of conversations does without start-up. Needs GNU time; a tool that is not there is left out.
# Usage: bench/analyze.sh [FILE]    without FILE, made-up traffic of 550,000 packets of 96 bytes (bench/Traffic.java)
set -eu

root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/weir" --version >"$work/version"
# shellcheck source=find-jdk.sh
. "$root/find-jdk.sh"
java=$JAVA_HOME/bin/java

file=${1-}
if [ -z "$file" ]; then
  file=$work/traffic.pcap
  "$java" "$root/bench/Traffic.java" "$file"
fi

printf 'file       %s, %s bytes\n' "$file" "$(wc -c <"$file")"
printf 'machine    %s processors, load %s\n' "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)"
printf 'versions   %s, Java %s\n' "$(head -1 "$work/version")" \
  "$("$java" -version 2>&1 | head -1 | cut -d'"' -f2)"

# measure NAME COMMAND...: the best of three by processor time
measure() {
  name=$1
  shift
  command -v "$1" >/dev/null 2>&1 || {
    printf '%-28s not here\n' "$name"
    return
  }
  : >"$work/times"
  for _ in 1 2 3; do
    /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >/dev/null 2>"$work/errors" || {
      printf '%-28s failed: %s\n' "$name" "$(tail -1 "$work/errors")"
      return
    }
    tail -1 "$work/time" >>"$work/times"
  done
  awk -v name="$name" '
    { cpu = $2 + $3; if (NR == 1 || cpu < best) { best = cpu; wall = $1; peak = $4 } }
    END { printf "%-28s %6.2f s of the processor, %6.2f s of the clock, %6.0f MB at most\n", name, best, wall, peak / 1024 }
  ' "$work/times"
}

measure 'weir analyze' "$root/weir" analyze -q "$file"
measure 'tshark -q -z conv,tcp' tshark -n -q -z conv,tcp -r "$file"
measure "tcptrace -n -l -r" tcptrace -n -l -r "$file"

# Without start-up, one thread: each pass over the whole file, the virtual machine warm after the first few.
read -r name <"$root/target/weir/current"
libraries=$(find "$root/target/weir/$name/lib" -name '*.jar' | tr '\n' ':')
printf 'the table alone, by the processor:\n'
"$java" -XX:+UseSerialGC -cp "$libraries" "$root/bench/Conversations.java" "$file" 10 | sed 's/^/  /'
