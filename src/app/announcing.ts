import { STATUS } from '../words/page.ts';
import { announcementOf } from '../words/page-announcements.ts';
import { noticeWords } from '../words/page-notices.ts';
import type { Announcer } from './announcer.ts';
import { type AppState, initialState } from './state.ts';
import type { StateHolder } from './state-holder.ts';

/** Reads aloud what changes on the screen without the focus being there. */
export function announceChanges(holder: StateHolder, announcer: Announcer): void {
  let before: Pick<AppState, 'work' | 'status'> = initialState();
  let lastWorkspace = '';
  const workspace = ({ work }: AppState): void => {
    const shown = work.shown?.workspace;
    const { text, urgent } = shown ? announcementOf(shown) : { text: '', urgent: false };
    // A setting that changes bytes but no verdict has nothing new to say.
    if (text !== lastWorkspace) announcer.announce(text, urgent);
    lastWorkspace = text;
  };
  const listen = (state: AppState): void => {
    const [was, is] = [before.status, state.status];
    if (state.work.shown?.workspace !== before.work.shown?.workspace) workspace(state);
    if (is.notice && is.notice !== was.notice) {
      const { title, text, tone } = noticeWords(is.notice);
      announcer.announce(text ? `${title}. ${text}` : `${title}.`, tone === 'error');
    }
    if (is.working && !was.working) announcer.announce(`${STATUS.working}.`);
    if (is.updateReady && !was.updateReady) announcer.announce(STATUS.updateReady);
    if (is.updateWaits && !was.updateWaits) announcer.announce(STATUS.updateWaits);
    before = state;
  };
  // Files may have come before this module did.
  listen(holder.state);
  holder.subscribe(listen);
}
