/** Words about a write that did not come to its end, on this visit or an earlier one. */
export const BROKEN_OFF = {
  goOn: 'Continue',
  stopped: 'Stopped',
  stoppedText:
    '“Continue” goes on where it was: what is on the flash already is found by its MD5 and not sent again.',
  underWay: 'Connecting again, to go on where it was…',
  earlier: 'A write to this board broke off',
  earlierText:
    'It did not come to its end when this page last wrote to it. What is on the flash already is found by its MD5 and not sent again.',
  earlierNoFiles:
    'It did not come to its end when this page last wrote to it. Bring the files of that program again (step 1 offers what you had lately): then you can go on, and what is on the flash already is not sent again.',
} as const;
