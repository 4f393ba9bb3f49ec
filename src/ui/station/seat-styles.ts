import { css } from 'lit';

/** Colour, pattern of the ground and style of the border: any one of them tells the state. */
export const seatStyles = css`
  article {
    --tone: var(--ink-quiet);
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
    background: repeating-linear-gradient(
        135deg,
        color-mix(in srgb, var(--tone) 12%, transparent) 0 6px,
        transparent 6px 18px
      ),
      var(--ground);
  }
  .refused {
    --tone: var(--warn);
    border: 3px dotted var(--tone);
    background: radial-gradient(
          circle,
          color-mix(in srgb, var(--tone) 25%, transparent) 1.5px,
          transparent 2px
        )
        0 0 / 12px 12px,
      var(--ground);
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
