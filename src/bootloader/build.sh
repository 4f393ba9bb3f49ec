#!/bin/sh
# build.sh OUTDIR [CHECK_EVERY_BOOT]: builds twinslot-boot.elf and twinslot-boot.bin into OUTDIR. With 1 as second
# argument the loader checks the whole image on every boot. The same bytes come out in any folder.
# Needs gcc-xtensa-lx106 (Debian, Ubuntu).
set -eu
if [ $# -lt 1 ]; then
  echo "usage: build.sh OUTDIR [CHECK_EVERY_BOOT]" >&2
  exit 2
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)
every=${2:-0}
cd "$(dirname "$0")"

# -fno-tree-loop-distribute-patterns: no calls of memset and memcpy, there is no C library; no libgcc either.
xtensa-lx106-elf-gcc \
  -std=c11 -Os -ffreestanding -fno-tree-loop-distribute-patterns -Wall -Wextra \
  -mlongcalls -mtext-section-literals -ffile-prefix-map="$PWD"=. \
  -ffunction-sections -fstack-usage -dumpdir "$out/" \
  -nostdlib -T boot.ld -Wl,--gc-sections -Wl,--orphan-handling=error -Wl,--fatal-warnings -Wl,-z,max-page-size=16 \
  "-DCHECK_EVERY_BOOT=$every" \
  start.S boot.c image.c parameters.c mark.c flash.c -o "$out/twinslot-boot.elf"

# The E9 image that the ROM loads: header, two segments, zeros, checksum as the last byte of a row of 16.
# Packed here by hand and not by Twinslot's own converter, so that loader and converter can be held against each other.
word() { printf "$(printf '\\%03o' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)))"; }
segment() { # NAME ADDRESS
  xtensa-lx106-elf-objcopy -O binary --only-section=".$1" "$out/twinslot-boot.elf" "$out/$1.part"
  word "$2"
  word "$(wc -c <"$out/$1.part")"
  cat "$out/$1.part"
}
entry=$(xtensa-lx106-elf-nm "$out/twinslot-boot.elf" | sed -n 's/ T start$//p')
file="$out/twinslot-boot.bin"
{
  printf '\351\002\000\000' # E9, two segments, QIO, map 0 and 40 MHz: to be patched when it is written
  word "0x$entry"
  segment text 0x4010C000
  segment data 0x3FFFEB40
} >"$file"
while [ $(($(wc -c <"$file") % 16)) -ne 15 ]; do printf '\000' >>"$file"; done
sum=$((0xEF))
for byte in $(cat "$out/text.part" "$out/data.part" | od -An -v -tu1); do sum=$((sum ^ byte)); done
printf "$(printf '\\%03o' "$sum")" >>"$file"
rm "$out/text.part" "$out/data.part"
chmod 644 "$out/twinslot-boot.elf" "$file"
if [ "$(wc -c <"$file")" -gt 4096 ]; then
  echo "twinslot-boot.bin does not fit into the first sector" >&2
  exit 1
fi
