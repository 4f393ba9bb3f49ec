import { formatOffset } from '../../core/bytes/address.ts';
import type { LockerEntry } from '../../core/locker/entry.ts';
import { formatSize } from '../../words/format.ts';
import { ENTRY } from '../../words/locker.ts';
import { FILE_KIND_NAMES } from '../../words/locker-entries.ts';
import { mapName } from '../../words/settings.ts';

/** What is said of an entry below its name. */
export function factsOf(entry: LockerEntry): readonly string[] {
  const { files } = entry;
  return [
    ...files.map(({ name, what, size }) => {
      const about = [...(what ? [FILE_KIND_NAMES[what]] : []), formatSize(size)].join(', ');
      return files.length > 1 || entry.name !== undefined ? `${name}: ${about}` : about;
    }),
    ...('offset' in entry ? [ENTRY.at(formatOffset(entry.offset))] : []),
    ...('from' in entry && entry.from ? [ENTRY.from(entry.from)] : []),
    ...('mac' in entry && entry.mac ? [ENTRY.board(entry.mac)] : []),
    ...('map' in entry && entry.map ? [mapName(entry.map)] : []),
    ...(entry.kind === 'board' && entry.preset ? [entry.preset] : []),
  ];
}
