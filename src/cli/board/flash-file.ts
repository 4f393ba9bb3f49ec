import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { FLASH_SIZES, type FlashSizeName } from '../../board/config.ts';
import { BOARD_CLI } from '../../words/board-cli.ts';
import { withInputs } from '../inputs.ts';
import { reasonOf } from '../reasons.ts';
import { saveAll } from '../save.ts';
import { SIZE_NAMES } from './options.ts';

/** The flash file cannot be used; the message is the sentence for the person. */
export class FlashFileError extends Error {}

/**
 * Reads the file of a whole flash, for a chip of `size` when that is given.
 * @throws FlashFileError when it is not as long as a chip or longer than this one; Problem when it cannot be read.
 */
export function readFlashFile(path: string, size?: FlashSizeName): Uint8Array {
  return withInputs([{ path }], ([input]) => {
    const length = input?.reader.size ?? 0;
    if (!Object.values(FLASH_SIZES).includes(length))
      throw new FlashFileError(BOARD_CLI.notAFlash(path, length, SIZE_NAMES));
    if (size && length > FLASH_SIZES[size]) throw new FlashFileError(BOARD_CLI.tooBig(path, length, size));
    return input?.reader.read(0, length) ?? new Uint8Array(0);
  });
}

/** Tells before the board starts that its flash could not be saved. @throws FlashFileError */
export function checkSavePlace(path: string): void {
  const fail = (reason: string) => new FlashFileError(BOARD_CLI.saveFolder(path, reason));
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw fail('there is a folder of that name');
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw error instanceof FlashFileError ? error : fail(reasonOf(error));
  }
}

/** Writes the flash to a file, all of it or nothing. @throws SaveError */
export function saveFlashFile(path: string, bytes: Uint8Array): void {
  saveAll(dirname(path), [{ name: basename(path), bytes }]);
}
