/** What the ROM does from reset on (boot.md, section 2). */
import { REGISTER, RESET_CAUSE, ROM_DATA } from './addresses.ts';
import type { RomContext } from './context.ts';
import { download } from './download-task.ts';
import { loadFromFlash } from './flash-boot.ts';
import { romText } from './printf.ts';
import { setReg } from './registers.ts';
import type { Task } from './task.ts';

const BUILD_DATE = 'Jan  8 2013';
const IRAM = 0x40100000;

/** Bits 18..16 of GPIO_IN: GPIO15, GPIO0, GPIO2. */
const MODE = { uart: 1, ram: 2, flash: 3, sdio: 4 } as const;
/** Second number of the boot mode for which an SDIO boot stays silent. */
const SILENT_SDIO = 2;

/**
 * Watchdog of code that was started from flash: 2^12 × 65536 bus clocks, about 5 s. Assumption: that the ROM leaves
 * it on is known from the exception texts, which repeat until it bites; its time is not.
 */
const WATCHDOG_RELOAD = 12;
const WATCHDOG_ENABLE = 1;
const WATCHDOG_RESET_LENGTH = 0x38;

/** From the reset vector on; never ends. */
export function* romMain(rom: RomContext): Task<never> {
  const { machine } = rom;
  rom.flash.begin();
  rom.interrupts.reset();
  rom.console.begin();
  const cause = resetCause(rom);
  const straps = machine.load(REGISTER.gpioIn);
  const mode = (straps >>> 16) & 7;
  const second = straps >>> 29;
  yield* rom.console.print(
    romText('\n ets %s,rst cause:%d, boot mode:(%d,%d)\n\n', BUILD_DATE, cause, mode, second),
  );
  if (cause === RESET_CAUSE.watchdog) yield* rom.console.print('wdt reset\n');
  if (cause === 0 || cause > RESET_CAUSE.deepSleepPowerOn) {
    yield* rom.console.print('unknown reset\n');
    return yield* fatal(rom);
  }
  return yield* start(rom, cause, mode, second);
}

function* start(rom: RomContext, cause: number, mode: number, second: number): Task<never> {
  const strapsCount = STRAPS_COUNT.includes(cause);
  if (mode === MODE.uart && strapsCount) {
    rom.set(ROM_DATA.userStart, 0);
    const entry = yield* download(rom);
    rom.set(ROM_DATA.userStart, entry);
    return yield* entry === 0 ? bootFromFlash(rom) : callUser(rom, entry);
  }
  if (mode === MODE.uart) {
    const entry = rom.memory.word(ROM_DATA.userStart);
    return yield* entry === 0 ? bootFromFlash(rom) : callUser(rom, entry);
  }
  if (mode === MODE.flash) return yield* bootFromFlash(rom);
  if (mode === MODE.ram) return yield* callUser(rom, IRAM);
  if (mode >= MODE.sdio && second !== SILENT_SDIO) yield* rom.console.print('waiting for host\n');
  return yield* rom.hang();
}

/** Causes after which the straps are looked at; after the others the ROM boots from flash at once. */
const STRAPS_COUNT: readonly number[] = [RESET_CAUSE.powerOn, RESET_CAUSE.resetPin, RESET_CAUSE.watchdog];

/** The part of main that both flasher stubs return into. */
export function* bootFromFlash(rom: RomContext): Task<never> {
  const entry = yield* loadFromFlash(rom);
  if (entry === undefined) return yield* fatal(rom);
  rom.interrupts.reportsExceptions = true;
  setWatchdog(rom, true);
  return yield* callUser(rom, entry);
}

/** Calls code that may come back; then there is nothing left to do, and no watchdog either. */
function* callUser(rom: RomContext, entry: number): Task<never> {
  setReg(rom.machine.cpu, 1, ROM_DATA.stackTop);
  yield { call: entry };
  setWatchdog(rom, false);
  yield* rom.console.print('user code done\n');
  return yield* rom.hang();
}

function* fatal(rom: RomContext): Task<never> {
  yield* rom.console.print('ets_main.c \n');
  return yield* rom.hang();
}

/** Cause 5 is told apart by the second reason. */
function resetCause({ machine }: RomContext): number {
  const cause = machine.load(REGISTER.resetCause) & 15;
  if (cause !== RESET_CAUSE.deepSleepTimer) return cause;
  return machine.load(REGISTER.resetCause2) & 15 ? RESET_CAUSE.deepSleepPowerOn : 0;
}

function setWatchdog({ machine }: RomContext, on: boolean): void {
  machine.store(REGISTER.watchdogControl, 0);
  machine.store(REGISTER.watchdogReload, WATCHDOG_RELOAD);
  if (on) machine.store(REGISTER.watchdogControl, WATCHDOG_RESET_LENGTH | WATCHDOG_ENABLE);
}
