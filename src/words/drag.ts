/** Words for dragging a file out of the page. */
export const DRAG = {
  handle: 'Drag to a folder',
  about: 'Drag this into a folder of your file manager to save the file there.',
} as const;
