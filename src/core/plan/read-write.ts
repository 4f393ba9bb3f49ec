import { bytesReader } from '../bytes/range-reader.ts';
import type { FirmwareImage } from '../image/firmware-image.ts';
import { readImage } from '../image/read.ts';
import type { Outcome } from '../problem.ts';
import type { FlashWrite } from './flash-plan.ts';

/** The bytes of a write, read as the image that they are. */
export const readWrite = ({ bytes, name }: FlashWrite): Outcome<FirmwareImage> =>
  readImage(bytesReader(bytes), { id: name, name, size: bytes.length });
