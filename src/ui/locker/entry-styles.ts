import { css } from 'lit';

export const entryStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: var(--space-1) var(--space-3);
    padding-block: var(--space-3);
    border-top: 1px solid var(--line);
  }
  .what {
    flex: 1 1 20rem;
    min-width: 0;
  }
  .name {
    font-weight: 600;
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    margin-inline-start: var(--space-1);
    padding: 0 var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: 1rem;
    font-size: var(--text-s);
    font-weight: 500;
    white-space: nowrap;
  }
  .note {
    margin-top: var(--space-1);
    padding-inline-start: var(--space-2);
    border-inline-start: 3px solid var(--line-strong);
    white-space: pre-line;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1);
  }
  .buttons > button:not(.quiet) {
    min-height: 2.25rem;
    padding-block: 0;
  }
  button[aria-pressed='true'] {
    border-color: var(--line-strong);
    background: var(--ground-raised);
    color: var(--ink);
  }
  form,
  .log {
    flex: 1 0 100%;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-2);
    padding: var(--space-3);
    border-radius: var(--radius-1);
    background: var(--ground-raised);
  }
  form label {
    display: grid;
    gap: var(--space-1);
    align-items: start;
  }
  textarea {
    inline-size: 100%;
    resize: vertical;
  }
  pre {
    max-height: 24rem;
    margin: 0;
    overflow: auto;
    font-family: var(--mono);
    font-size: var(--text-s);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
