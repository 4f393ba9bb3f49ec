import { finding } from '../../core/findings.ts';
import { Problem } from '../../core/problem.ts';
import type { LoaderSession } from '../loader/session.ts';

/** SPI0 of the chip: the command register, and the status of the flash as it was read or is to be written. */
const SPI_CMD = 0x60000200;
const SPI_STATUS = 0x60000210;
const WRITE_ENABLE = 1 << 30;
const READ_STATUS = 1 << 27;
const WRITE_STATUS = 1 << 26;
/** Block-protect bits of the status (W25Q series): BP0 to BP2, TB, SEC. */
const PROTECTION = 0x7c;
/** What is read of a chip that does not answer. */
const NOBODY = 0xff;
/** A status write takes a W25Q 15 ms at most; the register command waits so long before it reads. */
const TRIES = 8;

/**
 * Takes a write protection off, as the ROM's SPIUnlock does: the stub would erase and program in vain and say
 * nothing.
 * @throws Problem `flash-protected` when it stays.
 */
export async function liftProtection(session: LoaderSession, signal?: AbortSignal): Promise<void> {
  let status = await statusOf(session, signal);
  if (!isProtected(status)) return;
  await session.writeRegister(SPI_STATUS, 0, signal);
  await session.writeRegister(SPI_CMD, WRITE_ENABLE, signal);
  await session.writeRegister(SPI_CMD, WRITE_STATUS, signal);
  for (let i = 0; i < TRIES; i++) {
    status = await statusOf(session, signal);
    if (!isProtected(status)) return;
  }
  throw new Problem(finding('flash-protected', { status }));
}

const isProtected = (status: number): boolean => (status & PROTECTION) !== 0 && status !== NOBODY;

async function statusOf(session: LoaderSession, signal?: AbortSignal): Promise<number> {
  await session.writeRegister(SPI_CMD, READ_STATUS, signal);
  return (await session.readRegister(SPI_STATUS, signal)) & 0xff;
}
