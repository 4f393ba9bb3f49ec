import type { Slot } from '../esp8266/flash-map.ts';

type Nothing = Readonly<Record<string, never>>;

/** The facts of findings of the station; part of `FindingFacts`. */
export interface StationFindingFacts {
  /** Written before, with the same build. */
  'station-done-before': { readonly mac: string };
  'station-pulled-early': Nothing;
  'station-boot-silent': { readonly seconds: number };
  'station-boot-other': { readonly expected: Slot; readonly found: Slot };
  'station-boot-crashed': Nothing;
  'station-boot-nothing': Nothing;
  'station-lane-fault': { readonly message: string };
  'station-stopped': Nothing;
}
