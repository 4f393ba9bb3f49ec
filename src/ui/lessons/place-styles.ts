import { css } from 'lit';

/** Pages of text beside the flow. */
export const placeStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    justify-items: start;
  }
  ul[role='list'],
  ts-teacher,
  .box {
    width: 100%;
  }
  h2 {
    font-size: var(--text-xl);
    font-weight: 650;
    letter-spacing: -0.02em;
  }
  h2:focus {
    outline: none;
  }
  h3 {
    font-size: var(--text-l);
    font-weight: 650;
  }
  p,
  .wide {
    max-width: 70ch;
    overflow-wrap: anywhere;
  }
  a {
    display: inline-block;
    padding-block: var(--space-1);
    color: var(--primary);
    overflow-wrap: anywhere;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .box {
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-2);
  }
`;
