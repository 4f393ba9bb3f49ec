import { buildElf } from '../support/elf-builder.ts';
import { data, irom, rodata, text, withDebugSections } from '../support/programs.ts';

/**
 * A program for user1 with `content` bytes that reach the flash: 24 KB code in IRAM, 8 KB data, the rest in flash.
 * Debug sections fill the file up to `fileSize` bytes.
 */
export function programElf(content: number, fileSize: number): Uint8Array {
  const [textLength, dataLength, rodataLength] = [24 * 1024, 2 * 1024, 6 * 1024];
  const iromLength = content - textLength - dataLength - rodataLength;
  const program = {
    entry: 0x40100004,
    sections: [
      data(dataLength),
      rodata(rodataLength, 0x3ffe8000 + dataLength),
      irom(iromLength, 0x40201010),
      text(textLength),
    ],
  };
  const rest = fileSize - content;
  return buildElf(rest > 0 ? withDebugSections(program, rest) : program);
}
