/** Lines of the SDK inside an application: its start (boot.md, section 7) and its upgrade client (ota.md, section 2). */
import type { SdkNote, UpgradeFact, UpgradeFailure } from './events.ts';
import { decimal, type Pattern } from './patterns.ts';

type Entry = readonly [string, Pattern];

const sdk = (first: string, form: RegExp, note: SdkNote): Entry => [
  first,
  { origin: 'sdk', scope: 'anywhere', form, fact: values => ({ kind: 'sdk', note, values }) },
];

const SDK_START: readonly Entry[] = [
  sdk('SO', /^(?:OS )?SDK ver: (\S+) compiled @ (.+)$/, 'version'),
  sdk('r', /^rf cal sector: (\d+)$/, 'rf-cal-sector'),
  sdk('r', /^rf_cal\[0\] !=0x05,is 0x([0-9A-Fa-f]{2})$/, 'init-data-missing'),
  sdk('s', /^system param error, use last saved param!$/, 'parameters-restored'),
  sdk('s', /^system param error$/, 'parameters-bad'),
  sdk('E', /^E:M (\d+)$/, 'out-of-memory'),
  sdk('c', /^correct flash map$/, 'map-corrected'),
  sdk('m', /^mismatch map (\d+),spi_size_map (\d+)$/, 'map-mismatch'),
  sdk('m', /^map (\d+) err$/, 'map-wrong'),
  sdk('e', /^(emap1|emap7|emapg)$/, 'partition-map'),
  sdk('o', /^ota([12]) partition error$/, 'ota-partition'),
  sdk('g', /^get irom0 error$/, 'no-flash-code'),
  sdk('M', /^MEM CHECK FAIL!!!$/, 'memory-check'),
  // Lines that only tell that the SDK speaks.
  [
    'mabsdupcirf',
    {
      origin: 'sdk',
      scope: 'anywhere',
      form: /^(?:mode : (?:null|sta|softAP).*|add if\d|add \d+|aid \d+|bcn \d+|del if\d|usl|sul \d+ \d+|scandone|pm (?:open|close).*|phy ver: .*|cnt|connected with .*|dhcp client start\.\.\.|ip:\d.*|state: \d+ -> \d+ .*|rm match|rf\[\d+\] : .*|freq trace enable \d)$/,
    },
  ],
];

const upgrade = (
  first: string,
  form: RegExp,
  fact: UpgradeFact | ((groups: readonly string[]) => UpgradeFact),
): Entry => [
  first,
  {
    origin: 'sdk',
    scope: 'anywhere',
    form,
    fact: groups => ({ kind: 'upgrade', upgrade: typeof fact === 'function' ? fact(groups) : fact }),
  },
];

const failed = (first: string, form: RegExp, why: UpgradeFailure): Entry =>
  upgrade(first, form, { step: 'failed', why });

const crc =
  (of: 'flash' | 'image') =>
  ([value = '']: readonly string[]): UpgradeFact => ({ step: 'crc', of, value });

const UPGRADE_CLIENT: readonly Entry[] = [
  upgrade('s', /^system_upgrade_start$/, { step: 'started' }),
  upgrade('u', /^upgrade_connect \d+$/, { step: 'connecting' }),
  upgrade('m', /^max sec:(\d+)$/, ([seconds]) => ({ step: 'limit', seconds: decimal(seconds) })),
  upgrade('u', /^upgrade_connect_cb$/, { step: 'connected' }),
  upgrade('p', /^pusrdata = .*$/, { step: 'answered' }),
  upgrade('s', /^sumlength = (\d+)$/, ([bytes]) => ({ step: 'length', bytes: decimal(bytes) })),
  upgrade('s', /^sec_block (\d+)$/, ([sectors]) => ({ step: 'erasing', sectors: decimal(sectors) })),
  upgrade('.e', /^\.*erase sector=(\d+) ok$/, ([sector]) => ({ step: 'erased', sector: decimal(sector) })),
  upgrade('.A', /^\.*ALL=(\d+) sectors erase ok!$/, ([sectors]) => ({
    step: 'all-erased',
    sectors: decimal(sectors),
  })),
  upgrade('u', /^upgrade file download start\.$/, { step: 'downloading' }),
  upgrade('t', /^totallen = (\d+)$/, ([bytes]) => ({ step: 'received', bytes: decimal(bytes) })),
  upgrade('u', /^upgrade file download finished\.$/, { step: 'downloaded' }),
  upgrade('f', /^flash_crc = (\S+)$/, crc('flash')),
  upgrade('i', /^img_crc = (\S+)$/, crc('image')),
  upgrade('u', /^upgrade_check$/, { step: 'checked' }),
  upgrade('r', /^reboot to use([12])$/, ([slot]) => ({
    step: 'restart',
    slot: slot === '1' ? 'user1' : 'user2',
  })),
  failed('s', /^server is NULL$/, 'no-server'),
  failed('m', /^malloc crc (?:table|buf) failed$/, 'no-memory'),
  failed('Cs', /^(?:Content-Length: failed|sumlength failed)$/, 'length-missing'),
  failed('ns', /^(?:num max=240|sec_block \d+ exceed)$/, 'too-long'),
  failed('e', /^error bin file$/, 'not-an-image'),
  failed('p', /^please check the bin file$/, 'wrong-slot'),
  failed('.es', /^(?:\.*erase sector=\d+ err=\d+|sector \d+ post fail)$/, 'erase-failed'),
  failed('s', /^spi_flash_read error \d+$/, 'flash-read-failed'),
  [
    '.hs',
    {
      origin: 'sdk',
      scope: 'anywhere',
      form: /^(?:\.+|http head in process\.+|server do not support HEAD method now send GET message)$/,
    },
  ],
];

export const APP_LINES: readonly Entry[] = [...SDK_START, ...UPGRADE_CLIENT];
