import type { PolicyFile } from '../../core/policy/files.ts';
import { download } from '../../platform/save.ts';

/** Hands over a file for the administrator. */
export const downloadPolicy = ({ name, bytes }: PolicyFile): void => download([{ name, bytes }]);

/** The origin of a web address that somebody typed; undefined when it is none. */
export function originOf(address: string): string | undefined {
  try {
    const { origin, protocol } = new URL(address);
    return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
  } catch {
    return undefined;
  }
}
