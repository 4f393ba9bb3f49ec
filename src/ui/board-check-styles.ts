import { css } from 'lit';

export const boardCheckStyles = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-2);
    background: var(--ground);
  }
  h4 {
    font-size: var(--text-m);
    font-weight: 600;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .warning,
  .ask {
    display: grid;
    justify-items: start;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-4);
    border: 2px solid var(--warn);
    border-radius: var(--radius-2);
  }
  .checks {
    display: grid;
    gap: var(--space-2);
  }
  .checks li {
    display: grid;
    grid-template-columns: 1.25rem minmax(0, 1fr) auto;
    align-items: baseline;
    gap: 0 var(--space-2);
  }
  .checks .name {
    grid-column: 2;
  }
  .checks .found {
    grid-column: 2 / -1;
    overflow-wrap: anywhere;
  }
  .checks li > :first-child:not(.name) {
    grid-column: 1;
    align-self: center;
  }
  .passed .icon {
    color: var(--ok);
  }
  .failed .icon {
    color: var(--error);
  }
  .waiting {
    color: var(--ink-quiet);
  }
  textarea {
    width: 100%;
    padding: var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground-sunken);
    color: var(--ink);
    font-family: var(--mono);
    font-size: var(--text-s);
  }
  p {
    max-width: 75ch;
  }
`;
