import { css } from 'lit';

export const laneCardStyles = css`
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-2);
    background: var(--ground-raised);
  }
  .head,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .buttons {
    margin-inline-start: auto;
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 600;
  }
  .phase {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    color: var(--ink-quiet);
    font-size: var(--text-s);
  }
  .phase .icon {
    color: var(--ok);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
    gap: var(--space-2) var(--space-6);
  }
  dt {
    color: var(--ink-quiet);
    font-size: var(--text-s);
  }
  dd {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .stage {
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }
  .pulse {
    flex: none;
    width: 0.75rem;
    height: 0.75rem;
    border: 2px solid var(--primary);
    border-radius: 50%;
    border-inline-start-color: transparent;
  }
  @media (prefers-reduced-motion: no-preference) {
    .pulse {
      animation: turn 900ms linear infinite;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .assist {
    display: grid;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-4);
    border: 2px dashed var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
  }
  .assist.heard {
    border: 2px solid var(--ok);
  }
  .assist ol {
    padding-inline-start: 1.5rem;
    list-style: decimal;
  }
  .sign {
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }
  .heard .sign {
    color: var(--ok);
    font-weight: 600;
  }
  .options {
    display: grid;
    justify-items: start;
    gap: var(--space-2);
    padding-top: var(--space-2);
  }
  label {
    display: grid;
    gap: var(--space-1);
    font-size: var(--text-s);
    font-weight: 600;
  }
  label.check {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2rem;
    font-weight: 400;
  }
  input[type='checkbox'] {
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--primary);
  }
  select {
    max-width: 100%;
    min-height: 2.5rem;
    padding: 0 var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
    font-weight: 400;
  }
`;
