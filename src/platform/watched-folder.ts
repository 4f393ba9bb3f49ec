/** A folder on the disk that somebody picked, for reading: what is in it, and word when that changes. */
import { del, get, set } from 'idb-keyval';
import { openDatabase } from './database.ts';

/** A file as it is now. */
export interface FolderFile {
  /** From the folder on: `app2/.output/app2.elf`. */
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Its bytes; reading fails when the file on the disk has changed since. */
  readonly file: File;
}

export interface WatchedFolder {
  readonly name: string;
  /** Asks the person, where that is needed: only in a click. */
  permit(): Promise<boolean>;
  /** Files whose name `wanted` likes, below this folder. @throws DOMException when it is gone or forbidden. */
  list(wanted: (name: string) => boolean): Promise<readonly FolderFile[]>;
  /** Calls back after changes, where the browser can tell of them. @returns what ends that. */
  observe(onChange: () => void): Promise<(() => void) | undefined>;
}

/** Where handles are kept between visits. */
export interface FolderMemory {
  load(): Promise<WatchedFolder | undefined>;
  save(folder: WatchedFolder): Promise<void>;
  forget(): Promise<void>;
}

/** Folders below folders; build trees of the SDK have three. */
const DEPTH = 5;
/** Entries that are looked at: a folder with more is not an output folder, and looking would take too long. */
export const MOST_ENTRIES = 5000;
const SKIPPED = /^(?:\.git|\.svn|node_modules)$/;

type Permission = { readonly mode: 'read' };
/** What TypeScript's library does not know yet. Source: wicg.github.io/file-system-access. */
type Handle = FileSystemDirectoryHandle & {
  requestPermission?(wish: Permission): Promise<PermissionState>;
};
interface Picker {
  showDirectoryPicker(wish: Permission & { readonly id: string }): Promise<FileSystemDirectoryHandle>;
}
interface Observer {
  observe(handle: FileSystemDirectoryHandle, wish: { readonly recursive: boolean }): Promise<void>;
  disconnect(): void;
}
type ObserverClass = new (onChange: () => void) => Observer;

const picker = (): Picker | undefined =>
  'showDirectoryPicker' in globalThis ? (globalThis as unknown as Picker) : undefined;
const observerClass = (): ObserverClass | undefined =>
  (globalThis as { FileSystemObserver?: ObserverClass }).FileSystemObserver;

/** Whether this browser lets a page look into a folder that somebody picks. */
export const canWatchFolders = (): boolean => picker() !== undefined;

/** Asks for a folder. @throws DOMException `AbortError` when none was picked. */
export async function pickFolder(): Promise<WatchedFolder> {
  const handle = await picker()?.showDirectoryPicker({ id: 'build', mode: 'read' });
  if (!handle) throw new TypeError('this browser cannot look into folders');
  return new HandleFolder(handle);
}

class HandleFolder implements WatchedFolder {
  readonly handle: Handle;

  constructor(handle: FileSystemDirectoryHandle) {
    this.handle = handle;
  }

  get name(): string {
    return this.handle.name;
  }

  async permit(): Promise<boolean> {
    // Folders of the page's own (OPFS) need no permission, and have no question for it.
    return (await this.handle.requestPermission?.({ mode: 'read' })) !== 'denied';
  }

  async list(wanted: (name: string) => boolean): Promise<readonly FolderFile[]> {
    const found: FolderFile[] = [];
    let seen = 0;
    const look = async (folder: FileSystemDirectoryHandle, path: string, depth: number): Promise<void> => {
      for await (const entry of folder.values()) {
        if (++seen > MOST_ENTRIES) return;
        if (entry.kind === 'directory') {
          if (depth < DEPTH && !SKIPPED.test(entry.name))
            await look(entry, `${path}${entry.name}/`, depth + 1);
        } else if (wanted(entry.name)) {
          const file = await fileOf(entry);
          if (!file) continue;
          found.push({ path: path + entry.name, size: file.size, modified: file.lastModified, file });
        }
      }
    };
    await look(this.handle, '', 1);
    return found;
  }

  async observe(onChange: () => void): Promise<(() => void) | undefined> {
    const Observer = observerClass();
    if (!Observer) return undefined;
    try {
      const observer = new Observer(onChange);
      await observer.observe(this.handle, { recursive: true });
      return () => observer.disconnect();
    } catch {
      // Some folders (network drives) cannot be observed.
      return undefined;
    }
  }
}

/** A file that goes away between listing and looking is not there. */
const fileOf = (entry: FileSystemFileHandle): Promise<File | undefined> =>
  entry.getFile().catch(() => undefined);

/** The last folder, in the browser's database: handles can be kept there, permissions cannot. */
export function folderMemory(name = 'twinslot-folder'): FolderMemory {
  const open = openDatabase(name, 'handles');
  return {
    load: async () => {
      const handle = await get<FileSystemDirectoryHandle>('folder', await open());
      return handle && new HandleFolder(handle);
    },
    save: async folder => {
      if (folder instanceof HandleFolder) await set('folder', folder.handle, await open());
    },
    forget: async () => del('folder', await open()),
  };
}
