/** Crash reports: of the ROM (boot.md, section 2), of the SDK and of the Arduino core (section 7). */
import type { BootFact, ExceptionFact, ExceptionRegister } from './events.ts';
import { decimal, hexadecimal, type Pattern } from './patterns.ts';

type Entry = readonly [string, Pattern];

const crash = (first: string, form: RegExp, read: (groups: readonly string[]) => ExceptionFact): Entry => [
  first,
  {
    origin: 'exception',
    scope: 'anywhere',
    form,
    fact: (groups): BootFact => ({ kind: 'exception', exception: read(groups) }),
  },
];

const PAIR = /(epc1|epc2|epc3|excvaddr|epcvaddr|depc)=0x([0-9a-fA-F]{8})/g;
/** An old SDK misspells one of them. */
const registerName = (name: string): ExceptionRegister =>
  name === 'epcvaddr' ? 'excvaddr' : (name as ExceptionRegister);

const registers = ([text = '']: readonly string[]): ExceptionFact => ({
  part: 'registers',
  registers: Object.fromEntries(
    [...text.matchAll(PAIR)].map(([, name = '', value]) => [registerName(name), hexadecimal(value)]),
  ),
});

const words = (text = ''): number[] => text.trim().split(/\s+/).map(hexadecimal);

export const EXCEPTION_LINES: readonly Entry[] = [
  crash('F', /^Fatal exception \((\d+)\): ?$/, ([cause]) => ({
    part: 'start',
    by: 'rom',
    what: 'exception',
    cause: decimal(cause),
  })),
  crash('F', /^Fatal exception (\d+)\(\w+\): ?$/, ([cause]) => ({
    part: 'start',
    by: 'sdk',
    what: 'exception',
    cause: decimal(cause),
  })),
  crash('E', /^Exception \((\d+)\): ?$/, ([cause]) => ({
    part: 'start',
    by: 'arduino',
    what: 'exception',
    cause: decimal(cause),
  })),
  crash('S', /^Soft WDT reset(?: - exccause=\d+.*)?$/, () => ({
    part: 'start',
    by: 'arduino',
    what: 'watchdog',
  })),
  crash(
    'PAU',
    /^(Panic \S.*|Abort called|Unhandled C\+\+ exception: .*|User exception \(panic\/abort\/assert\).*)$/,
    ([text = '']) => ({ part: 'start', by: 'arduino', what: 'panic', text }),
  ),
  crash(
    'ed',
    /^((?:epc[123]|excvaddr|epcvaddr|depc)=0x[0-9a-fA-F]{8}(?:(?:, ?| )(?:epc[123]|excvaddr|depc)=0x[0-9a-fA-F]{8})*)$/,
    registers,
  ),
  crash('s', /^sp (?:0x)?([0-9a-f]{7,8})$/, ([sp]) => ({ part: 'unaligned', stackPointer: hexadecimal(sp) })),
  crash(
    's',
    /^sf_dump\[(\d)\] a0: 0x([0-9a-f]{8}) {1,2}a1: 0x([0-9a-f]{8}) {1,2}a2: 0x([0-9a-f]{8}) {1,2}a3: 0x([0-9a-f]{8})$/,
    ([row, ...values]) => ({ part: 'general', row: decimal(row), values: values.map(hexadecimal) }),
  ),
  crash('c', /^ctx: (\S+)$/, ([context = '']) => ({ part: 'context', context })),
  crash('s', /^sp: ([0-9a-f]{8}) end: ([0-9a-f]{8}) offset: ([0-9a-f]{1,8})$/, ([from, end, offset]) => ({
    part: 'stack',
    from: hexadecimal(from),
    end: hexadecimal(end),
    offset: hexadecimal(offset),
  })),
  crash(
    '3',
    /^(3fff[0-9a-f]{4}|3ffe[0-9a-f]{4}): {1,2}([0-9a-f]{8}(?: [0-9a-f]{8}){3})(?: +<)?$/,
    ([address, row]) => ({ part: 'row', address: hexadecimal(address), words: words(row) }),
  ),
  crash('<', /^<<<stack<<<$/, () => ({ part: 'end' })),
  [
    '>-l',
    {
      origin: 'exception',
      scope: 'anywhere',
      form: /^(?:>>>stack>>>|-+ CUT HERE FOR EXCEPTION DECODER -+|last failed (?:alloc|caller).*)$/,
    },
  ],
];
