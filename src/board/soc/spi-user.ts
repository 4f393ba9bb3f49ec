import { field } from './registers.ts';
import { SPI } from './spi-registers.ts';

/** What a USR transaction looks like on the bus, taken from the controller's registers. */
export interface UserTransaction {
  /** Bytes clocked out: command, address, dummy, data; a last part byte is filled up with zeros. */
  readonly out: Uint8Array;
  /** Bits clocked in. */
  readonly inBits: number;
  /** Clock cycles of the whole. */
  readonly cycles: number;
}

const { USER, USER1, USER2 } = SPI.registers;

/** Collects bits, most significant first, as they go over the line. */
class BitWriter {
  readonly #bytes: number[] = [];
  bits = 0;

  add(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      const at = this.bits >> 3;
      const bit = Math.floor(value / 2 ** i) & 1;
      this.#bytes[at] = (this.#bytes[at] ?? 0) | (bit << (7 - (this.bits & 7)));
      this.bits++;
    }
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/**
 * @param data the bytes that go out in the data phase.
 * Commands go out low byte first, the address from the register's top bit on (ESP8266 and ESP32).
 */
export function userTransaction(
  words: { readonly user: number; readonly user1: number; readonly user2: number; readonly addr: number },
  data: Uint8Array,
): UserTransaction {
  const { user, user1, user2, addr } = words;
  const line = new BitWriter();
  if (user & USER.bits.COMMAND) {
    const count = field(user2, USER2.bits.COMMAND_BITS) + 1;
    const command = field(user2, USER2.bits.COMMAND);
    line.add(command & 0xff, Math.min(8, count));
    if (count > 8) line.add(command >> 8, count - 8);
  }
  if (user & USER.bits.ADDRESS) {
    const count = Math.min(32, field(user1, USER1.bits.ADDRESS_BITS) + 1);
    line.add(Math.floor((addr >>> 0) / 2 ** (32 - count)), count);
  }
  if (user & USER.bits.DUMMY) line.add(0, field(user1, USER1.bits.DUMMY_CYCLES) + 1);
  if (user & USER.bits.OUT) {
    const count = field(user1, USER1.bits.OUT_BITS) + 1;
    for (let done = 0; done < count; done += 8) {
      const bits = Math.min(8, count - done);
      line.add((data[done >> 3] ?? 0) >> (8 - bits), bits);
    }
  }
  const inBits = user & USER.bits.IN ? field(user1, USER1.bits.IN_BITS) + 1 : 0;
  return { out: line.bytes(), inBits, cycles: line.bits + inBits };
}
