import { FLASH_MAPS, parseFlashMap } from '../../core/esp8266/flash-map.ts';
import { DEVICE_PORT } from '../../core/ota/relay-messages.ts';
import type { ChosenSettings } from '../../core/workspace/workspace.ts';
import { listOf } from '../../words/format.ts';
import { readTokens, UsageError } from '../options.ts';

export interface RelayOptions {
  /** ELF files or images to serve from the start. */
  readonly files: readonly string[];
  readonly settings: ChosenSettings;
  /** Where devices ask. */
  readonly port: number;
  /** Folder of the built app, when it is not the one beside the program. */
  readonly app?: string;
  /** Address of a page elsewhere that may connect. */
  readonly page?: URL;
  readonly stay: boolean;
}

type OptionName = 'size' | 'port' | 'ota' | 'app' | 'page' | 'stay';
const KNOWN: readonly OptionName[] = ['size', 'port', 'ota', 'app', 'page', 'stay'];

const PORT = 'a port, 1 to 65535, or 0 for any free one';
const TAKES: Readonly<Record<OptionName, string | undefined>> = {
  size: listOf(
    FLASH_MAPS.map(m => m.name),
    'or',
  ),
  port: PORT,
  ota: PORT,
  app: 'a folder',
  page: 'an address such as https://example.org/twinslot/',
  stay: undefined,
};

/** Understands the arguments of `twinslot relay`. @throws UsageError that names the argument and what it can be. */
export function parseRelayOptions(args: readonly string[]): RelayOptions {
  const { files, values } = readTokens<OptionName>('relay', KNOWN, TAKES, args);
  const value = <T>(name: OptionName, parse: (text: string) => T | undefined): T | undefined => {
    const text = values.get(name);
    if (text === undefined) return undefined;
    const parsed = parse(text);
    if (parsed === undefined) {
      throw new UsageError(`--${name} ${text} is not possible; it takes ${TAKES[name]}.`, 'relay');
    }
    return parsed;
  };
  const map = value('size', parseFlashMap)?.name;
  const page = value('page', parsePage);
  const app = values.get('app');
  return {
    files,
    settings: map ? { map } : {},
    // `--ota PORT` is how ESPImageTool called it.
    port: value('port', parsePort) ?? value('ota', parsePort) ?? DEVICE_PORT,
    ...(app !== undefined && { app }),
    ...(page && { page }),
    stay: values.has('stay'),
  };
}

const parsePort = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;

function parsePage(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
