/** Hands files to the person: as downloads, or straight into a folder of theirs. */

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Long enough for any browser to have started reading the download. */
const KEEP_ADDRESS_MS = 60_000;

/** Downloads the files, each under its name. Has to happen in a click, or the browser asks about each one. */
export function download(files: readonly NamedBytes[]): void {
  for (const file of files) downloadBlob(file.name, blobOf(file));
}

/** The same for contents that need not be in memory. */
export function downloadBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_ADDRESS_MS);
}

interface FolderPicker {
  showDirectoryPicker(options: { id: string; mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

const picker = (): FolderPicker | undefined =>
  'showDirectoryPicker' in globalThis ? (globalThis as unknown as FolderPicker) : undefined;

/** Whether this browser lets a page write to a folder that somebody picks. */
export const canSaveToFolder = (): boolean => picker() !== undefined;

/**
 * Asks for a folder and writes the files there, over files of the same names.
 * @returns the name of the folder.
 * @throws DOMException `AbortError` when no folder was picked.
 */
export async function saveToFolder(files: readonly NamedBytes[]): Promise<string> {
  const folder = await picker()?.showDirectoryPicker({ id: 'images', mode: 'readwrite' });
  if (!folder) throw new TypeError('this browser cannot write to folders');
  for (const file of files) {
    const handle = await folder.getFileHandle(file.name, { create: true });
    const stream = await handle.createWritable();
    await stream.write(blobOf(file));
    await stream.close();
  }
  return folder.name;
}

/** The bytes come from our own buffers, which nobody shares between threads. */
const blobOf = ({ bytes }: NamedBytes): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);
