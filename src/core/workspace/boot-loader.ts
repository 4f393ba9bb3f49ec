import { flashOffset } from '../bytes/address.ts';
import { bytesReader } from '../bytes/range-reader.ts';
import { readsParameters } from '../esp8266/boot-loaders.ts';
import { flashMap } from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import { type Finding, finding, hasErrors, placed } from '../findings.ts';
import { describeImage } from '../image/describe.ts';
import type { FirmwareImage } from '../image/firmware-image.ts';
import { patchImage } from '../image/patch.ts';
import { readImage } from '../image/read.ts';
import type { RawFile } from './open.ts';
import type { Output } from './workspace.ts';

/**
 * The dropped boot loader with its header made right for the map, and everything worth saying about it.
 * @param apps whether a program is for a slot, and the name of one that is for the whole flash.
 */
export function preparedBootLoader(
  files: readonly RawFile[],
  settings: FlashSettings,
  apps: { readonly ota: boolean; readonly plain?: string },
): { output?: Output; findings: readonly Finding[] } {
  const loaders = files.filter(f => f.kind === 'boot-loader');
  const [file, second] = loaders;
  if (!file) return { findings: apps.ota ? [finding('boot-loader-missing', {})] : [] };
  if (apps.plain !== undefined) {
    const facts = { plain: apps.plain };
    return { findings: [finding('boot-loader-not-needed', facts, { file: file.source.name })] };
  }
  if (second) {
    return {
      findings: [finding('two-boot-loaders', { first: file.source.name, second: second.source.name })],
    };
  }
  if (hasErrors(file.findings)) return { findings: [] };
  const original = file.reader.read(0, file.image.length);
  const bytes = patchImage(original, file.image, { settings });
  const findings = judge(file.image, settings, apps.ota).map(f => placed(f, { file: file.source.name }));
  const read = readImage(bytesReader(bytes), file.source);
  if (hasErrors(findings) || !read.ok) return { findings };
  const image = { ...read.value, ...(file.image.bootLoader && { bootLoader: file.image.bootLoader }) };
  return {
    output: {
      role: 'boot-loader',
      from: file.source.name,
      built: { image, files: [{ name: 'boot.bin', offset: flashOffset(0), bytes }] },
      headers: describeImage(bytesReader(bytes), image),
    },
    findings,
  };
}

function judge(image: FirmwareImage, settings: FlashSettings, ota: boolean): Finding[] {
  const found: Finding[] = [];
  const facts = image.bootLoader;
  if (facts && !facts.startsV2 && ota) found.push(finding('boot-loader-too-old', { version: facts.version }));
  if (facts && !readsParameters(facts, flashMap(settings.map))) {
    found.push(finding('boot-loader-big-map', { version: facts.version, map: settings.map }));
  }
  // Loaders 1.1 and 1.2 expect 15 for DOUT, later ones 3.
  if (facts && Number(facts.version) < 1.3 && settings.mode === 'dout') {
    found.push(finding('boot-loader-dout', { version: facts.version }));
  }
  const [from, to] = [describeSettings(image.settings), describeSettings(settings)];
  if (from !== to) found.push(finding('boot-loader-patched', { from, to }));
  return found;
}

const describeSettings = (s: FirmwareImage['settings']): string =>
  `${s.mode?.toUpperCase() ?? '?'}, ${s.frequency ?? '?'}, ${s.map ?? '?'}`;
