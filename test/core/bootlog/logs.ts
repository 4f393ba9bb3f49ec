/**
 * Logs as they were seen, or put together from lines that were. Provenance per log: public threads by repository and
 * number (facts: boot.md, sections 4, 6 and 7; ota.md, section 9). Lines end as the ROM ends them unless it says so.
 */
import type { Slot } from '../../../src/core/esp8266/flash-map.ts';
import { LOADER_LOGS, type LoaderVersion } from '../../support/boot-loader-builder.ts';

/** Lines ended as the ROM does it. */
export const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');

/** One byte per character. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0));

export const banner = (cause: number, mode = 3, second = 6): string =>
  `\n ets Jan  8 2013,rst cause:${cause}, boot mode:(${mode},${second})\n\n${cause === 4 ? 'wdt reset\n' : ''}`;

/** The rule of boot.md, section 3, for segments of these lengths and running checksums. */
export function loadLines(
  segments: readonly (readonly [address: number, length: number, checksum: number])[],
): string {
  let text = '';
  let at = 8;
  segments.forEach(([address, length, checksum], i) => {
    at += 8;
    const room = i === 0 ? 16 : (16 - (at % 16)) % 16;
    text += `load 0x${address.toString(16).padStart(8, '0')}, len ${length}, room ${room} \n`;
    at += length;
    text += `tail ${at % 16}\nchksum 0x${checksum.toString(16).padStart(2, '0')}\n`;
    if (i + 1 < segments.length && 16 - (at % 16) < 8)
      text += `ho 0 tail ${at % 16} room ${16 - (at % 16)}\n`;
  });
  return `${text}csum 0x${(segments.at(-1)?.[2] ?? 0).toString(16).padStart(2, '0')}\n`;
}

/** What the ROM prints while it loads that loader. */
export function loaderLoadLines(version: LoaderVersion): string {
  const { load } = LOADER_LOGS[version];
  const code = version < '1.3' ? 0x40108000 : 0x40100000;
  const data = 0x3ffe8000;
  return loadLines([
    [code, load[0], load[1]],
    [data, load[2], load[3]],
    [data + load[2], load[4], load[5]],
  ]);
}

export interface LoaderText {
  readonly version: LoaderVersion;
  readonly slot: Slot;
  readonly map?: string;
  readonly address?: string;
}

const BANNERS: Readonly<Record<LoaderVersion, string>> = {
  '1.1': '1.1',
  '1.2': '1.2',
  '1.3': '1.3(b3)',
  '1.4': '1.4(b1)',
  '1.5': '1.5',
  '1.6': '1.6',
  '1.7': '1.7(5d6f877)',
};

const ADDRESSES: Readonly<Record<string, string>> = {
  '4Mbit(256KB+256KB)': '41000',
  '8Mbit(512KB+512KB)': '81000',
  '32Mbit(512KB+512KB)': '81000',
  '32Mbit(1024KB+1024KB)': '101000',
};

/** What a loader prints, up to its jump line. */
export function loaderText({ version, slot, map = '8Mbit(512KB+512KB)', address }: LoaderText): string {
  const at = address ?? (slot === 'user1' ? '1000' : (ADDRESSES[map] ?? '81000'));
  const head = `\n2nd boot version : ${BANNERS[version]}\n`;
  if (version === '1.7') {
    return `${head}SPI Speed : 40MHz\nSPI Mode : QIO\nSPI Flash Size & Map: ${map}\njump to run ${slot} @ ${at}\n\n`;
  }
  const settings = `${head}  SPI Speed      : 40MHz\n  SPI Mode       : QIO\n`;
  if (version < '1.4') {
    return `${settings}  SPI Flash Size : ${map.replace(/\(.*/, '')}\njump to run ${slot}\n\n`;
  }
  return `${settings}  SPI Flash Size & Map: ${map}\njump to run ${slot} @ ${at}\n\n`;
}

/** A whole boot. */
export const boot = (cause: number, text: LoaderText): string =>
  banner(cause) + loaderLoadLines(text.version) + loaderText(text);

export interface Log {
  readonly name: string;
  readonly text: string;
  /** What the log proves at its end; undefined: nothing. */
  readonly slot: Slot | undefined;
}

const SETTINGS_1_7 = 'SPI Speed : 40MHz\nSPI Mode : QIO\nSPI Flash Size & Map: 8Mbit(512KB+512KB)\n';

const log = (name: string, slot: Slot | undefined, text: string): Log => ({ name, slot, text: crlf(text) });

export const LOGS: readonly Log[] = [
  log(
    '1.7 into an app of another rate (Espruino#1240)',
    'user1',
    `${banner(2)}${loaderLoadLines('1.7')}\n2nd boot version : 1.7(5d6f877)\nSPI Speed : 80MHz\nSPI Mode : QIO\nSPI Flash Size & Map: 32Mbit(1024KB+1024KB)\njump to run user1 @ 1000\n\n\xe2\xec\x8en\xf2r\x9cn|\xecll\`b|rln\xe0n\xe2l\`\xe2rll\xfe\x9c\x0c\xe0\x82n\xf2ll\n`,
  ),
  log(
    '1.7, both slots erased, from the third try on (ESP8266_RTOS_SDK#242)',
    undefined,
    `${banner(2, 3, 7)}${loaderLoadLines('1.7')}\n2nd boot version : 1.7(5d6f877)\n${SETTINGS_1_7}jump to run user2 @ 81000\n\nerror magic!\nbackup boot failed.\n\nuser code done\n`,
  ),
  log(
    '1.6, user2 bad (ESP8266_NONOS_SDK#180)',
    undefined,
    `${banner(2, 3, 7)}${loaderLoadLines('1.6')}\n2nd boot version : 1.6\n  SPI Speed      : 40MHz\n  SPI Mode       : DOUT\n  SPI Flash Size & Map: 32Mbit(512KB+512KB)\njump to run user2 @ 81000\n\nerror magic!\nbackup boot failed.\n\nuser code done\n`,
  ),
  log(
    '1.7, init data missing (esp-link#247)',
    'user1',
    `${banner(2)}${loaderLoadLines('1.7')}\n2nd boot version : 1.7(5d6f877)\nSPI Speed : 80MHz\nSPI Mode : DIO\nSPI Flash Size & Map: 32Mbit(512KB+512KB)\njump to run user1 @ 1000\n\nrf_cal[0] !=0x05,is 0xFF\n`,
  ),
  log(
    '1.6 without init data (esp-link#543)',
    'user1',
    `${banner(2)}${loaderLoadLines('1.6')}\n2nd boot version : 1.6\n  SPI Speed      : 80MHz\n  SPI Mode       : QIO\n  SPI Flash Size & Map: 4Mbit(256KB+256KB)\nno GPIO select!\njump to run user1 @ 1000\n\nrf_cal[0] !=0x05,is 0xFF\n`,
  ),
  log(
    'noise, then a line of the SDK behind it (NONOS_SDK#378)',
    'user1',
    `${banner(2, 3, 7)}${loaderLoadLines('1.7')}\n2nd boot version : 1.7(5d6f877)\nSPI Speed : 40MHz\nSPI Mode : DIO\nSPI Flash Size & Map: 128Mbit(1024KB+1024KB)\njump to run user1 @ 1000\n\nV2\nMo\n,\x92rf cal sector: 4091\nfreq trace enable 0\nrf[112] : 00\n`,
  ),
  log(
    '1.4, user2 linked for elsewhere (bbs.espressif.com f=7 t=1536)',
    'user2',
    `${boot(2, { version: '1.4', slot: 'user2' })}E:M 0\n`,
  ),
  log(
    '1.5, user1 bad, then user2',
    'user2',
    `${boot(2, { version: '1.5', slot: 'user1' })}first boot failed, reboot to try backup bin\n\n${boot(4, { version: '1.5', slot: 'user2' })}hello\n`,
  ),
  log(
    '1.5, user1 bad, user2 bad (bbs.espressif.com t=2911)',
    undefined,
    `${boot(2, { version: '1.5', slot: 'user1' })}error magic!\nfirst boot failed, reboot to try backup bin\n\n${boot(4, { version: '1.5', slot: 'user2' })}error magic!\nbackup boot failed.\n\nuser code done\n`,
  ),
  log(
    '1.7, retries of a bad image',
    undefined,
    [0, 0x5a5a5a01, 0x5a5a5a02]
      .map(
        (word, i) =>
          `${boot(i === 0 ? 2 : 4, { version: '1.7', slot: 'user1' })}error magic!\nfirst boot failed ${word.toString(16)}, reboot to try this bin again\n\n`,
      )
      .join(''),
  ),
  ...(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const).flatMap(version =>
    (['user1', 'user2'] as const).map(slot =>
      log(`loader ${version} starts ${slot}`, slot, `${boot(1, { version, slot })}app says hello\n`),
    ),
  ),
  log(
    '1.7 on 1024+1024',
    'user2',
    `${boot(1, { version: '1.7', slot: 'user2', map: '32Mbit(1024KB+1024KB)' })}hi\n`,
  ),
  log(
    'a damaged address',
    undefined,
    boot(1, { version: '1.7', slot: 'user2', map: '32Mbit(1024KB+1024KB)', address: '81000' }),
  ),
  log('a reader that was opened late', undefined, 'tick 1\ntick 2\ntick 3\n'),
  log('the ROM waits for a flasher', undefined, banner(1, 1, 7)),
  log('no boot loader', undefined, `${banner(2)}ets_main.c \n`),
  log(
    'enhance mode',
    undefined,
    `${banner(2)}${loaderLoadLines('1.7')}\n2nd boot version : 1.7(5d6f877)\n${SETTINGS_1_7}enhance boot mode, jump to run bin @ 81000\n\n @ 81000\n\n`,
  ),
  log(
    'Twinslot’s own loader',
    'user2',
    `${banner(1)}${loadLines([
      [0x40100000, 3156, 0xee],
      [0x3ffe8000, 760, 0x69],
    ])}\ntwinslot boot 1.0\n2nd boot version : 1.7(5d6f877)\n${SETTINGS_1_7}user1 @ 1000 refused: wrong CRC 12ab\nfirst boot failed, reboot to try backup bin\n\n${banner(4)}${loadLines(
      [
        [0x40100000, 3156, 0xee],
        [0x3ffe8000, 760, 0x69],
      ],
    )}\ntwinslot boot 1.0\n2nd boot version : 1.7(5d6f877)\n${SETTINGS_1_7}jump to run user2 @ 81000\n\n`,
  ),
  log(
    'an update announces its restart',
    undefined,
    `${boot(1, { version: '1.7', slot: 'user1' })}totallen = 185136\nupgrade file download finished.\nupgrade_check\nreboot to use2\n`,
  ),
  log(
    'an update, and what came of it (nqd/esp8266-dev#1)',
    'user2',
    `${boot(1, { version: '1.7', slot: 'user1' })}system_upgrade_start\nupgrade_connect 1234\nmax sec:60\nupgrade_connect_cb\npusrdata = HTTP/1.0 200 OK\nsumlength = 8192 \nsec_block 2\n.\nerase sector=129 ok\n.erase sector=130 ok\nALL=2 sectors erase ok!\nupgrade_connect_cb\nsumlength = 8192 \nupgrade file download start.\ntotallen = 1460\ntotallen = 8192\nupgrade file download finished.\nflash_crc = 123\nimg_crc = 123\nupgrade_check\nreboot to use2\nrm match\npm close 7 0 0/9654968\ndel if0\nusl\nsul 0 0\n${boot(2, { version: '1.7', slot: 'user2' })}`,
  ),
  log(
    'rBoot (raburton/rboot#64)',
    undefined,
    `${banner(1)}${loadLines([
      [0x40100000, 1220, 0xda],
      [0x3ffe8000, 640, 0xa8],
    ])}\nrBoot v1.4.2 - richardaburton@gmail.com\nFlash Size:   32 Mbit\nFlash Mode:   DIO\nFlash Speed:  40 MHz\n\nBooting rom 0 at 2000, load addr 33e20.\n`,
  ),
  log(
    'Arduino eboot (esp8266/Arduino#2688)',
    undefined,
    `${banner(2, 3, 0)}${loadLines([[0x4010f000, 1384, 0x2d]])}vc9f0c112\n~ld\nhello\n`,
  ),
  log(
    'RTOS SDK 3 (RIOT#12929)',
    undefined,
    `${banner(1)}I (45) boot: ESP-IDF v3.1-4-g08c234e 2nd stage bootloader\nI (45) boot: compile time 16:17:57\nI (45) boot: SPI Speed      : 26.7MHz\n`,
  ),
  log('HoCo', undefined, `${banner(1)}HoCo bootloader v1.1-7\nNo valid rom found.\nuser code done\n`),
  log(
    'no second stage (esp8266/Arduino#546 of platformio-core)',
    undefined,
    `${banner(2)}${loadLines([
      [0x40100000, 25196, 0xa0],
      [0x3ffe8000, 1356, 0x69],
      [0x3ffe8550, 1348, 0x4b],
    ])}Fatal exception (28): \nepc1=0x40243016, epc2=0x00000000, epc3=0x00000000, excvaddr=0x000000eb, depc=0x00000000\n`,
  ),
];
