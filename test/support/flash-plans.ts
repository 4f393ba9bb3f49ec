/** Boards as values: what is on a flash, what a plan makes of it, and which slot it then starts when it really runs. */
import { readFileSync } from 'node:fs';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import type { ChipFacts } from '../../src/core/device/chip-facts.ts';
import type { FlashContents } from '../../src/core/device/flash-contents.ts';
import { lookAtFlash } from '../../src/core/device/look-flash.ts';
import type { BoardPlan, BoardPlanRequest, PlanStep } from '../../src/core/plan/board-plan.ts';
import type { BootWish, FlashPlan } from '../../src/core/plan/flash-plan.ts';
import { planForBoard } from '../../src/core/plan/for-board.ts';
import { type MapName, type MapRow, mapRow } from './flash-builder.ts';
import { sdkElf } from './programs.ts';
import { open } from './workspaces.ts';

type Slot = 'user1' | 'user2';

export const OWN_LOADER = new Uint8Array(readFileSync('src/bootloader/built/twinslot-boot.bin'));
/** Header bytes 2 and 3: QIO, 40 MHz, and the map. */
export const ownLoaderFor = (map: MapName): Uint8Array => {
  const bytes = OWN_LOADER.slice();
  bytes.set([0, mapRow(map).code << 4], 2);
  return bytes;
};

export const chipWith = (size: number | undefined, chip: ChipFacts['chip'] = 'esp8266'): ChipFacts => ({
  ...{ chip, mac: '5C:CF:7F:12:34:56', crystal: 26_000_000 },
  flash: { jedecId: 0x1640ef, ...(size !== undefined && { size }) },
});

const addressOf = (row: MapRow, slot: Slot): number => 0x40200000 + ((row[slot] ?? 0) % 0x100000) + 16;

export interface AppOptions {
  /** Length of the code in flash; another one makes another program. */
  readonly iromLength?: number | Uint8Array;
  readonly wish?: BootWish;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** The plan that the page makes of programs for these slots. */
export function planOf(map: MapName, slots: readonly Slot[], options: AppOptions = {}): FlashPlan {
  const { iromLength = 0x5000, wish = 'keep', files = {} } = options;
  const row = mapRow(map);
  const codeOf = (i: number) => (typeof iromLength === 'number' ? iromLength + 16 * i : iromLength);
  const elfs = slots.map((slot, i): [string, Uint8Array] => [
    `${slot}.elf`,
    sdkElf({ irom: addressOf(row, slot), dataLength: 0x40 + 8 * i, iromLength: codeOf(i) }),
  ]);
  // A 1024+1024 program fits both slots: its role is said.
  const both = row.user1 !== undefined && row.user2 === 0x101000 && slots.length === 1;
  const plan = open({ ...Object.fromEntries(elfs), ...files }, { map, wish }).plan;
  if (!both) return plan;
  return { ...plan, writes: plan.writes.filter(w => w.role === slots[0] || w.role === 'boot-loader') };
}

/** Answers a look from the bytes of a flash. */
export function contentsOf(flash: Uint8Array, asked: number[] = []): FlashContents {
  const look = lookAtFlash(flash.length);
  let step = look.next();
  while (!step.done) {
    const { kind, offset, length } = step.value;
    const bytes = flash.slice(offset, offset + length);
    if (bytes.length < length) throw new RangeError(`looks at ${offset.toString(16)}, behind the end`);
    asked.push(kind === 'bytes' ? length : 0);
    step = look.next(kind === 'bytes' ? bytes : bytes.every(byte => byte === 0xff));
  }
  return step.value;
}

export const boardPlan = (
  flash: Uint8Array,
  plan: FlashPlan,
  wish: BootWish,
  changes: Partial<BoardPlanRequest> & { readonly loaderStays?: true } = {},
): BoardPlan =>
  planForBoard({
    ...{ plan, wish, contents: contentsOf(flash), chip: chipWith(flash.length) },
    ...(!changes.loaderStays && { ownLoader: OWN_LOADER }),
    ...changes,
  });

/** The flash after a step: whole sectors are erased first, as every flasher does. */
export function applied(flash: Uint8Array, step: PlanStep): Uint8Array {
  const after = flash.slice();
  if (step.kind === 'erase') return after.fill(0xff, step.offset, step.offset + step.length);
  const { offset, bytes } = step.write;
  after.fill(0xff, offset, offset + Math.ceil(bytes.length / 0x1000) * 0x1000);
  after.set(bytes, offset);
  return after;
}

/** Which slot a board with this flash starts, by what its boot loader says while it runs. */
export function startsFrom(flash: Uint8Array): Slot | undefined {
  const size = flash.length;
  const board = createVirtualBoard(boardConfig('nodemcu', { flash: flashOfSize(size), bridge: 'ideal' }));
  board.loadFlash(flash);
  board.serial.setBaud(74880);
  let text = '';
  board.serial.onBytes(bytes => {
    text += String.fromCharCode(...bytes);
  });
  board.power(true);
  const said = (): RegExpExecArray | null => /jump to run (user[12]) @/.exec(text);
  board.run({ until: () => said() !== null, limitNs: 3_000_000_000 });
  return said()?.[1] as Slot | undefined;
}
