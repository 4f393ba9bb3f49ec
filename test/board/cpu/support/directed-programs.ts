/**
 * Programs for the corners that random ones reach too seldom. Every one is a list of groups of lines; a group
 * that raises an exception fits a block of 64 bytes, so that the handler goes on with the next group.
 */
import { LiteralPool, load, once } from './program-frame.ts';

const VALUES = [0, 1, -1, 2, 31, 32, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, -0x80000000, 0x12345678];
const FEW_VALUES = [0, 1, -1, 0x80000000, 0x7fffffff, 0x89abcdef];

type Program = (pool: LiteralPool) => string[][];

const TWO_REGISTERS = 'add addx2 addx4 addx8 sub subx2 subx4 subx8 and or xor mull mul16u mul16s src'.split(
  ' ',
);
const MOVES = 'moveqz movnez movltz movgez'.split(' ');
const COMPARE = 'beq bne blt bge bltu bgeu bany bnone ball bnall bbc bbs'.split(' ');
const COMPARE_ZERO = 'beqz bnez bltz bgez beqz.n bnez.n'.split(' ');
const B4CONST = [-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256];
const B4CONSTU = [32768, 65536, ...B4CONST.slice(2)];

const pairs = (values: readonly number[]): [number, number][] =>
  values.flatMap(a => values.map((b): [number, number] => [a, b]));

const arithmetic: Program = pool =>
  pairs(VALUES).map(([a, b]) => [
    ...[load(pool, 'a2', a), load(pool, 'a3', b), load(pool, 'a4', a ^ b), ' ssr a3'],
    ...TWO_REGISTERS.map(name => ` ${name} a5, a2, a3`),
    ...MOVES.map(name => ` ${name} a4, a2, a3`),
  ]);

const single: Program = pool => {
  const bits = Array.from({ length: 32 }, (_, i) => 1 << i);
  const values = [...bits, ...bits.map(bit => ~bit), ...bits.map(bit => bit - 1), ...VALUES];
  return values.map(value => [
    ...[
      load(pool, 'a2', value),
      ' nsa a3, a2',
      ' nsau a4, a2',
      ' neg a5, a2',
      ' abs a6, a2',
      ' mov.n a7, a2',
    ],
    ' ssa8l a2\n sll a3, a2\n srl a4, a2\n ssa8b a2\n sra a5, a2\n src a6, a2, a3\n ssl a2\n sll a3, a2',
  ]);
};

/** All 64 values of SAR; the shifts mean something up to 32. */
const shifts: Program = pool =>
  Array.from({ length: 64 }, (_, sar) => [
    ...[` movi a2, ${sar}`, ' wsr.sar a2'],
    ...FEW_VALUES.flatMap(value => [
      load(pool, 'a3', value),
      ...[' sll a4, a3', ' srl a5, a3', ' sra a6, a3', ' src a7, a3, a2', ' src a8, a2, a3'],
    ]),
    ...[' ssl a2', ' rsr.sar a4', ' ssr a2', ' rsr.sar a5', ` ssai ${sar % 32}`, ' rsr.sar a6'],
  ]);

const constants: Program = pool => {
  const upTo31 = Array.from({ length: 32 }, (_, i) => i);
  const widths = [1, 2, 7, 8, 15, 16];
  return FEW_VALUES.map(value => [
    load(pool, 'a2', value),
    ...upTo31.flatMap(n => [` srai a3, a2, ${n}`, ` srli a4, a2, ${n % 16}`, ` slli a5, a2, ${n || 1}`]),
    ...upTo31.flatMap(n =>
      widths.filter(width => n + width <= 32).map(width => ` extui a6, a2, ${n}, ${width}`),
    ),
    ...[-32768, -256, 256, 32512].map(n => ` addmi a7, a2, ${n}`),
    ...[-128, -1, 0, 1, 127].map(n => ` addi a7, a2, ${n}`),
    ...[-1, ...upTo31.slice(1, 16)].map(n => ` addi.n a7, a2, ${n}`),
    ...Array.from({ length: 128 }, (_, i) => ` movi.n a8, ${i - 32}`),
    ...[-2048, -1025, -1, 0, 1, 1024, 2047].map(n => ` movi a8, ${n}`),
  ]);
};

/** A branch over an instruction that leaves a trace. */
const over = (branch: string): string => ` ${branch}, 1f\n addi a9, a9, 1\n1:`;

const branches: Program = pool => [
  ...pairs(VALUES).map(([a, b]) => [
    ...[load(pool, 'a2', a), load(pool, 'a3', b)],
    ...COMPARE.map(name => over(`${name} a2, a3`)),
  ]),
  ...[...VALUES, ...B4CONST, ...B4CONST.map(n => n - 1)].map(value => [
    load(pool, 'a2', value),
    ...COMPARE_ZERO.map(name => over(`${name} a2`)),
    ...['beqi', 'bnei', 'blti', 'bgei'].flatMap(name => B4CONST.map(n => over(`${name} a2, ${n}`))),
    ...['bltui', 'bgeui'].flatMap(name => B4CONSTU.map(n => over(`${name} a2, ${n}`))),
  ]),
  ...[0x55555555, 0x80000001].map(value => [
    load(pool, 'a2', value),
    ...Array.from({ length: 32 }, (_, bit) => `${over(`bbci a2, ${bit}`)}\n${over(`bbsi a2, ${bit}`)}`),
  ]),
];

/** Every size at every alignment, at both ends of DRAM, and words in IRAM. */
const memory: Program = pool => [
  ...[0, 1, 2, 3].map(offset => [
    ...[
      load(pool, 'a2', 0x89abcdef),
      ` addi a3, a15, ${offset}`,
      ' s32i a2, a15, 8',
      ' s8i a2, a3, 9',
      ' l8ui a4, a3, 8',
    ],
    ' l32i a5, a15, 8',
  ]),
  ...[0, 2].map(offset => [
    ...[load(pool, 'a2', 0x1234fedc), ` addi a3, a15, ${offset}`, ' s16i a2, a3, 16', ' l16ui a4, a3, 16'],
    ' l16si a5, a3, 16\n l32i.n a6, a15, 16\n s32i.n a6, a15, 60\n l32i a7, a15, 60',
  ]),
  ...[0x3ffe8000, 0x3ffffffc].map(address => [
    ...[
      load(pool, 'a2', address),
      load(pool, 'a3', 0xa5b6c7d8),
      ' s32i a3, a2, 0',
      ' l8ui a4, a2, 3',
      ' l16si a5, a2, 2',
    ],
    ' s8i a4, a2, 0\n s16i a4, a2, 2\n l32i a6, a2, 0',
  ]),
  [' s32i a15, a14, 1020', ' l32i a2, a14, 1020', ' s32i.n a14, a14, 0', ' l32i.n a3, a14, 0'],
];

/** Each of them ends its group; UM, no UM, and nested in a handler's mode. */
const EXCEPTIONS = [
  ...[
    'l32i a4, a3, 0',
    'l32i a4, a3, 1020',
    's32i a4, a3, 4',
    'l16ui a4, a3, 0',
    'l16si a4, a3, 2',
    's16i a4, a3, 4',
  ],
  ...['l32i.n a4, a3, 0', 's32i.n a4, a3, 60', 'ill', 'ill.n', 'syscall', 'break 3, 4', 'break.n 7'],
];
const exceptions: Program = pool =>
  [0x20, 0x00, 0x30, 0x10, 0x21, 0x0f].flatMap(ps =>
    EXCEPTIONS.map(line => [
      ...[
        load(pool, 'a2', 0x20),
        ' wsr.ps a2',
        ' addi a3, a15, 1',
        ` movi a2, ${ps}`,
        ' wsr.ps a2',
        ` ${line}`,
      ],
      ...[' rsr.exccause a5', ' rsr.excvaddr a6'],
    ]),
  );

/** The software interrupt at every level, and let through by each way of lowering it. */
const interrupts: Program = () =>
  [
    ...[0, 1, 2, 15].map(level => [
      ...[
        ' movi a2, 0x80',
        ' wsr.intenable a2',
        ` rsil a3, ${level}`,
        ' wsr.intset a2',
        ' rsr.interrupt a4',
        ' nop',
      ],
    ]),
    [' rsil a3, 1', ' movi a2, 0x80', ' wsr.intenable a2', ' wsr.intset a2', ' rsil a3, 0', ' nop'],
    [
      ' movi a2, 0',
      ' wsr.intenable a2',
      ' rsil a3, 0',
      ' movi a2, 0x80',
      ' wsr.intset a2',
      ' wsr.intenable a2',
      ' nop',
    ],
    [
      ' rsil a3, 1',
      ' movi a2, 0x80',
      ' wsr.intset a2',
      ' wsr.intclear a2',
      ' rsil a3, 0',
      ' rsr.interrupt a4',
    ],
    [
      ' movi a2, 0x30',
      ' wsr.ps a2',
      ' movi a2, 0x80',
      ' wsr.intset a2',
      ' movi a2, 0x20',
      ' wsr.ps a2',
      ' nop',
    ],
    [' movi a2, 0x80', ' rsil a3, 3', ' wsr.intset a2', ' wsr.eps3 a3', ' movi a4, after', ' nop'],
    [' movi a2, 0x7f', ' wsr.intset a2', ' rsr.interrupt a3', ' wsr.intclear a2', ' rsr.interrupt a4'],
  ].map(lines => lines.filter(line => !line.includes('after')));

/** Literals below LITBASE: 4 KiB above `lit`, so that offset −0x1000 is its first word. */
const litbase: Program = pool => [
  [
    ...[
      load(pool, 'a2', 0xcafe1234),
      load(pool, 'a3', 'words + 0x2001'),
      ' wsr.litbase a3',
      ' rsr.litbase a5',
    ],
    // l32r a4 with the constants −0x2000, −0x1C00 and −4 in words: bytes, because the assembler knows no LITBASE
    ' .byte 0x41, 0x00, 0xf8\n .byte 0x61, 0x00, 0xf9\n .byte 0x71, 0xff, 0xff',
    ...[' movi a3, 0', ' xsr.litbase a3', load(pool, 'a8', 0xcafe1234)],
  ],
];

/** Code that writes code: a group changes two instructions of the next one before it gets there. */
const selfModifying: Program = pool => [
  [load(pool, 'a2', 0x331b331b), ' movi a3, 0', ' movi a4, 8'],
  [
    ...[' movi a5, 0', load(pool, 'a6', 'patch')],
    ' .balign 4\npatch: addi.n a3, a3, 1\n addi.n a3, a3, 1\n addi a4, a4, -1',
    ' l32i a7, a6, 0\n addmi a7, a7, 0x1000\n s32i a7, a6, 0\n isync\n bnez a4, patch',
  ],
];

const debug: Program = pool => [
  // Breakpoint at an instruction; the handler goes on with the next group
  [
    load(pool, 'a2', 'here'),
    ' wsr.ibreaka0 a2',
    ' movi a3, 1',
    ' wsr.ibreakenable a3',
    ' movi a4, 1',
    'here: movi a4, 2',
  ],
  [' rsr.debugcause a5', ' movi a3, 0', ' wsr.ibreakenable a3'],
  // Masked from level 2 on
  [
    load(pool, 'a2', 'there'),
    ' wsr.ibreaka0 a2',
    ' movi a3, 1',
    ' rsil a6, 2',
    ' wsr.ibreakenable a3',
    'there: movi a4, 3',
  ],
  [' movi a3, 0', ' wsr.ibreakenable a3', ' rsil a6, 0'],
  // Data: stores only, then loads of any byte of eight
  [load(pool, 'a2', 'memory + 64'), load(pool, 'a3', 0x8000003f), ' wsr.dbreaka0 a2', ' wsr.dbreakc0 a3'],
  [' l32i a4, a15, 64', ' s32i a4, a15, 60', ' s32i a4, a15, 68', ' s8i a4, a15, 64', ' movi a5, 9'],
  [
    ' rsr.debugcause a5',
    load(pool, 'a3', 0x40000038),
    ' wsr.dbreakc0 a3',
    ' s32i a4, a15, 64',
    ' l8ui a5, a15, 71',
  ],
  [' rsr.debugcause a5', ' l16ui a4, a15, 62', ' l32i a4, a15, 72', ' movi a3, 0', ' wsr.dbreakc0 a3'],
  // Instruction counter: −3 below level 1, so the third instruction is not reached
  [
    ' movi a2, -4',
    ' wsr.icount a2',
    ' movi a3, 1',
    ' wsr.icountlevel a3',
    ' movi a4, 1',
    ' movi a4, 2',
    ' movi a4, 3',
    ' movi a4, 4',
  ],
  [' rsr.debugcause a5', ' movi a3, 0', ' wsr.icountlevel a3', ' rsr.icount a4'],
];

/** Jumps over the whole of IRAM, and literals from its very beginning. */
const far: Program = pool => [
  [' call0 away', ' movi a2, 1', load(pool, 'a3', 'away'), ' callx0 a3', ' movi a2, 2', ' j beyond'],
  [' movi a2, 3\n .space 0xa000\n .balign 4'],
  [
    ' movi a2, 5',
    'beyond: movi a2, 6',
    load(pool, 'a4', 0x13579bdf),
    ' j 9f',
    ' .balign 4',
    'away: addi.n a5, a5, 1',
    ' ret.n',
    '9:',
  ],
];

export const DIRECTED: Readonly<Record<string, Program>> = {
  arithmetic,
  single,
  shifts,
  constants,
  branches,
  memory,
  exceptions,
  interrupts,
  litbase,
  selfModifying,
  debug,
  far,
};

export function directedProgram(name: string): string {
  const pool = new LiteralPool();
  const groups = DIRECTED[name]?.(pool) ?? [];
  return once(pool, groups);
}
