import ownLoader from '../bootloader/built/twinslot-boot.bin?inline';
import { bytesReader, type RangeReader } from '../core/bytes/range-reader.ts';

/** What `--boot` takes in place of a file; a file of this name is `./own`. */
export const OWN_LOADER = 'own';

export const OWN_LOADER_NAME = 'twinslot-boot.bin';

/** Twinslot's own boot loader; the build puts it into the program as a data: address. */
export const ownLoaderReader = (): RangeReader =>
  bytesReader(Buffer.from(ownLoader.slice(ownLoader.indexOf(',') + 1), 'base64'));
