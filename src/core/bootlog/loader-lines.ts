/** Lines of the SDK's boot loaders 1.1 to 1.7 (boot.md, section 4), of Twinslot's own, and of other worlds (6). */
import type { Slot } from '../esp8266/flash-map.ts';
import type { BootFact, OtherWorld } from './events.ts';
import { decimal, hexadecimal, type Pattern, type Scope } from './patterns.ts';

type Fact = (groups: readonly string[]) => BootFact;
type Entry = readonly [string, Pattern];

const line = (first: string, form: RegExp, fact: Fact, scope: Scope = 'loader'): Entry => [
  first,
  { origin: 'loader', scope, form, fact },
];

const jump: Fact = ([target, offset = '']) => ({
  kind: 'jump',
  target: target === 'user1' || target === 'user2' ? target : 'bin',
  ...(offset !== '' && { offset: hexadecimal(offset) }),
});

const SDK_LOADER: readonly Entry[] = [
  line(
    '2',
    /^2nd boot version : (1\.[1-7](?:\([0-9a-z]{1,8}\))?)$/,
    ([version = '']) => ({ kind: 'loader', version }),
    'anywhere',
  ),
  line('S', /^SPI Speed {0,6} : (40MHz|26\.7MHz|20MHz|80MHz)$/, ([text = '']) => ({ kind: 'speed', text })),
  line('S', /^SPI Mode {0,7} : (QIO|QOUT|DIO|DOUT)$/, ([text = '']) => ({ kind: 'flash-mode', text })),
  line(
    'S',
    /^SPI Flash Size(?: & Map ?:| ?:| {0,2} :) {0,3}(\d{1,3}Mbit(?:\(\d{3,4}KB\+\d{3,4}KB\))?|flash map not support)$/,
    ([text = '']) => ({ kind: 'map', text }),
  ),
  line('j', /^jump to run (user1|user2|bin)(?: @ ([0-9a-f]{1,6}))?$/, jump),
  line('j', /^jump to run (?:user[12]|bin)/, () => ({ kind: 'stray-jump' }), 'anywhere'),
  line('et', /^(?:enhance boot|test) mode, jump to run (bin) @ ([0-9a-f]{1,6})$/, jump),
  line('e', /^error magic!$/, () => ({ kind: 'image-magic' }), 'anywhere'),
  line('g', /^get flash_addr error!$/, () => ({ kind: 'image-magic' }), 'anywhere'),
  line(
    'fb',
    /^(first|backup) boot failed ([0-9a-f]{1,8}), reboot to try this bin again$/,
    ([which, counter]) => ({
      kind: 'retry',
      which: which === 'first' ? 'first' : 'backup',
      counter: hexadecimal(counter),
    }),
    'anywhere',
  ),
  line(
    'f',
    /^first boot failed, reboot to try backup bin$/,
    () => ({ kind: 'changes-over', to: 'backup' }),
    'anywhere',
  ),
  line('b', /^backup boot failed\.$/, () => ({ kind: 'both-failed' }), 'anywhere'),
  line('e', /^error user bin flag(?:, flag)? = ([0-9a-f]{1,8})$/, ([value]) => ({
    kind: 'bad-flag',
    value: hexadecimal(value),
  })),
  line('n', /^no GPIO select!$/, () => ({ kind: 'no-test-pin' })),
  line('i', /^into test mode ?, gpio (\d{1,2}) is low$/, ([pin]) => ({
    kind: 'test-mode',
    pin: decimal(pin),
  })),
  line('t', /^(?:test bin is not pass!|test mode,)$/, () => ({ kind: 'test-mode' })),
  // The second half of a jump to an address of its own.
  ['@', { origin: 'loader', scope: 'loader', form: /^@ [0-9a-f]{1,6}$/ }],
];

/** src/bootloader, boot.c and image.c. */
const OWN_LOADER: readonly Entry[] = [
  line('t', /^twinslot boot (\d+\.\d+)$/, ([version = '']) => ({ kind: 'own-loader', version }), 'anywhere'),
  line('ub', /^(user1|user2|bin) @ ([0-9a-f]{1,6}) refused: (.+)$/, ([target, offset, reason = '']) => ({
    kind: 'refused',
    target: target === 'bin' ? 'bin' : (target as Slot),
    offset: hexadecimal(offset),
    reason,
  })),
  line(
    'b',
    /^backup boot failed, reboot to try first bin$/,
    () => ({ kind: 'changes-over', to: 'first' }),
    'anywhere',
  ),
  line('n', /^no CRC word, unchecked$/, () => ({ kind: 'unchecked' })),
  line('p', /^parameters not saved$/, () => ({ kind: 'parameters-not-saved' })),
  ['n', { origin: 'loader', scope: 'anywhere', form: /^no bin to start: hold FLASH to write one$/ }],
];

const world = (first: string, form: RegExp, name: OtherWorld, scope: Scope = 'anywhere'): Entry =>
  line(
    first,
    form,
    ([version = '']) => ({ kind: 'other-world', world: name, ...(version !== '' && { version }) }),
    scope,
  );

const fails = (first: string, form: RegExp, scope: Scope = 'loader'): Entry =>
  line(first, form, () => ({ kind: 'other-failed' }), scope);

/** Told by name, so that nobody looks for slots where there are none. */
const OTHERS: readonly Entry[] = [
  world('r', /^rBoot v(\S+) - richardaburton@gmail\.com$/, 'rboot'),
  fails('N', /^No good rom available\.$/),
  [
    'FBRWI',
    {
      origin: 'loader',
      scope: 'loader',
      form: /^(?:Flash (?:Size|Mode|Speed): {2,3}\S.*|rBoot Option: .*|Booting rom \d.*|Rom -?\d+ at [0-9a-f]+ is bad\.|Writing default boot config\.|Invalid rom selected, defaulting to 0\.)$/,
    },
  ],
  world('v', /^v[0-9a-f]{8}$/, 'eboot', 'loader'),
  ['~l@', { origin: 'loader', scope: 'loader', form: /^(?:~ld|ld|@cp:\d)$/ }],
  fails('e', /^e:\d+$/),
  world('IE', /^[IE] \(\d+\) boot: ESP-IDF (\S+)? *2nd stage bootloader$/, 'rtos-sdk'),
  ['IWED', { origin: 'loader', scope: 'anywhere', form: /^[IWED] \(\d+\) (?:boot|esp_image|qio_mode): .*$/ }],
  world('H', /^HoCo bootloader v(\S+?)[.,]?(?: .*)?$/, 'hoco'),
  fails('N', /^No valid rom found\.?$/, 'anywhere'),
  world('N', /^NodeMCU (\d\S*).*$/, 'nodemcu'),
];

export const LOADER_LINES: readonly Entry[] = [...SDK_LOADER, ...OWN_LOADER, ...OTHERS];
