import type { Finding } from '../../core/findings.ts';
import { identityIn } from '../../core/ota/identity.ts';
import { checkOtaImage, type OtaImage } from '../../core/ota/image.ts';
import type { Shown } from '../state.ts';

export interface OtaImagesAtHand {
  readonly images: readonly OtaImage[];
  /** Why the others are not offered. */
  readonly refused: readonly Finding[];
}

/** What of the page's images may travel over the air; which build it is where the images say so themselves. */
export function otaImagesOf(shown: Shown | undefined): OtaImagesAtHand {
  const outputs = shown?.workspace.outputs ?? [];
  const checked = outputs.flatMap(({ role, from, built }) => {
    const bytes = built.files[0]?.bytes;
    if ((role !== 'user1' && role !== 'user2') || !bytes) return [];
    const build = identityIn(bytes)?.build;
    return [checkOtaImage({ name: from, bytes, ...(build !== undefined && { build: String(build) }) }, role)];
  });
  return {
    images: checked.flatMap(check => (check.ok ? [check.image] : [])),
    refused: checked.flatMap(check => (check.ok ? [] : [check.why])),
  };
}
