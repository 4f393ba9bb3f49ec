/**
 * What things cost on the board: ONE table. Everything in the board that takes time or has a rate takes it from
 * here, so the whole time model can be read, doubted and changed in one place. `assumption`: no measurement and no
 * data sheet at hand; the first run on a real board should correct it.
 */
export type CostUnit = 'Hz' | 'cycles' | 'ns' | 'factor';

export interface Cost {
  readonly value: number;
  readonly unit: CostUnit;
  readonly what: string;
  readonly source: string;
  readonly assumption: boolean;
}

const known = (value: number, unit: CostUnit, what: string, source: string): Cost => ({
  value,
  unit,
  what,
  source,
  assumption: false,
});
const assumed = (value: number, unit: CostUnit, what: string, source: string): Cost => ({
  value,
  unit,
  what,
  source,
  assumption: true,
});

const US = 1_000;
const MS = 1_000_000;
const W25Q = 'W25Q32 class, typical value';

export const COST_TABLE = {
  // CPU and its clock
  bootClockFactor: known(
    2,
    'factor',
    'CPU clock in crystal clocks until software starts the PLL',
    'ROM: CLKDIV 694 gives 74880 baud from 52 MHz',
  ),
  pllClock: known(80_000_000, 'Hz', 'CPU and bus clock once software started the PLL', 'SDK: CPU_CLK_FREQ'),
  instruction: assumed(1, 'cycles', 'one instruction', 'LX106 pipeline, no stalls counted'),
  takenBranch: assumed(3, 'cycles', 'a branch or jump that is taken', 'LX106 pipeline refill'),
  // ROM functions that are emulated and not executed
  romCall: assumed(20, 'cycles', 'a ROM function besides what it does', 'short prologue and epilogue'),
  memoryByte: assumed(1, 'cycles', 'copying or filling one byte in a ROM function', 'word loops, some bytes'),
  md5Block: assumed(1_600, 'cycles', 'MD5 of 64 bytes in ROM', '64 steps of about 25 instructions'),
  // SPI flash link
  spiClock: assumed(
    40_000_000,
    'Hz',
    'SPI clock while software has not set it',
    'usual header value, 40 MHz',
  ),
  spiTransaction: assumed(
    500,
    'ns',
    'start and end of one SPI transaction',
    'chip select set-up and hold, register access',
  ),
  spiReadBurst: assumed(
    9_000,
    'ns',
    'one read of 32 bytes by the ROM, all in',
    '320 bits at 40 MHz and the copy loop',
  ),
  // Flash chip
  flashProgramFirstByte: assumed(30 * US, 'ns', 'programming the first byte of a page', W25Q),
  flashProgramByte: assumed(1_451, 'ns', 'every further byte, so that a page takes 0.4 ms', W25Q),
  flashEraseSector: assumed(45 * MS, 'ns', 'erasing 4 KiB', W25Q),
  flashEraseBlock32: assumed(120 * MS, 'ns', 'erasing 32 KiB', W25Q),
  flashEraseBlock64: assumed(150 * MS, 'ns', 'erasing 64 KiB', W25Q),
  flashEraseChipPerMegabyte: assumed(2_500 * MS, 'ns', 'erasing the chip, per MiB', '10 s for 4 MiB'),
  flashWriteStatus: assumed(10 * MS, 'ns', 'writing a status register', W25Q),
  flashWornErase: assumed(400 * MS, 'ns', 'erasing a worn sector: the longest time', 'W25Q32 class, maximum'),
  flashTimeScale: known(1, 'factor', 'multiplies all flash times; 0 makes flash instant in tests', 'own'),
  // Power, reset, watchdog
  powerUp: assumed(5 * MS, 'ns', 'supply voltage until it is stable', 'small regulator, 10 µF'),
  resetRelease: assumed(2 * MS, 'ns', 'EN high until the ROM runs', 'crystal start-up'),
  softwareReset: assumed(
    1 * MS,
    'ns',
    'software or watchdog reset until the ROM runs',
    'no crystal start-up',
  ),
  watchdogTicks: known(
    65_536,
    'cycles',
    'bus clocks of the watchdog at reload value 0; doubles with each step',
    'Mongoose OS: value 10 = 0.84 s at 80 MHz',
  ),
  rtcClock: assumed(150_000, 'Hz', 'clock of the RTC counter', 'RC oscillator, chip to chip ± 20 %'),
  cacheFlush: assumed(2 * US, 'ns', 'flush of the flash cache', 'a few hundred cycles'),
  // Serial link
  usbLatency: assumed(1 * MS, 'ns', 'one way over USB between host program and bridge', 'full-speed frame'),
  usbSignalGap: known(
    100 * US,
    'ns',
    'between the DTR and the RTS request of one setSignals call',
    'measured: Chromium 156 on Linux',
  ),
  usbChunkTimer: assumed(
    1 * MS,
    'ns',
    'bridge waits this long for more bytes before it sends a packet',
    'CP2102 class',
  ),
} as const satisfies Record<string, Cost>;

export type CostName = keyof typeof COST_TABLE;
/** The values that a board runs with. */
export type Costs = Readonly<Record<CostName, number>>;

/** The table's values with a board's own in place of some. */
export function costsOf(overrides: Partial<Costs> = {}): Costs {
  const values = Object.entries(COST_TABLE).map(([name, cost]) => [name, cost.value] as const);
  return { ...(Object.fromEntries(values) as Record<CostName, number>), ...overrides };
}
