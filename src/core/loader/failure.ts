import { finding } from '../findings.ts';
import { Problem } from '../problem.ts';
import type { LoaderKind } from './limits.ts';

/** Why a command did not do what it should. */
export type LoaderTrouble =
  /** No answer within the time limit. */
  | { readonly kind: 'silent' }
  /** An answer with an error code; `late` when it is about a block that was answered before. */
  | { readonly kind: 'refused'; readonly code: number; readonly late: boolean }
  /** This loader has no such command. */
  | { readonly kind: 'unsupported' }
  /** An answer that cannot be: too short, or its digest is wrong. */
  | { readonly kind: 'garbled' };

const CODES = {
  silent: 'loader-silent',
  unsupported: 'loader-unsupported',
  garbled: 'loader-garbled',
} as const;

/**
 * A command of the loader failed. The line may be fine: whoever knows how to go on does so after `resync`; otherwise
 * it is a Problem like any other and has its words.
 */
export class LoaderFailure extends Problem {
  readonly command: string;
  readonly trouble: LoaderTrouble;

  constructor(command: string, loader: LoaderKind, trouble: LoaderTrouble) {
    super(
      trouble.kind === 'refused'
        ? finding('loader-refused', { command, loader, code: trouble.code })
        : finding(CODES[trouble.kind], { command, loader }),
    );
    this.command = command;
    this.trouble = trouble;
  }
}
