/** How much larger than usual somebody wants the text of pages: root font size over 16 pixels. */
export const rootScale = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
