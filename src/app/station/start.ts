import { openStationStore } from '../../platform/station-store.ts';
import { wordsFor } from '../../words/findings.ts';
import { outcomeSentence, type SpokenOutcome, seatName } from '../../words/station.ts';
import type { BoardHolder } from '../board-holder.ts';
import type { LanesHolder } from '../lanes/lane-view.ts';
import type { PageParts } from '../page-parts.ts';
import { every } from '../timing.ts';
import { Station } from './station.ts';

const stations = new WeakMap<LanesHolder, Station>();

/** Boards that end within this time are told of together, ms. */
const TOGETHER_MS = 1500;

/** The one station of a page; it works on when its page is left. */
export function stationOf(lanes: LanesHolder, board: BoardHolder, { holder, announcer }: PageParts): Station {
  const there = stations.get(lanes);
  if (there) return there;
  let spoken: SpokenOutcome[] = [];
  const tell = (): void => {
    const urgent = spoken.some(({ result }) => result !== 'passed');
    announcer.announce(outcomeSentence(spoken), urgent);
    spoken = [];
  };
  const station = new Station({
    ...{ lanes, board, store: openStationStore(), every },
    now: () => performance.now(),
    date: () => Date.now(),
    // A hidden page has no frames, and its station works on.
    soon: action => setTimeout(action, 50),
    shown: () => holder.state.work.shown,
    onOutcome: (seat, { result, slot, finding }) => {
      if (spoken.length === 0) setTimeout(tell, TOGETHER_MS);
      const reason = finding && wordsFor(finding).title;
      spoken.push({ name: seatName(seat), result, ...(slot && { slot }), ...(reason && { reason }) });
    },
  });
  stations.set(lanes, station);
  return station;
}
