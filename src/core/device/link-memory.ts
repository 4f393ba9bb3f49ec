/** What is worth knowing the next time a bridge is met; kept by the page. */
export interface LinkMemory {
  /** Highest rate that worked. */
  readonly baud?: number;
  /** Lowest rate that failed. */
  readonly tooFast?: number;
  /** Rate at which the program of the board speaks, as it was found the last time. */
  readonly appBaud?: number;
  /** Somebody has set it: no other is tried. */
  readonly appBaudChosen?: boolean;
  /** Name of the reset strategy that worked. */
  readonly reset?: string;
  /** Whether opening the port resets the board. */
  readonly opensWithReset?: boolean;
}
