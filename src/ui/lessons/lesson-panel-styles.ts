import { css } from 'lit';

export const lessonPanelStyles = css`
  section {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-4);
    background: var(--ground-raised);
  }
  /* Above the flow it begins where the flow begins. */
  @media (width < 64rem) {
    section {
      padding-inline: clamp(1rem, 4vw, 2.5rem);
    }
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-3);
  }
  h2 {
    flex: 1 1 12rem;
    font-size: var(--text-m);
    font-weight: 650;
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 650;
  }
  h3:focus {
    outline: none;
  }
  .bar {
    display: flex;
    gap: 3px;
  }
  .bar span {
    flex: 1;
    height: 0.375rem;
    border: 1px solid var(--line-strong);
    border-radius: 0.1875rem;
    background: var(--ground);
  }
  .bar .seen {
    border-color: var(--ok);
    background: var(--ok);
  }
  .bar .now {
    border-color: var(--primary);
    border-width: 2px;
  }
  a {
    display: inline-flex;
    align-items: center;
    min-height: 2.75rem;
    color: var(--primary);
  }
  .proof {
    display: flex;
    align-items: start;
    gap: var(--space-2);
    padding: var(--space-3);
    border: 2px solid var(--ok);
    border-radius: var(--radius-2);
    font-weight: 600;
  }
  .proof .icon {
    color: var(--ok);
  }
  .body,
  .text,
  .answers {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    justify-items: start;
  }
  .text {
    gap: var(--space-2);
    max-width: 70ch;
  }
  code {
    padding: 0 0.25em;
    border-radius: 0.25rem;
    background: var(--ground-sunken);
    font-family: var(--mono);
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  legend {
    padding: 0;
    margin-block-end: var(--space-2);
    font-size: var(--text-s);
    font-weight: 600;
  }
  .answers label {
    display: flex;
    align-items: start;
    gap: var(--space-2);
    min-height: 1.75rem;
  }
  .answers input {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0.125rem 0 0;
    accent-color: var(--primary);
  }
  .check,
  .said {
    display: flex;
    align-items: start;
    gap: var(--space-2);
    font-size: var(--text-s);
  }
  .check .icon,
  .said .icon {
    margin-block-start: 0.05em;
  }
  .check.seen .icon,
  .said.right .icon {
    color: var(--ok);
  }
  .said.wrong .icon {
    color: var(--warn);
  }
  .check .dot {
    flex: none;
    width: 1rem;
    height: 1rem;
    margin: 0.125rem;
    border: 2px dashed var(--line-strong);
    border-radius: 50%;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
  }
  .steps {
    display: grid;
    gap: var(--space-2);
  }
  details .text {
    margin-block-start: var(--space-2);
  }
  /* The one primary button is that of the flow. */
  button.ready {
    border: 2px solid var(--ok);
    font-weight: 600;
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
`;
