import { readFileSync } from 'node:fs';
import { readStub, type StubImage } from '../../src/core/loader/stub-image.ts';

/** The flasher stub as the site ships it. */
export const STUB_FILE = 'src/stub/esp8266.json';

export const stubImage = (): StubImage => readStub(new Uint8Array(readFileSync(STUB_FILE)));
