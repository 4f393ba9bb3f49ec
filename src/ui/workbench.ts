/** What the page shows once there are files: fetched while the empty page waits for them. */
import './file-list.ts';
import './map-step.ts';
