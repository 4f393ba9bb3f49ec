import { css } from 'lit';

export const roomStyles = css`
  .page,
  section,
  header {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
  }
  .page {
    gap: var(--space-6);
  }
  h2 {
    font-size: var(--text-xl);
  }
  h3 {
    font-size: var(--text-l);
  }
  p {
    max-width: 75ch;
  }
  a {
    display: inline-flex;
    align-items: center;
    min-height: 1.5rem;
    color: var(--primary);
  }
  details p {
    padding-block: var(--space-1);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--space-2) var(--space-3);
  }
  .builds li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2);
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-1);
    background: var(--ground-raised);
    overflow-wrap: anywhere;
  }
  .builds {
    display: grid;
    gap: var(--space-2);
  }
  label {
    display: grid;
    gap: var(--space-1);
    font-size: var(--text-s);
  }
  input,
  select {
    min-width: 0;
    max-width: 100%;
    min-height: 2.75rem;
    padding: 0 var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
  }
  section > label {
    justify-self: start;
  }
  th input {
    width: 9rem;
    margin-top: var(--space-1);
    font-family: var(--sans);
    font-size: var(--text-s);
  }
  td select {
    width: 12rem;
  }
  .acts button {
    display: flex;
  }
  thead th {
    white-space: normal;
  }
  .scroll {
    overflow-x: auto;
  }
  td,
  th {
    white-space: nowrap;
  }
  td.why {
    min-width: 14rem;
    white-space: normal;
  }
  progress {
    width: 8rem;
    height: 0.75rem;
    accent-color: var(--primary);
  }
  .state {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    font-weight: 600;
  }
  .done .state .icon {
    color: var(--ok);
  }
  .bad .state .icon {
    color: var(--error);
  }
`;
