/** The end of the name of a locker that was saved as one file; told by it before the format itself is loaded. */
export const ARCHIVE_ENDING = '.twinlocker';
