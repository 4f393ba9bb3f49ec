import type { HelpSystem } from '../words/port-help.ts';

/** In this order: Android and ChromeOS name Linux too. */
const SYSTEMS: readonly (readonly [RegExp, HelpSystem])[] = [
  [/android/i, 'android'],
  [/\bcros\b|chrome ?os/i, 'chromeos'],
  [/mac/i, 'mac'],
  [/win/i, 'windows'],
  [/linux|x11/i, 'linux'],
];

/** The system that a browser says it runs on; only for the order of advice, never for what works. */
export const systemOf = (userAgent: string): HelpSystem | undefined =>
  SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
