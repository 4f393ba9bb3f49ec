import { css } from 'lit';

/** A wide map: the bar lies, the CPU's windows hang below their megabytes. */
export const across = css`
  .across .bar {
    block-size: 7rem;
  }
  .across .region,
  .across .hit {
    inset-block: 0;
    left: calc(var(--at) + 1px);
    inline-size: calc(var(--length) - 2px);
  }
  .across .fill {
    inline-size: var(--part);
    inset-inline-end: auto;
  }
  .across .words {
    padding: var(--space-2);
  }
  .across .column .words {
    align-items: center;
    padding: var(--space-2) 0;
  }
  .across .axis {
    block-size: 3rem;
    border-block-start: 1px solid var(--line-strong);
    margin-block-start: var(--space-2);
  }
  .across .tick {
    left: var(--at);
    inset-block-start: 0;
    inline-size: 1px;
    block-size: 6px;
  }
  .across .tick[data-row="1"] {
    block-size: 1.5rem;
  }
  .across .break {
    left: calc(var(--at) - 7px);
    inset-block-start: -7px;
  }
  .across .offset {
    left: var(--at);
    inset-block-start: 0.4rem;
    inline-size: var(--length);
    text-align: center;
  }
  .across .offset[data-row="1"] {
    inset-block-start: 1.5rem;
  }
  .across .windows {
    display: grid;
    grid-template-rows: repeat(4, auto);
  }
  /* The light that falls from a megabyte of flash into the window; it starts at the bar, behind the axis. */
  .across .window {
    display: grid;
    grid-row: span 4;
    grid-template-rows: subgrid;
    margin-block-start: -3rem;
    padding-block-start: 3rem;
    margin-inline: 1px;
    min-inline-size: 0;
  }
  .across .window::before {
    content: "";
    position: absolute;
    inset: 0;
    z-index: -1;
    background: linear-gradient(color-mix(in srgb, var(--primary) 14%, transparent), transparent 95%);
  }
  .across .window::after {
    content: "";
    position: absolute;
    inset: 3rem 0 4.5rem;
    z-index: -1;
    border-inline: 1px dashed var(--primary);
  }
  .across .about {
    padding: var(--space-1) var(--space-2) var(--space-2);
  }
  .across .ends {
    display: flex;
    justify-content: space-between;
    padding-inline: var(--space-1);
  }
  .across .glass {
    block-size: 1.75rem;
  }
  .across .pane {
    inset-block: 0;
    left: calc(var(--at) - 3px);
    inline-size: calc(var(--length) - 1px);
  }
  .across .codes {
    position: relative;
    display: flex;
    min-block-size: 4.5rem;
  }
  .across .codes li {
    position: absolute;
    left: calc(var(--at) - 2px);
    max-inline-size: var(--length);
    box-sizing: border-box;
    padding: var(--space-1) var(--space-1) 0 var(--space-2);
    border-inline-start: 2px solid var(--ink);
    line-height: 1.35;
  }
`;
