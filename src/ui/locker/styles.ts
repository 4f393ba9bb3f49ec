import { css } from 'lit';

/** Panels, rows and fields of the locker's page. */
export const lockerStyles = css`
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-2);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 600;
  }
  p {
    max-width: 75ch;
    overflow-wrap: anywhere;
  }
  .question {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-3) var(--space-4);
    border: 2px solid var(--line-strong);
    border-radius: var(--radius-2);
  }
  .question.danger {
    border-color: var(--error);
  }
  .question:focus {
    outline: none;
  }
  label {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    font-size: var(--text-s);
    max-width: 100%;
  }
  input:not([type='checkbox']),
  select,
  textarea {
    box-sizing: border-box;
    min-height: 2.5rem;
    max-width: 100%;
    padding: var(--space-1) var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
  }
  input[type='checkbox'] {
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--primary);
  }
  progress {
    flex: 1 1 8rem;
    min-width: 0;
    height: 0.5rem;
    accent-color: var(--primary);
  }
`;
