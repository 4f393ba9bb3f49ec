/** Words about what was read off a board and lies among the files to be looked at. */
import { formatOffset } from '../core/bytes/address.ts';

export const READ_BACK = {
  what: 'Bytes of a flash',
  badge: 'only to look at',
  adopt: 'Use it like a file of my own',
} as const;

/** `Read from 0x01000 of the flash of 5C:CF:7F:12:34:56. It is here to be looked at; nothing of it is written.` */
export const originWords = ({
  offset,
  board,
}: {
  readonly offset: number;
  readonly board?: string;
}): string =>
  `Read from ${formatOffset(offset)} of the flash${board ? ` of ${board}` : ''}. It is here to be looked at; nothing of it is written.`;
