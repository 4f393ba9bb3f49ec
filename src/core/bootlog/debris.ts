/**
 * Pieces of boot text in the middle of an application's: a boot that came so damaged that no line of it can be read.
 * What was claimed before it does not hold any longer.
 */

/** Words of ROM and boot loader that hardly anybody else prints. */
const TELLTALE =
  /rst cause|boot mode:\(|chksum 0x|csum 0x|load 0x|, room \d| len \d+, |nd boot ver|Flash Size & Map|jump to run|wdt reset/;
const JUMP_LINES = ['jump to run user1', 'jump to run user2'] as const;
const JUMP_END = /^(.{0,17}?) ?@ (?:1000|[248]1000|101000)$/;
/** Two words within so many lines are no chance. */
const WITHIN = 16;

export class DebrisWatch {
  #left = 0;

  /** Looks at a line without a known form; true when a boot was missed. */
  isBoot(text: string): boolean {
    if (this.#left > 0) this.#left--;
    if (isEndOfJump(text)) return true;
    if (!TELLTALE.test(text)) return false;
    if (this.#left > 0) return true;
    this.#left = WITHIN;
    return false;
  }
}

/** The end of a jump line whose beginning was lost. */
function isEndOfJump(text: string): boolean {
  if (!text.endsWith('000')) return false;
  const head = JUMP_END.exec(text)?.[1];
  return head !== undefined && JUMP_LINES.some(line => line.endsWith(head));
}
