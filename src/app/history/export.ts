import { historyCsv, historyJson } from '../../core/history/export.ts';
import { type BoardHistory, MOST_ENTRIES } from '../../core/history/history.ts';
import { MOST_BOARDS } from '../../platform/history-store.ts';
import { download } from '../../platform/save.ts';
import { HISTORY } from '../../words/history.ts';

export type HistoryFormat = 'json' | 'csv';

/** How much is kept. */
export const historyLimits = { entries: MOST_ENTRIES, boards: MOST_BOARDS } as const;

/** Downloads the history. Has to happen in a click. */
export function saveHistory(history: BoardHistory, format: HistoryFormat): void {
  const text = format === 'json' ? historyJson(history) : historyCsv(history);
  download([{ name: HISTORY.fileName(history.subject, format), bytes: new TextEncoder().encode(text) }]);
}
