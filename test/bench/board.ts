import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { measureInBrowser } from './board-browser.ts';
import { type BoardFigures, type BoardJob, measureBoard, type StubFile } from './board-run.ts';
import { firmwareLike } from './firmware-like.ts';
import { median, type Part, type Row } from './measure.ts';

const STUB = 'node_modules/esptool-js/lib/targets/stub_flasher/esp8266.json';
const APPLICATION = 'test/fixtures/vectors/images/hello_build1_1024_app1/canonical-user1.bin';
const MEGABYTE = 0x100000;
const RUNS = 3;

const job = (): BoardJob => {
  const image = firmwareLike(MEGABYTE);
  return {
    stub: JSON.parse(readFileSync(STUB, 'utf8')) as StubFile,
    image,
    deflated: new Uint8Array(deflateSync(image, { level: 9 })),
    application: new Uint8Array(readFileSync(APPLICATION)),
    firstLine: 'hello from user1 build 1\r\n',
  };
};

const row = (name: string, figure: number, unit: string, goal?: Row['goal']): Row => ({
  part: 'board',
  case: name,
  figure,
  unit,
  ...(goal && { goal }),
});

function* rowsOf(place: string, figures: readonly BoardFigures[]): Generator<Row> {
  const speed = median(figures.map(each => each.instructions / each.cpuTime / 1000));
  yield row(`${place}: stub inflating, instructions a second`, speed, 'million', { atLeast: 80 });
  const count = median(figures.map(each => each.instructions / 1e6));
  yield row(`${place}: instructions of it, idle loops not counted`, count, 'million');
  const write = median(figures.map(each => each.writeTime / 1000));
  yield row(`${place}: 1 MB flashed through the stub`, write, 's', { atMost: 10 });
  const boot = median(figures.map(each => each.bootTime));
  yield row(`${place}: reset to the app's first line`, boot, 'ms', { atMost: 100 });
}

async function* run(): AsyncGenerator<Row> {
  const work = job();
  yield* rowsOf(
    'Node',
    Array.from({ length: RUNS }, () => measureBoard(work)),
  );
  yield* rowsOf('Chromium', await measureInBrowser(work, RUNS));
}

export const board: Part = { name: 'board', what: 'speed of the virtual board', run };
