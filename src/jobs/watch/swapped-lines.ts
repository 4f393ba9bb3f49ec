import type { SerialLink, SerialSignals } from '../ports.ts';

/** A link to a board on which DTR and RTS have changed places. */
export const withSwappedLines = (link: SerialLink): SerialLink => ({
  identity: link.identity,
  get baud() {
    return link.baud;
  },
  open: baud => link.open(baud),
  close: () => link.close(),
  setBaud: baud => link.setBaud(baud),
  setSignals: ({ dtr, rts }: SerialSignals) =>
    link.setSignals({ ...(rts !== undefined && { dtr: rts }), ...(dtr !== undefined && { rts: dtr }) }),
  write: bytes => link.write(bytes),
  onBytes: listener => link.onBytes(listener),
  onLost: listener => link.onLost(listener),
});
