import { readStub, type StubImage } from '../core/loader/stub-image.ts';

let loading: Promise<StubImage> | undefined;

/**
 * The flasher stub, fetched when the first board is connected.
 * @throws Problem `stub-damaged` when it is not the one that we know.
 */
export function loadStub(): Promise<StubImage> {
  loading ??= fetchStub();
  // A network that was away may be back the next time.
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

async function fetchStub(): Promise<StubImage> {
  const response = await fetch(new URL('../stub/esp8266.json', import.meta.url));
  if (!response.ok) throw new Error(`the flasher stub: ${response.status} ${response.statusText}`);
  return readStub(new Uint8Array(await response.arrayBuffer()));
}
