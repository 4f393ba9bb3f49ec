import type { Announcer } from './announcer.ts';
import type { StateHolder } from './state-holder.ts';

/** What pages beside the flow need of the whole page. */
export interface PageParts {
  readonly holder: StateHolder;
  readonly announcer: Announcer;
}
