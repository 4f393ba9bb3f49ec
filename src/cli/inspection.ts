import type { Finding } from '../core/findings.ts';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import type { Workspace } from '../core/workspace/workspace.ts';

/** Sizes by symbol of one program, or why there are none. */
export interface SymbolSizes {
  readonly sections: readonly SectionSizes[];
  readonly findings: readonly Finding[];
}

/** Everything that `twinslot inspect` shows. */
export interface Inspection {
  readonly workspace: Workspace;
  /** Of every file, in the order of `workspace.files`; none for what is no program. */
  readonly sizes: readonly (SymbolSizes | undefined)[];
}

/** Lines below a heading. */
export interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}
