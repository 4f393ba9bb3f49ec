import { css } from 'lit';

/** Colour, pattern of the ground and style of the border: any one of them tells the state. */
export const seatStyles = css`
  :host {
    height: 100%;
  }
  article {
    --tone: var(--ink-quiet);
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-2);
    height: 100%;
    padding: var(--space-4);
    border: 3px dashed var(--line-strong);
    border-radius: var(--radius-2);
    background: var(--ground);
  }
  .recognising,
  .flashing,
  .verifying,
  .booting {
    --tone: var(--primary);
    border-style: solid;
    border-color: var(--tone);
    background: var(--ground-raised);
  }
  .passed {
    --tone: var(--ok);
    border: 6px double var(--tone);
    background: color-mix(in srgb, var(--tone) 14%, var(--ground));
  }
  .failed {
    --tone: var(--error);
    border: 3px solid var(--tone);
    background: color-mix(in srgb, var(--tone) 8%, var(--ground));
  }
  .refused {
    --tone: var(--warn);
    border: 3px dotted var(--tone);
    background: color-mix(in srgb, var(--tone) 8%, var(--ground));
  }
  /* A band with a pattern of its own, beside the text. */
  .passed,
  .failed,
  .refused {
    padding-inline-start: calc(var(--space-4) + 1.25rem);
  }
  .passed::before,
  .failed::before,
  .refused::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    width: 1.25rem;
    background: var(--tone);
    forced-color-adjust: none;
  }
  .failed::before {
    background: repeating-linear-gradient(135deg, var(--tone) 0 6px, transparent 6px 14px);
  }
  .refused::before {
    background: radial-gradient(circle, var(--tone) 3px, transparent 3.5px) 0 0 / 10px 10px;
  }
  .done {
    --tone: var(--ok);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--space-1) var(--space-3);
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .big {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    color: var(--tone);
    font-size: 2rem;
    font-weight: 700;
    line-height: 1.1;
  }
  .waiting .big {
    font-size: var(--text-l);
    font-weight: 600;
  }
  .symbol {
    flex: none;
    width: 3.5rem;
    height: 3.5rem;
  }
  .passed .big {
    font-size: 2.5rem;
  }
  .passed .symbol {
    width: 6rem;
    height: 6rem;
  }
  .waiting .symbol {
    width: 2.5rem;
    height: 2.5rem;
  }
  progress {
    width: 100%;
    height: 1.25rem;
    accent-color: var(--primary);
  }
  .reason {
    font-weight: 600;
  }
  .reason,
  .advice {
    overflow-wrap: anywhere;
  }
  label {
    display: grid;
    gap: var(--space-1);
    margin-top: var(--space-1);
    color: var(--ink-quiet);
    font-size: var(--text-s);
  }
  input {
    min-width: 0;
    min-height: 2rem;
    padding: 0 var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
  }
`;
