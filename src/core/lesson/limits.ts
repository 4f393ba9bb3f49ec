/** How much a lesson may hold: more is a mistake, or somebody who wants to fill a browser. */
export const LESSON_VERSION = 1;

/** Bytes of a `.twinslot` file. */
export const LESSON_LIMIT = 8 * 1024 * 1024;
/** Bytes of one file of firmware: an ELF file with debug information. */
export const FIRMWARE_LIMIT = 4 * 1024 * 1024;
/** As many as the page takes. */
export const MAX_FIRMWARE = 8;
export const MAX_STEPS = 50;
export const MAX_MINUTES = 240;
export const MAX_CHOICES = 6;
export const MAX_LANGUAGES = 20;
/** Characters. */
export const MAX_TITLE = 120;
export const MAX_TEXT = 2000;
export const MAX_URL = 2000;
export const MAX_NAME = 100;
export const MAX_BUILD = 999_999_999;
