import { css } from 'lit';

export const monitorStyles = css`
  .head,
  .tools,
  .send {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .head h3 {
    flex: 1 1 auto;
    font-size: var(--text-m);
    font-weight: 600;
  }
  .tools,
  .send {
    margin-block: var(--space-2);
    font-size: var(--text-s);
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-3);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    float: inline-start;
    padding: 0;
    margin-inline-end: var(--space-2);
    color: var(--ink-quiet);
    line-height: 1.75rem;
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    min-block-size: 1.75rem;
  }
  input[type='checkbox'] {
    inline-size: 1rem;
    block-size: 1rem;
    accent-color: var(--primary);
  }
  input[type='search'],
  input[type='text'],
  select {
    min-block-size: 2.5rem;
    min-inline-size: 0;
    padding: var(--space-1) var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
  }
  .send label:first-of-type {
    flex: 1 1 20rem;
    white-space: nowrap;
  }
  .send input {
    flex: 1 1 auto;
    inline-size: 100%;
    font-family: var(--mono);
  }
  .view {
    --row: 1.375rem;
    position: relative;
    block-size: calc(18 * var(--row));
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-1);
    background: var(--ground-sunken);
    font-family: var(--mono);
    font-size: var(--text-s);
    line-height: var(--row);
    overscroll-behavior: contain;
  }
  .all {
    position: relative;
    min-inline-size: 100%;
  }
  .rows {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    min-inline-size: 100%;
    padding: 0;
  }
  .row {
    display: flex;
    block-size: var(--row);
    white-space: pre;
  }
  .time,
  .mark {
    flex: none;
    color: var(--ink-quiet);
    text-align: end;
    user-select: none;
  }
  .time {
    inline-size: 9ch;
    padding-inline-end: var(--space-2);
    font-variant-numeric: tabular-nums;
  }
  .mark {
    inline-size: 8ch;
    margin-inline-end: var(--space-2);
    padding-inline-end: var(--space-2);
    border-inline-end: 3px solid var(--origin, var(--line));
  }
  .rom {
    --origin: var(--ink-quiet);
  }
  .loader {
    --origin: var(--slot-user1);
  }
  .sdk {
    --origin: var(--region-system);
  }
  .app {
    --origin: var(--ok);
  }
  .exception {
    --origin: var(--error);
  }
  .exception .text {
    color: var(--error);
  }
  .noise,
  .rate {
    --origin: var(--warn);
    color: var(--ink-quiet);
    font-style: italic;
  }
  .proof .text {
    font-weight: 700;
  }
  .found .text {
    text-decoration: underline;
    text-decoration-thickness: 2px;
  }
  .current {
    background: color-mix(in srgb, var(--focus) 22%, var(--ground-sunken));
  }
  .row button {
    min-block-size: 0;
    padding: 0 var(--space-2);
    border: 0;
    background: none;
    color: var(--focus);
    font: inherit;
    text-decoration: underline;
  }
  .nothing {
    padding: var(--space-3);
    color: var(--ink-quiet);
  }
  @media (max-width: 30rem) {
    .time {
      display: none;
    }
  }
`;
