import { FLASH_MAPS } from '../core/esp8266/flash-map.ts';
import { listOf } from '../words/format.ts';
import { DEFAULT_BAUD, DEFAULT_PORT, PRESET_NAMES, SIZE_NAMES } from './board/options.ts';
import { RELAY_HELP } from './relay/help.ts';

/** How to get to the page. */
const PAGE = 'the Twinslot page (start twinslot without a command)';

export const HELP = `Usage: twinslot [COMMAND …]

  twinslot                             serves the page, and images to devices that update over the air
  twinslot relay app1.elf app2.elf     the same with these programs, without a page
  twinslot image app1.elf [app2.elf]   converts ELF files to user1.bin and user2.bin
  twinslot inspect FILE…               shows what is in ELF files, images and whole flashes
  twinslot diff OLD.elf NEW.elf        what grew between two builds, by section and symbol
  twinslot board                       a virtual ESP8266 behind a TCP port, for esptool and its like
  twinslot help image                  explains a command and its options
  twinslot --version

Exit status: 0 fine, 1 refused (the reasons are on stderr), 2 wrong usage.`;

const SETTINGS = `  --size SIZE   flash size: ${FLASH_MAPS.map(m => m.name).join(', ')};
                megabits work too: ${FLASH_MAPS.map(m => m.megabitName).join(', ')}
  --mode MODE   flash mode: qio, qout, dio, dout (qio)
  --freq FREQ   flash speed: 20m, 26m, 40m, 80m (40m)`;

export const HELP_TOPICS: Readonly<Record<string, string>> = {
  image: `Usage: twinslot image app1.elf [app2.elf] [options]

Tells by the link address which slot each program is for, and writes user1.bin and user2.bin; for a program
without slots 0x00000.bin and 0x10000.bin. One ELF of a 1024+1024 KB map gives both. Ready .bin images work too:
their settings and slot byte are made right. When anything is wrong, nothing is written.

${SETTINGS}
  --out DIR     folder to write to, made when missing (the current one)
  --boot FILE   boot loader: boot.bin is written with its header made right for the settings;
                --boot own takes the one that comes with Twinslot
  --slot SLOT   user1 or user2, for one file that could be either
  --flash-args  also writes flash_args: esptool write-flash @flash_args
  --manifest    also writes manifest.json, for a page with ESP Web Tools

Given a flash_args or a manifest.json with its files, it takes from there which is which.

Example: twinslot image app1.elf app2.elf --size 4MB --mode dio --out images --boot boot_v1.7.bin`,
  inspect: `Usage: twinslot inspect FILE… [options]

Shows for every file what it is, which slot it is for and why, its headers, sections or segments and sizes; of a
whole flash the regions and the slot that starts; and for all files together what would be written where.

${SETTINGS}
  --json        one JSON document instead of text

Example: twinslot inspect app1.elf app2.elf --size 4MB`,
  diff: `Usage: twinslot diff OLD.elf NEW.elf [options]

Shows what grew between two builds of a program: the three memories with what is left of them, every section, and the
functions and variables that are new, gone, larger or smaller. The changes of a section add up to its own.

  --size SIZE   flash size whose limits count (that of the newer program): ${FLASH_MAPS.map(m => m.name).join(', ')}
  --json        one JSON document with every symbol instead of text

Example: twinslot diff yesterday/app1.elf app1.elf`,
  relay: RELAY_HELP,
  board: `Usage: twinslot board [options]

Starts a virtual ESP8266 that runs real machine code in real time, with its serial port as a TCP port that speaks
RFC 2217 (baud, DTR, RTS; esptool --port rfc2217://localhost:${DEFAULT_PORT} …) and plain bytes (socket://). It lives until
Ctrl-C. No file is written unless --save names it.

  --preset NAME ${listOf(PRESET_NAMES.slice(0, 6))},
                ${listOf(PRESET_NAMES.slice(6))} (nodemcu)
  --size SIZE   flash size: ${listOf(SIZE_NAMES)} (that of --flash or of the preset)
  --mac MAC     such as 5C:CF:7F:12:34:56
  --flash FILE  what is on the flash, as a file as long as the chip; without it the flash is erased
  --save FILE   writes the whole flash to this file at the end (Ctrl-C, SIGTERM)
  --port PORT   TCP port, 0 for any free one (${DEFAULT_PORT})
  --host HOST   address to listen on (127.0.0.1: only programs on this computer)
  --baud RATE   rate of the port until a client sets one, and for plain bytes (${DEFAULT_BAUD}; with --log 74880)
  --log         prints what the board says; the ROM speaks at 74880 baud
  --wifi ADDR   network of the board on this address of this computer: when a program announces itself (the example
                firmware does), it has a page with its build number, and a port that starts its update
  --page-port PORT, --trigger-port PORT
                TCP ports for these two, 0 for any free one (80 and 88, which need rights on most systems)
  --update-port PORT
                where the board fetches its update, at whoever started it (8888)

Example: twinslot board --size 1MB --flash dump.bin --save dump.bin`,
};

/** Answers to options of ESPImageTool that the command line does not have. */
export const HINTS: Readonly<Record<string, string>> = {
  '--program': `The command line does not write to boards (--program). Open ${PAGE}: it shows what goes where and gives you the command to write it.`,
  '--erase': `The command line does not erase boards (--erase). Open ${PAGE}: it shows what has to be erased and gives you the command for it.`,
};
