import type { Slot } from '../../core/esp8266/flash-map.ts';
import { hasErrors } from '../../core/findings.ts';
import { checkOtaImage } from '../../core/ota/image.ts';
import type { OtaImages } from '../../core/ota/offer.ts';
import { evaluate } from '../../core/workspace/evaluate.ts';
import { RELAY_LOG } from '../../words/relay-log.ts';
import { printBrief, printFinding } from '../findings.ts';
import { withInputs } from '../inputs.ts';
import type { Screens } from '../screen.ts';
import type { RelayOptions } from './options.ts';

/** Converts and checks the files; undefined when something is wrong, which is then on the screen. */
export function imagesFrom({ files, settings }: RelayOptions, { err }: Screens): OtaImages | undefined {
  if (files.length === 0) return {};
  const workspace = withInputs(
    files.map(path => ({ path })),
    inputs => evaluate(inputs, settings),
  );
  // Nothing is written here, so nobody misses a boot loader.
  const worthSaying = workspace.findings.filter(f => f.code !== 'boot-loader-missing');
  for (const found of worthSaying) printBrief(err, found);
  if (hasErrors(workspace.findings)) return undefined;
  const images: { [S in Slot]?: OtaImages[S] } = {};
  for (const { role, from, built } of workspace.outputs) {
    const bytes = built.files[0]?.bytes;
    if ((role !== 'user1' && role !== 'user2') || !bytes) continue;
    const checked = checkOtaImage({ name: from, bytes }, role);
    if (!checked.ok) {
      printFinding(err, checked.why);
      return undefined;
    }
    images[role] = checked.image;
  }
  if (!images.user1 && !images.user2) {
    err.line(`twinslot: ${RELAY_LOG.nothingForSlots}`);
    return undefined;
  }
  return images;
}
