/**
 * The ROM's functions by address (virtual-board.md, section 4), call0 ABI: arguments a2 … a7 and then the stack,
 * result a2. A function gives its result or a task that takes time; `cycles` are spent either way.
 */

import { REGISTER, ROM_DATA } from './addresses.ts';
import { cacheDisable, cacheEnable } from './cache.ts';
import type { RomContext } from './context.ts';
import { formatPrintf } from './printf.ts';
import type { Task } from './task.ts';

/** Unsigned arguments by number; numbers above 5 come from the stack. */
export type Argument = (number: number) => number;

export interface RomFunction {
  readonly name: string;
  readonly run: (rom: RomContext, arg: Argument) => number | Task<number>;
}

const OK = 0;
const FAILED = 1;
const UART_RX_EMPTY = 1;
const SOFTWARE_RESET = 0x8000_0000;

/** Tasks that give nothing still leave 0 in a2. */
function* done(task: Task<unknown>): Task<number> {
  yield* task;
  return OK;
}

function* status(task: Task<unknown>): Task<number> {
  return (yield* task) ? OK : FAILED;
}

function* spiRead(rom: RomContext, offset: number, to: number, length: number): Task<number> {
  const data = yield* rom.flash.read(offset, length);
  if (data) rom.memory.write(to, data);
  return data ? OK : FAILED;
}

function* md5Update(rom: RomContext, context: number, from: number, length: number): Task<number> {
  const { costs } = rom.machine;
  rom.md5(context).update(rom.memory.read(from, length));
  yield* rom.busy(Math.ceil(length / 64) * costs.md5Block);
  return OK;
}

/** Bytes that move together cost time together. */
function* bytesMoved(rom: RomContext, length: number, result: number): Task<number> {
  yield* rom.busy(length * rom.machine.costs.memoryByte);
  return result;
}

const copy = (rom: RomContext, arg: Argument): Task<number> => {
  rom.memory.write(arg(0), rom.memory.read(arg(1), arg(2)));
  return bytesMoved(rom, arg(2), arg(0));
};

const fill = (rom: RomContext, arg: Argument): Task<number> => {
  rom.memory.write(arg(0), new Uint8Array(arg(2)).fill(arg(1)));
  return bytesMoved(rom, arg(2), arg(0));
};

const compare = (rom: RomContext, arg: Argument): number => {
  for (let i = 0; i < arg(2); i++) {
    const difference = rom.memory.byte(arg(0) + i) - rom.memory.byte(arg(1) + i);
    if (difference !== 0) return difference;
  }
  return 0;
};

function* print(rom: RomContext, arg: Argument): Task<number> {
  let number = 1;
  const text = formatPrintf(rom.memory.text(arg(0)), {
    next: () => arg(number++),
    text: address => rom.memory.text(address),
  });
  yield* rom.console.print(text);
  return text.length;
}

const receiveByte = (rom: RomContext, arg: Argument): number => {
  const byte = rom.console.receive();
  if (byte === undefined) return UART_RX_EMPTY;
  rom.memory.write(arg(0), Uint8Array.of(byte));
  return OK;
};

function* softwareReset(rom: RomContext): Task<number> {
  rom.machine.store(REGISTER.rtcControl, (rom.machine.load(REGISTER.rtcControl) | SOFTWARE_RESET) >>> 0);
  return yield* rom.hang();
}

const parameters = (arg: Argument) => ({
  id: arg(0),
  size: arg(1),
  block: arg(2),
  sector: arg(3),
  page: arg(4),
  statusMask: arg(5),
});

const TABLE: Readonly<Record<number, readonly [name: string, run: RomFunction['run']]>> = {
  1073748132: ['ets_memset', fill],
  1073748148: ['ets_memcpy', copy],
  1073748160: ['ets_memmove', copy],
  1073748180: ['ets_memcmp', compare],
  1073751244: ['ets_printf', print],
  1073753804: ['ets_delay_us', (rom, arg) => done(rom.delay(arg(0)))],
  1073745800: ['ets_isr_attach', (rom, arg) => rom.interrupts.attach(arg(0), arg(1), arg(2))],
  1073745816: ['ets_isr_mask', (rom, arg) => rom.interrupts.mask(arg(0))],
  1073745832: ['ets_isr_unmask', (rom, arg) => rom.interrupts.unmask(arg(0))],
  1073745852: ['ets_set_user_start', (rom, arg) => rom.set(ROM_DATA.userStart, arg(0))],
  1073742932: [
    '_xtos_set_exception_handler',
    (rom, arg) => rom.interrupts.setExceptionHandler(arg(0), arg(1)),
  ],
  1073751628: ['software_reset', rom => softwareReset(rom)],
  // UART
  1073756632: ['uart_div_modify', (rom, arg) => rom.setDivider(arg(0), arg(1))],
  1073756976: ['uart_tx_one_char', (rom, arg) => done(rom.console.send(arg(0) & 0xff))],
  1073757068: ['uart_rx_one_char', receiveByte],
  // Flash
  1073758040: ['SelectSpiFunction', () => OK],
  1073759812: ['spi_flash_attach', () => OK],
  1073760492: ['SPIReadModeCnfig', () => OK],
  1073760376: ['SPIUnlock', rom => status(rom.flash.unlock())],
  1073760644: ['SPIEraseChip', rom => status(rom.flash.eraseChip())],
  1073760692: ['SPIEraseBlock', (rom, arg) => status(rom.flash.eraseBlock(arg(0)))],
  1073760768: ['SPIEraseSector', (rom, arg) => status(rom.flash.eraseSector(arg(0)))],
  1073760844: ['SPIWrite', (rom, arg) => status(rom.flash.write(arg(0), rom.memory.read(arg(1), arg(2))))],
  1073761052: ['SPIRead', (rom, arg) => spiRead(rom, arg(0), arg(1), arg(2))],
  1073761324: [
    'SPIParamCfg',
    (rom, arg) => {
      rom.flash.setParameters(parameters(arg));
      return OK;
    },
  ],
  1073759864: ['Cache_Read_Enable', (rom, arg) => cacheEnable(rom.machine, arg(0), arg(1), arg(2))],
  1073760240: ['Cache_Read_Disable', rom => cacheDisable(rom.machine)],
  1073761520: ['gpio_input_get', rom => rom.machine.load(REGISTER.gpioIn)],
  // MD5, memory, arithmetic
  1073780760: ['MD5Init', (rom, arg) => rom.beginMd5(arg(0))],
  1073780788: ['MD5Update', (rom, arg) => md5Update(rom, arg(0), arg(1), arg(2))],
  1073780992: [
    'MD5Final',
    (rom, arg) => {
      rom.memory.write(arg(0), rom.md5(arg(1)).digest());
      return OK;
    },
  ],
  1073798984: ['memcpy', copy],
  1073799244: ['memmove', copy],
  1073799568: ['memset', fill],
  // The CPU cannot divide; by zero the ROM gives 0.
  1073799708: ['__udivsi3', (_, arg) => (arg(1) === 0 ? 0 : Math.floor(arg(0) / arg(1)))],
  1073799784: ['__umodsi3', (_, arg) => (arg(1) === 0 ? 0 : arg(0) % arg(1))],
};

/** What is at an address of the ROM. */
export const ROM_FUNCTIONS: ReadonlyMap<number, RomFunction> = new Map(
  Object.entries(TABLE).map(([address, [name, run]]) => [Number(address), { name, run }]),
);
