/** What the page shows once there are files: fetched while the empty page waits for them. */
import './bench-step.ts';
import './file-list.ts';
import './map-step.ts';
