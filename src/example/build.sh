#!/bin/sh
# build.sh OUTDIR [BUILD] [MAP] [BALLAST]: builds example-user1.elf and example-user2.elf into OUTDIR; BUILD is the
# build number (1), MAP one of 512KB, 1MB (if none is named) and 2MB-c1, BALLAST kilobytes of text that only take room
# in flash (0), so that an update takes as long as that of a real program. The same bytes come out in any folder.
# Needs gcc-xtensa-lx106 (Debian, Ubuntu).
set -eu
if [ $# -lt 1 ]; then
  echo "usage: build.sh OUTDIR [BUILD] [MAP] [BALLAST]" >&2
  exit 2
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)
build=${2:-1}
ballast=
if [ "${4:-0}" -gt 0 ]; then ballast=ballast.S; fi
# Linker script and megabyte of user2.
case ${3:-1MB} in
  512KB) user2=user2-512k.ld megabyte=0 ;;
  1MB) user2=user2.ld megabyte=0 ;;
  2MB-c1) user2=user1.ld megabyte=1 ;; # the window moves, the address stays
  *)
    echo "no map $3; there are 512KB, 1MB and 2MB-c1" >&2
    exit 2
    ;;
esac
cd "$(dirname "$0")"

for slot in 1 2; do
  script=user1.ld own=0
  if [ $slot = 2 ]; then script=$user2 own=$megabyte; fi
  # -fno-tree-loop-distribute-patterns: no calls of memset and memcpy, there is no C library.
  # -z max-page-size=16: no room between the segments for pages that the chip does not have.
  xtensa-lx106-elf-gcc \
    -std=c11 -Os -ffreestanding -fno-tree-loop-distribute-patterns -Wall -Wextra \
    -mlongcalls -mtext-section-literals -ffile-prefix-map="$PWD"=. \
    -nostdlib -T "$script" -Wl,--orphan-handling=error -Wl,--fatal-warnings -Wl,-z,max-page-size=16 \
    "-DSLOT=$slot" "-DBUILD=$build" "-DOWN_MEGABYTE=$own" "-DBALLAST=${4:-0}" \
    start.S example.c crc32.c board.c $ballast -o "$out/example-user$slot.elf"
  chmod 644 "$out/example-user$slot.elf"
done
