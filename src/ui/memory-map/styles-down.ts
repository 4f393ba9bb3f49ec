import { css } from 'lit';

/** A narrow map: offsets, bar and CPU addresses stand beside each other. */
export const down = css`
  .down .frame {
    display: grid;
    grid-template-columns: 4.4rem minmax(0, 1fr) 5.4rem;
  }
  .down.compact .frame {
    grid-template-columns: 4.4rem minmax(0, 1fr);
  }
  .down .bar,
  .down .axis,
  .down .windows {
    block-size: var(--extent);
  }
  .down .bar {
    order: 2;
  }
  .down .axis {
    order: 1;
  }
  .down .windows {
    order: 3;
  }
  .down .region,
  .down .hit {
    inset-inline: 0;
    top: calc(var(--at) + 1px);
    block-size: calc(var(--length) - 2px);
  }
  .down .fill {
    block-size: var(--part);
    inset-block-end: auto;
  }
  .down .axis {
    border-inline-end: 1px solid var(--line-strong);
    margin-inline-end: var(--space-2);
  }
  .down .tick {
    top: var(--at);
    inset-inline-end: 0;
    inline-size: 6px;
    block-size: 1px;
  }
  .down .break {
    top: calc(var(--at) - 7px);
    inset-inline-end: -7px;
  }
  .down .break svg {
    transform: rotate(90deg);
  }
  .down .offset {
    top: var(--at);
    font-size: 0.6875rem;
    inset-inline-end: 9px;
    transform: translateY(-50%);
  }
  .down .row .words {
    flex-direction: row;
    align-items: center;
  }
  .down .window {
    position: absolute;
    top: var(--at);
    block-size: var(--length);
    inset-inline: 0;
  }
  .down .glass {
    position: absolute;
    inset-block: 1px;
    inset-inline-start: 3px;
    inline-size: 0.9rem;
  }
  .down .pane {
    inset-inline: 0;
    top: calc(var(--at) - 3px);
    block-size: calc(var(--length) - 1px);
  }
  .down .window > .address {
    position: absolute;
    inset-inline-start: calc(0.9rem + 5px);
    font-size: 0.6875rem;
    line-height: 1.3;
  }
  .down .window > .first {
    top: 2px;
  }
  .down .window > .last {
    bottom: 2px;
  }
  .down .window > .code {
    top: var(--at);
    inset-inline-start: 3px;
    padding-inline-start: calc(0.9rem + 2px);
    padding-block-start: 2px;
    border-block-start: 2px solid var(--ink);
    font-weight: bold;
  }
  .down .notes {
    display: grid;
    gap: var(--space-3);
    margin-block-start: var(--space-4);
    font-size: var(--text-s);
  }
  .down .notes li {
    padding-block-start: var(--space-1);
  }
`;
