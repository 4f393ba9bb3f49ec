import { BOARD_PRESETS, type BoardPreset, FLASH_SIZES, type FlashSizeName } from '../../board/config.ts';
import { listOf } from '../../words/format.ts';
import { readTokens, UsageError } from '../options.ts';
import type { WifiOptions } from './wifi.ts';

export interface BoardOptions {
  readonly preset: BoardPreset;
  readonly size?: FlashSizeName;
  readonly mac?: string;
  readonly flash?: string;
  readonly save?: string;
  readonly host: string;
  readonly port: number;
  /** Rate of the port while no client has set one. */
  readonly baud: number;
  /** Prints what the board says. */
  readonly log: boolean;
  /** Network of the board; none without it. */
  readonly wifi?: WifiOptions;
  /** Port that the board fetches updates from. */
  readonly updatePort: number;
}

export const SIZE_NAMES = Object.keys(FLASH_SIZES) as FlashSizeName[];
export const PRESET_NAMES = Object.keys(BOARD_PRESETS) as BoardPreset[];
export const DEFAULT_PORT = 3333;
export const DEFAULT_BAUD = 115_200;
/** What ROM and boot loader speak with a 26 MHz crystal: somebody who wants to read them means this. */
const BOOT_BAUD = 74_880;
/** TCP ports of the demo firmware's page and trigger, and where it fetches its update. */
const WIFI_PORTS = { page: 80, trigger: 88, update: 8888 } as const;

const TAKES = {
  preset: listOf(PRESET_NAMES, 'or'),
  size: listOf(SIZE_NAMES, 'or'),
  mac: 'six bytes such as 5C:CF:7F:12:34:56',
  flash: 'the file of a whole flash',
  save: 'a file name',
  port: 'a number from 0 (any free port) to 65535',
  host: 'an address of this computer, such as 127.0.0.1 or 0.0.0.0',
  baud: 'a rate such as 115200 or 74880',
  log: undefined,
  wifi: 'an address of this computer, such as 127.0.0.1',
  'page-port': 'a number from 0 (any free port) to 65535',
  'trigger-port': 'a number from 0 (any free port) to 65535',
  'update-port': 'a number from 1 to 65535',
} as const;

type Name = keyof typeof TAKES;
const NAMES = Object.keys(TAKES) as Name[];

/** Understands `twinslot board …`. @throws UsageError that names the argument and what it can be. */
export function parseBoardOptions(args: readonly string[]): BoardOptions {
  const { files, values } = readTokens<Name>('board', NAMES, TAKES, args);
  if (files[0] !== undefined)
    throw new UsageError(
      `To start with ${files[0]} on the flash: twinslot board --flash ${files[0]}`,
      'board',
    );
  const value = <T>(name: Name, parse: (text: string) => T | undefined): T | undefined => {
    const text = values.get(name);
    if (text === undefined) return undefined;
    const parsed = parse(text);
    if (parsed === undefined)
      throw new UsageError(`--${name} ${text} is not possible; it takes ${TAKES[name]}.`, 'board');
    return parsed;
  };
  const size = value('size', text => SIZE_NAMES.find(name => name === text.toUpperCase()));
  const mac = value('mac', parseMac);
  const [flash, save, wifi] = [values.get('flash'), values.get('save'), values.get('wifi')];
  const page = value('page-port', text => wholeNumber(text, 0, 65_535)) ?? WIFI_PORTS.page;
  const trigger = value('trigger-port', text => wholeNumber(text, 0, 65_535)) ?? WIFI_PORTS.trigger;
  return {
    preset: value('preset', text => PRESET_NAMES.find(name => name === text)) ?? 'nodemcu',
    ...(size && { size }),
    ...(mac && { mac }),
    ...(flash !== undefined && { flash }),
    ...(save !== undefined && { save }),
    host: values.get('host') ?? '127.0.0.1',
    port: value('port', text => wholeNumber(text, 0, 65_535)) ?? DEFAULT_PORT,
    baud:
      value('baud', text => wholeNumber(text, 50, 6_000_000)) ??
      (values.has('log') ? BOOT_BAUD : DEFAULT_BAUD),
    log: values.has('log'),
    ...(wifi !== undefined && { wifi: { host: wifi, page, trigger } }),
    updatePort: value('update-port', text => wholeNumber(text, 1, 65_535)) ?? WIFI_PORTS.update,
  };
}

const parseMac = (text: string): string | undefined =>
  /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text) ? text.replaceAll('-', ':').toUpperCase() : undefined;

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
}
