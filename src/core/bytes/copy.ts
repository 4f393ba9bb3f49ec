/** The first `length` bytes in memory of their own. `slice` would not do: on a Buffer of Node it gives a view. */
export const copyOf = (bytes: Uint8Array, length = bytes.length): Uint8Array =>
  new Uint8Array(bytes.subarray(0, length));
