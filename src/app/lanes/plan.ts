import type { Finding } from '../../core/findings.ts';
import type { BoardPlan } from '../../core/plan/board-plan.ts';
import { planForBoard } from '../../core/plan/for-board.ts';
import { hasImages, type Shown } from '../state.ts';
import { without } from './hear.ts';
import type { LaneView } from './lane-view.ts';

/** What a plan for a board needs besides the board. */
export interface PlanInputs {
  /** What is on the page. */
  readonly shown?: Shown;
  /** Twinslot's own boot loader; none while it has not come. */
  readonly ownLoader?: Uint8Array;
}

const warningsOf = (plan: BoardPlan | undefined): readonly string[] =>
  (plan?.findings ?? []).filter(found => found.severity === 'warning').map(keyOf);

const keyOf = ({ code, facts }: Finding): string => JSON.stringify([code, facts]);

/** The view with the plan for its board as everything stands now. A yes to warnings holds until new ones come. */
export function withPlan(view: LaneView, { shown, ownLoader }: PlanInputs): LaneView {
  const { contents, chip, choices } = view;
  const rest = without(view, 'boardPlan', 'readiness');
  if (!contents || !chip || !hasImages(shown)) return rest;
  const boardPlan = planForBoard({
    ...{ plan: shown.workspace.plan, wish: shown.workspace.wish, contents, chip },
    ...(ownLoader && choices.ownLoader && { ownLoader }),
    ...(choices.flashSize !== undefined && { flashSize: choices.flashSize }),
  });
  const said = new Set(warningsOf(view.boardPlan));
  const confirmed = choices.confirmed && warningsOf(boardPlan).every(key => said.has(key));
  return {
    ...rest,
    boardPlan,
    choices: { ...choices, confirmed },
    readiness: readinessOf(boardPlan, confirmed),
  };
}

function readinessOf({ findings }: BoardPlan, confirmed: boolean): NonNullable<LaneView['readiness']> {
  if (findings.some(({ severity }) => severity === 'error')) return 'blocked';
  return confirmed || findings.every(({ severity }) => severity !== 'warning') ? 'ready' : 'confirm';
}
