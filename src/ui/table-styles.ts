import { css } from 'lit';

/** Tables of facts: quiet lines, numbers that line up, rows that can be marked from elsewhere. */
export const tables = css`
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--text-s);
    line-height: 1.4;
  }
  caption {
    padding-block-end: var(--space-2);
    color: var(--ink-quiet);
    text-align: start;
  }
  th,
  td {
    padding: var(--space-2) var(--space-2);
    border-block-end: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: var(--space-1);
  }
  thead th {
    border-block-end: 2px solid var(--line-strong);
    color: var(--ink-quiet);
    font-weight: 600;
    vertical-align: bottom;
  }
  th[scope='row'] {
    font-weight: 600;
  }
  .mono {
    font-size: 0.75rem;
    line-height: 1.5;
    font-variant-numeric: tabular-nums;
  }
  .number {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .more {
    display: block;
    color: var(--ink-quiet);
    overflow-wrap: anywhere;
  }
  tbody tr:hover,
  tr.marked {
    background: var(--ground-raised);
  }
  tr.marked,
  tr.selected {
    outline: 2px solid var(--focus);
    outline-offset: -2px;
  }
  button.link {
    min-block-size: 1.5rem;
    margin: -0.15rem 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  button.link:hover {
    text-decoration-color: currentColor;
  }
`;
