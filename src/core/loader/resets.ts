/**
 * How DTR and RTS bring a board into its loader, as data. Asserted = low at the adapter's pin. On the usual circuit
 * (two cross-coupled transistors) RTS alone pulls EN, DTR alone pulls GPIO0, both together pull nothing.
 * Sources: espressif/esptool `esptool/reset.py`; espressif/esptool-js issue 222.
 */
/** Lines to set, then ms to wait. Both lines in one step go out in one call. */
export interface ResetStep {
  readonly dtr?: boolean;
  readonly rts?: boolean;
  readonly wait: number;
}

export interface ResetStrategy {
  readonly name: string;
  readonly intoLoader: readonly ResetStep[];
  readonly run: readonly ResetStep[];
}

/** EN low long enough for big capacitors to empty, ms. */
const HOLD = 100;
/** GPIO0 low until the ROM has looked at it, ms after EN was let go. */
const QUICK = 50;
const SLOW = 550;

const RUN: readonly ResetStep[] = [
  { dtr: false, rts: true, wait: HOLD },
  { dtr: false, rts: false, wait: 0 },
];

/**
 * Windows' usbser.sys sends RTS only with a write of DTR, and Chromium makes two driver calls of one, DTR first: so
 * both lines are named in every step, and RTS changes last.
 */
const oneCall = (name: string, letGo: number): ResetStrategy => ({
  name,
  intoLoader: [
    { dtr: false, rts: true, wait: HOLD },
    { dtr: true, rts: false, wait: letGo },
    { dtr: false, rts: false, wait: 0 },
  ],
  run: RUN,
});

/** The lines one after the other: for drivers that lose one of two. */
const TWO_CALLS: ResetStrategy = {
  name: 'two-calls',
  intoLoader: [
    { dtr: false, wait: 0 },
    { rts: true, wait: HOLD },
    { dtr: true, wait: 0 },
    { rts: false, wait: QUICK },
    { dtr: false, wait: 0 },
  ],
  run: [
    { dtr: false, wait: 0 },
    { rts: true, wait: HOLD },
    { rts: false, wait: 0 },
  ],
};

const swap = ({ dtr, rts, wait }: ResetStep): ResetStep => ({
  ...(rts === undefined ? {} : { dtr: rts }),
  ...(dtr === undefined ? {} : { rts: dtr }),
  wait,
});

/** What most boards have. */
export const USUAL_RESET = oneCall('classic', QUICK);

export const RESET_STRATEGIES: readonly ResetStrategy[] = [
  USUAL_RESET,
  oneCall('slow', SLOW),
  TWO_CALLS,
  { name: 'swapped', intoLoader: USUAL_RESET.intoLoader.map(swap), run: USUAL_RESET.run.map(swap) },
];

/** All of them, the one that worked the last time first. */
export const strategiesFrom = (
  remembered: string | undefined,
  all: readonly ResetStrategy[] = RESET_STRATEGIES,
): readonly ResetStrategy[] => [
  ...all.filter(({ name }) => name === remembered),
  ...all.filter(({ name }) => name !== remembered),
];
