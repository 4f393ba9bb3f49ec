import { announceLane } from '../words/page-lane-announcements.ts';
import type { Announcer } from './announcer.ts';
import type { LanesHolder, LaneView } from './lanes/lane-view.ts';

/** Reads aloud what happens to boards: stages, quarters, and how a job ended; not every percent. */
export function announceLanes(lanes: LanesHolder, announcer: Announcer): void {
  let before: readonly LaneView[] = [];
  lanes.subscribe(({ lanes: now, attended }) => {
    if (now === before) return;
    for (const lane of attended ? [] : now) {
      const was = before.find(({ id }) => id === lane.id);
      const said = was === lane ? undefined : announceLane(was, lane);
      if (said) announcer.announce(said.text, said.urgent);
    }
    before = now;
  });
}
