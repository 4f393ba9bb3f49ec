/** What a chip says of itself over the serial loader: registers and the id of its flash. */
export interface ChipFacts {
  readonly chip: 'esp8266' | 'esp8285';
  /** `5C:CF:7F:12:34:56`; undefined where the e-fuses name no manufacturer. */
  readonly mac?: string;
  readonly crystal: 26_000_000 | 40_000_000;
  readonly flash: FlashFacts;
}

export interface FlashFacts {
  /** As command 9F gives it: maker, type, capacity from the low byte up, e.g. 0x1640EF. */
  readonly jedecId: number;
  /** Name of the maker, where the id is in the list. */
  readonly maker?: string;
  /** Bytes; undefined when the id says nothing that makes sense (0, FFFFFF, unknown capacity). */
  readonly size?: number;
}
