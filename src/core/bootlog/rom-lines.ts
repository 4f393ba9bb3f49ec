/** The mask ROM's lines (boot.md, section 2). printf has put the numbers there, so their form is exact. */
import type { BootFact } from './events.ts';
import { decimal, hexadecimal, type Pattern, type Scope } from './patterns.ts';

type Fact = (groups: readonly string[]) => BootFact;

const rom = (first: string, form: RegExp, fact: Fact, scope: Scope = 'rom'): readonly [string, Pattern] => [
  first,
  { origin: 'rom', scope, form, fact },
];

/** Noise may stand before it on its line. */
export const BANNER = /ets Jan {2}8 2013,rst cause:(\d{1,2}), boot mode:\((\d),(\d)\)$/;

export const bannerFact = ([cause, mode, second]: readonly string[]): BootFact => ({
  kind: 'banner',
  cause: decimal(cause),
  mode: decimal(mode),
  second: decimal(second),
});

export const ROM_LINES: readonly (readonly [string, Pattern])[] = [
  rom('w', /^wdt reset$/, () => ({ kind: 'watchdog-reset' })),
  rom('u', /^unknown reset$/, () => ({ kind: 'unknown-reset' })),
  rom('e', /^ets_main\.c$/, () => ({ kind: 'rom-gave-up' }), 'anywhere'),
  rom(
    'l',
    /^load 0x([0-9a-f]{8}), len (\d{1,7}), room (\d{1,2})$/,
    ([address, length, room]) => ({
      kind: 'load',
      address: hexadecimal(address),
      length: decimal(length),
      room: decimal(room),
    }),
    'anywhere',
  ),
  rom('t', /^tail (\d{1,2})$/, ([tail]) => ({ kind: 'tail', tail: decimal(tail) })),
  rom(
    'c',
    /^chksum 0x([0-9a-f]{2})$/,
    ([value]) => ({ kind: 'checksum', value: hexadecimal(value) }),
    'anywhere',
  ),
  rom(
    'c',
    /^csum 0x([0-9a-f]{2})$/,
    ([value]) => ({ kind: 'final-checksum', value: hexadecimal(value) }),
    'anywhere',
  ),
  rom('c', /^csum err$/, () => ({ kind: 'rom-checksum' })),
  rom('f', /^flash read err, .*$/, () => ({ kind: 'rom-read' })),
  rom('u', /^user code done$/, () => ({ kind: 'user-code-done' }), 'anywhere'),
  rom('w', /^waiting for host$/, () => ({ kind: 'waiting-for-host' })),
  [
    'hbs',
    {
      origin: 'rom',
      scope: 'rom',
      form: /^(?:ho \d+ tail \d+ room \d+|bootup , addr 0x.*|sip bogus rx done)$/,
    },
  ],
];
