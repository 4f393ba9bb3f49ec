import type { ManifestOptions } from 'vite-plugin-pwa';
import { SHARE_ACTION, SHARE_FIELD } from '../platform/shared-files.ts';
import { PAGE } from '../words/page.ts';
import { PLACE_NAMES } from '../words/places.ts';
// Of the real page, by test/tools/render-screenshots.mjs.
import screenshots from './screenshots.json' with { type: 'json' };

/** What files the installed app opens, by the kind that they are shown as. */
const OPENS = {
  'application/x-elf': ['.elf', '.axf', '.out'],
  'application/octet-stream': ['.bin'],
  'application/vnd.twinslot.lesson+json': ['.twinslot'],
  'application/vnd.twinslot.locker': ['.twinlocker'],
};

const shortcut = (name: string, fragment: string) => ({
  name,
  url: `./${fragment}`,
  icons: [{ src: 'icon-192.png', sizes: '192x192', type: 'image/png' }],
});

/**
 * How the page presents itself to the system it is installed on. All addresses are relative, for any sub-path. There
 * is no `id`: it would be relative to the origin, and two copies below one origin would be taken for the same app.
 */
export const MANIFEST: Partial<ManifestOptions> = {
  name: PAGE.name,
  short_name: PAGE.name,
  description: 'ESP8266 firmware for two slots: from ELF files to flash images, checked and explained.',
  lang: 'en',
  categories: ['developer', 'education', 'utilities'],
  start_url: '.',
  scope: '.',
  display: 'standalone',
  // Before the page is there; its own <meta name="theme-color"> then follow the light or dark theme.
  background_color: '#14171c',
  theme_color: '#0072b2',
  icons: [
    { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
  screenshots: screenshots.map(({ file, width, height, form, label }) => ({
    src: file,
    sizes: `${width}x${height}`,
    type: 'image/png',
    form_factor: form === 'wide' ? 'wide' : 'narrow',
    label,
  })),
  shortcuts: [
    shortcut(PLACE_NAMES.lessons, '#/lessons'),
    shortcut(PLACE_NAMES.locker, '#/locker'),
    shortcut(PLACE_NAMES.station, '#/station'),
    shortcut(PLACE_NAMES.room, '#/room'),
  ],
  // A second start goes to the window that is open: loading its page anew could end a write in the middle.
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  file_handlers: [{ action: '.', accept: OPENS }],
  share_target: {
    action: SHARE_ACTION,
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      files: [
        {
          name: SHARE_FIELD,
          accept: [...Object.keys(OPENS), ...Object.values(OPENS).flat()],
        },
      ],
    },
  },
};
