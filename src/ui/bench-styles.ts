import { css } from 'lit';

export const benchStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
  }
  .bench {
    display: grid;
    grid-template-columns: minmax(0, 22rem) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-4) var(--space-6);
  }
  @media (width < 48rem) {
    .bench {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .board,
  .notes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
  }
  p {
    max-width: 75ch;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .push {
    touch-action: none;
    user-select: none;
  }
  .push[aria-pressed='true'] {
    border-color: var(--ink);
    background: var(--ground-sunken);
  }
  .switch::before {
    content: '';
    width: 2rem;
    height: 1.125rem;
    border: 2px solid currentColor;
    border-radius: 1rem;
    background: radial-gradient(circle at 0.45rem 50%, currentColor 0 0.3rem, transparent 0.33rem);
  }
  .switch[aria-checked='true']::before {
    border-color: var(--ok);
    background: radial-gradient(circle at 1.3rem 50%, var(--ok) 0 0.3rem, transparent 0.33rem);
  }
  .condition {
    font-weight: 600;
  }
  label {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    max-width: 100%;
  }
  select {
    min-width: 0;
    min-height: 2.75rem;
    max-width: 100%;
    padding: var(--space-1) var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 600;
  }
`;
