/**
 * What a look at a flash asks for, one thing at a time: whoever holds the line answers. So what is asked depends on
 * what came before, and yet the look itself knows neither line nor time.
 */
export type LookQuery =
  | { readonly kind: 'bytes'; readonly offset: number; readonly length: number }
  /** Whether a stretch is erased: a digest tells that without its bytes. */
  | { readonly kind: 'blank'; readonly offset: number; readonly length: number };

export type LookAnswer = Uint8Array | boolean;

export type Look<T> = Generator<LookQuery, T, LookAnswer>;

/** @returns `length` bytes at `offset`. */
export function* bytesAt(offset: number, length: number): Look<Uint8Array> {
  const answer = yield { kind: 'bytes', offset, length };
  if (!(answer instanceof Uint8Array)) throw new TypeError('asked for bytes');
  return answer;
}

/** @returns whether the stretch reads FF throughout. */
export function* isBlankAt(offset: number, length: number): Look<boolean> {
  const answer = yield { kind: 'blank', offset, length };
  if (typeof answer !== 'boolean') throw new TypeError('asked for a yes or no');
  return answer;
}
