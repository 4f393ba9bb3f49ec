import { announcedBaud } from '../../core/loader/bauds.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import { ESP8266_MAGIC } from '../../core/loader/identity.ts';
import { dataRequest, request, words } from '../../core/loader/packets.ts';
import { REGISTER } from '../../core/loader/registers.ts';
import type { Loader } from './loader.ts';

/** Long enough for the FIFOs of adapter and chip to matter, bytes. */
const TEST_BLOCK = 2048;
const TEST_BLOCKS = 2;
const TEST_READS = 8;
const TEST_SYNCS = 4;
/** After the chip was told to come down, ms: it has to do it, and the port to open. */
const COME_DOWN = 60;
/** An answer on a line that works, ms. */
const PROMPT = 250;
const FIND_AGAIN = 600;

/**
 * Takes a stub and the line to the highest rate of `rates` that passes a test, step by step downward. `tooFast` hears
 * of every rate that does not.
 * @throws LoaderFailure when the chip is lost on the way: it has to be reset.
 */
export async function climb(
  loader: Loader,
  rates: readonly number[],
  tooFast: (baud: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const home = loader.baud;
  await openTestWrite(loader, signal);
  for (const rate of rates) {
    if (rate === loader.baud) return;
    // From a rate that failed the chip is called down: told from there, found at the lower one if it understood.
    if (loader.baud === home) await loader.changeBaud(rate, signal);
    else await comeDown(loader, rate, signal);
    if (await lineIsGood(loader, signal)) return;
    tooFast(rate);
  }
  if (loader.baud !== home) await comeDown(loader, home, signal);
}

/**
 * Opens a write of nothing while the line is good: blocks for it are checked by their sum and then dropped, so they
 * test the way to the chip and can touch no flash, whatever happens to them.
 */
async function openTestWrite(loader: Loader, signal: AbortSignal | undefined): Promise<void> {
  await loader.commander.command('FLASH_BEGIN', words(0, TEST_BLOCKS, loader.limits.flashBlock, 0), {
    signal,
  });
}

/** Whether a stub and the line understand each other at the rate that they have. */
export async function passesTest(loader: Loader, signal?: AbortSignal): Promise<boolean> {
  await openTestWrite(loader, signal);
  return lineIsGood(loader, signal);
}

/** The rate is found out on both ways, with frames longer than any FIFO. */
async function lineIsGood(loader: Loader, signal?: AbortSignal): Promise<boolean> {
  const { commander } = loader;
  try {
    for (let i = 0; i < TEST_SYNCS; i++) if ((await commander.sync(PROMPT, signal)) !== 'stub') return false;
    const block = Uint8Array.from({ length: TEST_BLOCK }, (_, i) => (i * 0x9d) & 0xff);
    for (let i = 0; i < TEST_BLOCKS; i++) {
      const frame = dataRequest('FLASH_DATA', i, block);
      await commander.command('FLASH_DATA', block, { frame, limit: PROMPT, signal });
    }
    for (let i = 0; i < TEST_READS; i++) {
      const options = { limit: PROMPT, signal };
      const { value } = await commander.command('READ_REG', words(REGISTER.magic), options);
      if (value !== ESP8266_MAGIC) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof LoaderFailure) return false;
    throw error;
  }
}

/** @throws LoaderFailure when the chip did not understand: it sits at a rate that it cannot be called at. */
async function comeDown(loader: Loader, rate: number, signal?: AbortSignal): Promise<void> {
  const { line } = loader.commander;
  await line.write(Uint8Array.of(0xc0));
  await line.write(request('CHANGE_BAUDRATE', words(announcedBaud(loader.baud, rate), 0)));
  await line.clock.sleep(COME_DOWN, signal);
  await line.setBaud(rate);
  await line.clock.sleep(COME_DOWN, signal);
  await loader.commander.resync(signal, FIND_AGAIN);
}
