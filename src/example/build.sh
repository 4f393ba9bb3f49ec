#!/bin/sh
# build.sh OUTDIR [BUILD]: builds example-user1.elf and example-user2.elf into OUTDIR; BUILD is the build
# number (1). The same bytes come out in any folder. Needs gcc-xtensa-lx106 (Debian, Ubuntu).
set -eu
if [ $# -lt 1 ]; then
  echo "usage: build.sh OUTDIR [BUILD]" >&2
  exit 2
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)
build=${2:-1}
cd "$(dirname "$0")"

for slot in 1 2; do
  # -fno-tree-loop-distribute-patterns: no calls of memset and memcpy, there is no C library.
  # -z max-page-size=16: no room between the segments for pages that the chip does not have.
  xtensa-lx106-elf-gcc \
    -std=c11 -Os -ffreestanding -fno-tree-loop-distribute-patterns -Wall -Wextra \
    -mlongcalls -mtext-section-literals -ffile-prefix-map="$PWD"=. \
    -nostdlib -T "user$slot.ld" -Wl,--orphan-handling=error -Wl,--fatal-warnings -Wl,-z,max-page-size=16 \
    "-DSLOT=$slot" "-DBUILD=$build" \
    start.S example.c crc32.c board.c -o "$out/example-user$slot.elf"
  chmod 644 "$out/example-user$slot.elf"
done
