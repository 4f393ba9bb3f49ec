import { archiveHead } from '../../core/locker/archive.ts';
import { contentsOf } from '../../core/locker/catalogue.ts';
import { ARCHIVE_ENDING } from '../../core/locker/ending.ts';
import type { LockerEntry } from '../../core/locker/entry.ts';
import { downloadBlob } from '../../platform/save.ts';
import type { Locker } from './locker.ts';

/**
 * Downloads the locker as one file. The parts of it are the contents as the browser holds them, on its disk: nothing
 * is read before the download is.
 * @returns names of files that the browser has lost; entries with them are left out.
 */
export async function exportLocker(locker: Locker, now: number): Promise<readonly string[]> {
  const { entries } = locker.view;
  const contents = await locker.contents([...contentsOf(entries).keys()]);
  const isThere = ({ sha256, size }: LockerEntry['files'][number]): boolean =>
    contents.get(sha256)?.size === size;
  const whole = entries.filter(({ files }) => files.every(isThere));
  const { head, order } = archiveHead(whole, now);
  const parts = order.flatMap(hash => contents.get(hash) ?? []);
  downloadBlob(archiveName(now), new Blob([head as Uint8Array<ArrayBuffer>, ...parts]));
  return entries.flatMap(({ files }) => files.filter(file => !isThere(file)).map(({ name }) => name));
}

/** `twinslot-locker-2026-11-27.twinlocker` */
function archiveName(now: number): string {
  const date = new Date(now);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map(number => String(number).padStart(2, '0'));
  return `twinslot-locker-${date.getFullYear()}-${month}-${day}${ARCHIVE_ENDING}`;
}
