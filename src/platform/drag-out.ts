import type { NamedBytes } from './save.ts';

/** Long enough for the system to have fetched what was dropped. */
const KEEP_ADDRESS_MS = 60_000;

/** A user-agent field that only Chromium has: `DownloadURL` itself cannot be asked for. */
const isChromium = (): boolean => 'userAgentData' in navigator;

/**
 * Lets somebody drag a file out of the page into a folder. Has to happen in `dragstart`. Chromium fetches an address
 * when the file is dropped (`DownloadURL`, which takes `blob:` addresses; content/browser/download); other browsers
 * take the file itself, which Chromium would hand over without its contents.
 * @returns for the end of the drag.
 */
export function dragOut(transfer: DataTransfer, { name, bytes }: NamedBytes): () => void {
  const file = new File([bytes as Uint8Array<ArrayBuffer>], name, { type: 'application/octet-stream' });
  transfer.effectAllowed = 'copy';
  if (!isChromium()) {
    transfer.items.add(file);
    return () => undefined;
  }
  const address = URL.createObjectURL(file);
  // Colons divide the three parts.
  transfer.setData('DownloadURL', `application/octet-stream:${name.replaceAll(':', '_')}:${address}`);
  return () => setTimeout(() => URL.revokeObjectURL(address), KEEP_ADDRESS_MS);
}
