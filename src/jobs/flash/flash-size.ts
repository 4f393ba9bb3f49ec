import type { LoaderSession } from '../loader/session.ts';

/** What ROM and stub take every chip for. */
const DEFAULT_SIZE = 0x400000;
/** ROM data: pointer to the structure that describes the flash; its second word is the size. */
const CHIP_POINTER = 0x3fffc714;
const SIZE_AT = 4;

/**
 * Tells ROM and stub how large the flash is. The stub takes the command and leaves the ROM's structure as it is,
 * whose size its reads and writes are held against (seen with stub 2 on the virtual board): the word is set there.
 */
export async function setFlashSize(
  session: LoaderSession,
  size: number,
  signal?: AbortSignal,
): Promise<void> {
  if (size <= DEFAULT_SIZE) return;
  await session.spiSetParams(size, signal);
  const structure = await session.readRegister(CHIP_POINTER, signal);
  await session.writeRegister(structure + SIZE_AT, size, signal);
}
