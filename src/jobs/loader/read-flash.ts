import { Md5 } from '../../core/bytes/md5.ts';
import { wireTime } from '../../core/loader/commands.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import { words } from '../../core/loader/packets.ts';
import { slipFrame } from '../../core/loader/slip.ts';
import type { Commander } from './commander.ts';
import type { FlashStretch } from './session.ts';

/** ms for one packet, besides its time on the wire. */
const PACKET_LIMIT = 1_000;
const DIGEST = 16;

/**
 * Reads a stretch of the flash: after the answer packets come as raw frames, each to be answered by the number of bytes
 * received so far, and at the end the MD5 of all. The stub sends one packet ahead and no more.
 */
export async function readFlash(
  commander: Commander,
  { offset, length }: FlashStretch,
  packet: number,
  onBytes: (part: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { line, kind } = commander;
  if (length === 0) return;
  const fail = (trouble: 'silent' | 'garbled'): never => {
    throw new LoaderFailure('READ_FLASH', kind, { kind: trouble });
  };
  const limit = PACKET_LIMIT + wireTime(packet, line.baud);
  const first = Math.min(packet, length);
  // The first packet may come in one piece with the answer: caught here, or it would be gone.
  const early: Uint8Array[] = [];
  line.onLoose = frame => early.push(frame);
  try {
    await commander.command('READ_FLASH', words(offset, length, packet, 1), { signal });
    const digest = new Md5();
    let [done, expected] = [0, first];
    while (done < length) {
      const part = early.shift() ?? (await line.wait(frame => frame, limit, signal)) ?? fail('silent');
      if (part.length !== expected) fail('garbled');
      digest.update(part);
      done += part.length;
      expected = Math.min(packet, length - done);
      onBytes(part);
      await line.write(slipFrame(words(done)));
    }
    const proof = early.shift() ?? (await line.wait(frame => frame, limit, signal)) ?? fail('silent');
    const own = digest.digest();
    if (proof.length !== DIGEST || proof.some((byte, i) => byte !== own[i])) fail('garbled');
  } finally {
    line.onLoose = undefined;
  }
}
