import { css } from 'lit';

/** One colour for each memory, for anything inside of an element with `data-memory`; its name stands beside it. */
export const memoryColours = css`
  [data-memory] {
    --memory: var(--line-strong);
  }
  [data-memory="iram"] {
    --memory: var(--memory-iram);
  }
  [data-memory="dram"] {
    --memory: var(--memory-dram);
  }
  [data-memory="irom"] {
    --memory: var(--memory-irom);
  }
`;
