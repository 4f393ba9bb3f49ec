/** What a drop or a paste brings. */
export interface Dropped {
  readonly files: readonly File[];
  /** Names of folders, which are not opened: a build folder holds hundreds of files that are not meant. */
  readonly folders: readonly string[];
}

/** Takes the files out of a drop or a paste. Has to happen inside the event, whose data are gone afterwards. */
export function droppedFiles(transfer: DataTransfer): Dropped {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
}

/** Whether something that is being dragged holds files; its contents are secret until it is dropped. */
export const holdsFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false;
