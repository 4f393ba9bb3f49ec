import { bytesReader } from '../../core/bytes/range-reader.ts';
import type { Slot } from '../../core/esp8266/flash-map.ts';
import { finding } from '../../core/findings.ts';
import { openFile } from '../../core/workspace/open.ts';
import { canWatchFolders, folderMemory, pickFolder } from '../../platform/watched-folder.ts';
import type { Actions } from '../actions.ts';
import type { Companion } from '../companion/companion.ts';
import type { StateHolder } from '../state-holder.ts';
import { AutoSend } from './auto-send.ts';
import { BuildFolder } from './build-folder.ts';

/** The watched folder, and whether what it brings is sent at once. */
export interface Rebuild {
  readonly folder: BuildFolder;
  readonly auto: AutoSend;
}

/** Undefined where the browser cannot look into folders. */
export function startRebuild(
  holder: StateHolder,
  actions: Actions,
  companion: Companion,
): Rebuild | undefined {
  if (!canWatchFolders()) return undefined;
  const folder: BuildFolder = new BuildFolder({
    memory: folderMemory(),
    pick: pickFolder,
    check,
    bring: async (files, news) => {
      await actions.addFiles(files);
      auto.built(news.map(({ file, modified }) => ({ modified, slots: slotsOf(holder, file) })));
    },
    now: () => performance.now(),
    wallClock: () => Date.now(),
    after: (ms, action) => {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  });
  const auto = new AutoSend(companion, news => folder.tell(news));
  return { folder, auto };
}

/** A file that the linker has not finished does not open: its tables are missing, or point behind its end. */
async function check(file: File) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const source = { id: file.name, name: file.name, reader: bytesReader(bytes) };
  const opened = openFile(source);
  if (opened.kind === 'elf') return undefined;
  return (
    opened.findings.find(({ severity }) => severity === 'error') ??
    finding('file-unknown', { looksLike: 'unknown', firstBytes: [...bytes.subarray(0, 8)] })
  );
}

/** Slots whose image on the page was made from this file. */
function slotsOf({ state }: StateHolder, file: File): readonly Slot[] {
  const { shown } = state.work;
  const name = shown?.inputs.files.find(loaded => loaded.file === file)?.name;
  const outputs = shown?.workspace.outputs ?? [];
  return outputs.flatMap(({ role, from }) =>
    from === name && (role === 'user1' || role === 'user2') ? [role] : [],
  );
}
