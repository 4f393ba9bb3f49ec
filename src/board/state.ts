/** What the board is doing, for people: one sentence where something is wrong. */
import { formatHex } from '../core/bytes/address.ts';

export type BoardState =
  | { readonly kind: 'off' }
  /** The reset pin is low, or the chip is on its way out of reset. */
  | { readonly kind: 'held' }
  | { readonly kind: 'running' }
  /** An application needs what the board does not have; the board says so in its place. */
  | { readonly kind: 'placeholder'; readonly sentence: string }
  /** The program left everything that the board knows. A reset starts it again. */
  | {
      readonly kind: 'stopped';
      readonly sentence: string;
      readonly address: number;
      /** The last instructions, latest last. */
      readonly addresses: readonly number[];
    };

/** The CPU came to a place in ROM where the board has nothing. */
export function stoppedInRom(address: number, addresses: readonly number[]): BoardState {
  const last = addresses.length === 0 ? 'nothing' : addresses.map(at => formatHex(at, 8)).join(' ');
  return {
    kind: 'stopped',
    address,
    addresses,
    sentence: `The program went to ROM address ${formatHex(address, 8)}, where this board has no function; the last instructions were at ${last}; press reset to start again.`,
  };
}
