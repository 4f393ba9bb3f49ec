/** The flasher stub that the npm package esptool-js ships (esp-flasher-stub, Apache-2.0 OR MIT): data only. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type LoaderClient, words } from './loader-client.ts';

const FILE = 'node_modules/esptool-js/lib/targets/stub_flasher/esp8266.json';
export const STUB_SHA256 = '515d78aacbcf7993f918936f168059227abb2f77e0189b7e974574b2e4e8bfdf';

interface StubFile {
  readonly entry: number;
  readonly text: string;
  readonly text_start: number;
  readonly data: string;
  readonly data_start: number;
}

export const stubSha256 = (): string => createHash('sha256').update(readFileSync(FILE)).digest('hex');

export const stubFile = (): StubFile => JSON.parse(readFileSync(FILE, 'utf8')) as StubFile;

const PACKET = 0x1800;

/** Uploads the stub through the ROM's loop and starts it; gives its greeting. */
export const uploadStub = (client: LoaderClient): string => {
  const stub = stubFile();
  for (const [base64, start] of [
    [stub.text, stub.text_start],
    [stub.data, stub.data_start],
  ] as const) {
    const bytes = Buffer.from(base64, 'base64');
    const packets = Math.ceil(bytes.length / PACKET);
    client.must(0x05, words(bytes.length, packets, PACKET, start));
    for (let i = 0; i < packets; i++) {
      const { status } = client.data(0x07, i, bytes.subarray(i * PACKET, (i + 1) * PACKET));
      if (status !== 0) throw new Error(`MEM_DATA ${i}: ${status.toString(16)}`);
    }
  }
  client.must(0x06, words(0, stub.entry));
  const greeting = client.frame(500);
  return greeting ? String.fromCharCode(...greeting) : '';
};
