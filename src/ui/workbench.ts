/** What the page shows once there are files: fetched while the empty page waits for them. */
import './board-step.ts';
import './file-list.ts';
import './flash-step.ts';
import './map-step.ts';
import './running-step.ts';
