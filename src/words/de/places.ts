/** Wörter der Seiten neben dem Ablauf. */
import type { Translation } from '../language.ts';
import type * as english from '../places.ts';

export const places = {
  PLACE_NAMES: {
    lessons: 'Lektionen',
    station: 'Station',
    room: 'Raum',
    locker: 'Spind',
    about: 'Über',
  },
  PLACES: {
    navigation: 'Seiten',
    flow: 'Firmware',
    loading: 'Einen Moment …',
    failed: 'Dieser Teil der Seite wurde nicht geladen. Prüfe dein Netz und lade die Seite dann neu.',
  },
} satisfies Translation<typeof english>;
