import { css } from 'lit';

export const flashLaneStyles = css`
  section,
  .result,
  .failure {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
  }
  .result,
  .failure {
    gap: var(--space-2);
    padding: var(--space-4);
    border: 2px solid var(--ok);
    border-radius: var(--radius-2);
  }
  .failure {
    border-color: var(--error);
  }
  .failure.waiting {
    border-color: var(--warn);
    border-style: dashed;
  }
  h3 {
    display: flex;
    gap: var(--space-2);
    font-size: var(--text-m);
    font-weight: 600;
  }
  .result h3 .icon,
  .done .icon {
    color: var(--ok);
  }
  .failure h3 .icon {
    color: var(--error);
  }
  .failure.waiting h3 .icon {
    color: var(--warn);
  }
  .done,
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    align-items: center;
  }
  .proof {
    display: grid;
    gap: var(--space-2);
  }
  .proof li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--space-2);
  }
  .proof .icon {
    color: var(--ok);
  }
  .md5 {
    grid-column: 2;
    color: var(--ink-quiet);
    font-family: var(--mono);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }
  a {
    display: inline-block;
    min-height: 1.5rem;
    color: var(--primary);
  }
  p {
    max-width: 75ch;
  }
`;
