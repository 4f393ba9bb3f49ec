import type { FlashStretch, LoaderSession } from '../loader/session.ts';

/**
 * Reads flash with nothing but the ROM's register commands: the SPI controller fetches 64 bytes at a time into its
 * buffer. About 90 ms per fetch at 115200 baud, so only for headers and samples. Register layout: loader.md, section 9.
 */
const SPI0 = 0x60000200;
const CMD = SPI0;
const ADDR = SPI0 + 0x04;
const USER = SPI0 + 0x1c;
const USER1 = SPI0 + 0x20;
const USER2 = SPI0 + 0x24;
const W0 = SPI0 + 0x40;
/** Bytes of one fetch. */
export const SPI_BUFFER = 64;

const USER_COMMAND = 1 << 31;
const USER_ADDRESS = 1 << 30;
const USER_DATA_IN = 1 << 28;
/** Read data, one wire; eight bits of command. */
const READ_COMMAND = (7 << 28) | 0x03;
const ADDRESS_24_BITS = 23 << 26;
const START = 1 << 18;

/** Reads up to `SPI_BUFFER` bytes. */
export type SpiFetch = (offset: number, length: number) => Promise<Uint8Array>;

/** @throws LoaderFailure, Problem as the session's commands do. */
export const readBySpi = (
  session: LoaderSession,
  { offset, length }: FlashStretch,
  signal?: AbortSignal,
): Promise<Uint8Array> =>
  withSpiRead(session, signal, async fetch => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += SPI_BUFFER)
      bytes.set(await fetch(offset + at, Math.min(SPI_BUFFER, length - at)), at);
    return bytes;
  });

/** Sets the SPI controller up for reading, and back when `work` is done. @throws as `readBySpi`. */
export async function withSpiRead<T>(
  session: LoaderSession,
  signal: AbortSignal | undefined,
  work: (fetch: SpiFetch) => Promise<T>,
): Promise<T> {
  const saved = [USER, USER1, USER2] as const;
  const before: number[] = [];
  for (const register of saved) before.push(await session.readRegister(register, signal));
  await session.writeRegister(USER, (USER_COMMAND | USER_ADDRESS | USER_DATA_IN) >>> 0, signal);
  await session.writeRegister(USER1, (ADDRESS_24_BITS | ((8 * SPI_BUFFER - 1) << 8)) >>> 0, signal);
  await session.writeRegister(USER2, READ_COMMAND, signal);
  const result = await work((offset, length) => fetchPart(session, offset, length, signal));
  for (const [i, register] of saved.entries()) await session.writeRegister(register, before[i] ?? 0, signal);
  return result;
}

async function fetchPart(
  session: LoaderSession,
  offset: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  // The address goes out from the register's top bit on.
  await session.writeRegister(ADDR, (offset << 8) >>> 0, signal);
  await session.writeRegister(CMD, START, signal);
  const words = Math.ceil(length / 4);
  const view = new DataView(new ArrayBuffer(4 * words));
  for (let i = 0; i < words; i++) {
    view.setUint32(4 * i, await session.readRegister(W0 + 4 * i, signal), true);
  }
  return new Uint8Array(view.buffer, 0, length);
}
