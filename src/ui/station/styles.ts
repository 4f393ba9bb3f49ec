import { css } from 'lit';

export const stationStyles = css`
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-6);
  }
  header,
  .switch {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-2);
  }
  h2 {
    font-size: var(--text-xl);
  }
  p {
    max-width: 75ch;
  }
  a {
    color: var(--primary);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2) var(--space-8);
  }
  .counts div {
    display: flex;
    flex-direction: column-reverse;
  }
  dt {
    color: var(--ink-quiet);
    font-size: var(--text-s);
  }
  dd {
    font-size: 2rem;
    font-weight: 700;
    font-variant-numeric: tabular-nums;
    line-height: 1.1;
  }
  .passed dd {
    color: var(--ok);
  }
  .failed dd {
    color: var(--error);
  }
  .seats {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
    gap: var(--space-4);
  }
`;
