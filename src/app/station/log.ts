import { csvOf } from '../../core/csv.ts';
import type { StationEntry } from '../../core/station/record.ts';
import { download } from '../../platform/save.ts';
import { entryCells, STATION } from '../../words/station.ts';

/** `2026-11-27 21:40:05`, in the time of this computer: sorts, and every spreadsheet program reads it. */
export function timeText(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** The whole log as a table for spreadsheet programs. */
const stationCsv = (entries: readonly StationEntry[]): string =>
  csvOf([STATION.columns, ...entries.map(entry => entryCells(entry, timeText))]);

export function saveStationLog(entries: readonly StationEntry[]): void {
  download([{ name: STATION.fileName, bytes: new TextEncoder().encode(stationCsv(entries)) }]);
}
