/** Words for the pages beside the flow. */
export const PLACE_NAMES = {
  lessons: 'Lessons',
  station: 'Station',
  room: 'Room',
  locker: 'Locker',
  about: 'About',
} as const;

export const PLACES = {
  navigation: 'Pages',
  /** The flow from files to a running board. */
  flow: 'Firmware',
  loading: 'One moment…',
  failed: 'This part of the page did not load. Look at your network, then reload the page.',
} as const;
