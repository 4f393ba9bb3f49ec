import { FLASH_MAPS } from '../core/esp8266/flash-map.ts';

/** Where `npm start` serves the page. */
const PAGE = 'the Twinslot page (npm start, then http://localhost:8889)';

export const HELP = `Usage: twinslot COMMAND …

  twinslot image app1.elf [app2.elf]   converts ELF files to user1.bin and user2.bin
  twinslot inspect FILE…               shows what is in ELF files, images and whole flashes
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
  --boot FILE   boot loader: boot.bin is written with its header made right for the settings
  --slot SLOT   user1 or user2, for one file that could be either

Example: twinslot image app1.elf app2.elf --size 4MB --mode dio --out images --boot boot_v1.7.bin`,
  inspect: `Usage: twinslot inspect FILE… [options]

Shows for every file what it is, which slot it is for and why, its headers, sections or segments and sizes; of a
whole flash the regions and the slot that starts; and for all files together what would be written where.

${SETTINGS}
  --json        one JSON document instead of text

Example: twinslot inspect app1.elf app2.elf --size 4MB`,
};

/** Answers to options of ESPImageTool that the command line does not have. */
export const HINTS: Readonly<Record<string, string>> = {
  '--ota':
    'Updates over the air (--ota) are not possible yet. For now, make the files with "twinslot image app1.elf app2.elf" and serve user1.bin and user2.bin from a web server of your own.',
  '--program': `The command line does not write to boards (--program). Open ${PAGE}: it shows what goes where and gives you the command to write it.`,
  '--erase': `The command line does not erase boards (--erase). Open ${PAGE}: it shows what has to be erased and gives you the command for it.`,
};
