import { css } from 'lit';

export const runningStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
  }
  p {
    max-width: 75ch;
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 600;
  }
  .headline .swatch {
    vertical-align: -0.1rem;
  }
  .summary,
  .ask,
  .update,
  .crash {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: var(--space-2);
  }
  .slots {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr));
    gap: var(--space-4);
  }
  .slot {
    display: grid;
    align-content: start;
    gap: var(--space-2);
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-2);
    background: var(--ground-raised);
    overflow-wrap: anywhere;
  }
  .slot.runs {
    border: 3px solid var(--ink);
  }
  .slot h3 {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    font-size: var(--text-m);
    font-weight: 600;
  }
  .slot .says {
    margin-inline-start: auto;
    font-size: var(--text-s);
    font-weight: 500;
  }
  .update.card,
  .crash {
    justify-items: stretch;
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--tone, var(--primary));
    border-radius: var(--radius-2);
    background: color-mix(in srgb, var(--tone, var(--primary)) 7%, var(--ground));
    overflow-wrap: anywhere;
  }
  .done {
    --tone: var(--ok);
  }
  .stayed,
  .unproven {
    --tone: var(--warn);
  }
  .failed,
  .crash {
    --tone: var(--error);
  }
  .update.card + button {
    margin-block-start: var(--space-2);
  }
  .log #rate-about {
    margin-block: var(--space-1) var(--space-4);
  }
  .verdict {
    display: flex;
    gap: var(--space-2);
    font-weight: 600;
  }
  .verdict .icon {
    margin-top: 0.15em;
    color: var(--tone);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    max-width: 100%;
    align-items: end;
    gap: var(--space-2) var(--space-3);
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-4);
    font-size: var(--text-s);
  }
  .steps li {
    color: var(--ink-quiet);
  }
  .steps .past::before {
    content: '✓ ';
    color: var(--ok);
  }
  .steps .now {
    color: var(--ink);
    font-weight: 600;
  }
  .steps .now::before {
    content: '▸ ';
  }
  .bar {
    height: 0.75rem;
    overflow: hidden;
    border: 1px solid var(--line-strong);
    border-radius: 0.375rem;
    background: var(--ground-sunken);
  }
  .bar > div {
    height: 100%;
    background: var(--primary);
    transition: width var(--dur-fast);
  }
  a {
    display: inline-block;
    min-height: 1.5rem;
    line-height: 1.5rem;
  }
  label {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    max-width: 100%;
    gap: var(--space-1);
    font-size: var(--text-s);
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2rem;
  }
  input[type='checkbox'] {
    min-height: 0;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    accent-color: var(--primary);
  }
  input,
  select {
    min-height: 2.75rem;
    max-width: 100%;
    padding: var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
    font-family: var(--mono);
  }
  .calls {
    font-family: var(--mono);
    font-size: var(--text-s);
  }
  .registers {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-4);
    font-family: var(--mono);
    font-size: var(--text-s);
    font-variant-numeric: tabular-nums;
  }
  .registers div {
    display: flex;
    gap: var(--space-1);
  }
  button {
    justify-self: start;
  }
`;
