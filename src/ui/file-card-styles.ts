import { css } from 'lit';

export const fileCardStyles = css`
  article {
    display: grid;
    grid-template-columns: 0.75rem minmax(0, 1fr);
    height: 100%;
    overflow: clip;
    border: 1px solid var(--line);
    border-radius: var(--radius-2);
    background: var(--ground);
  }
  .band {
    display: grid;
  }
  .band > span {
    border: 0;
  }
  .band > .none {
    background: color-mix(in srgb, var(--error) 75%, var(--ground));
  }
  .body {
    display: grid;
    align-content: start;
    gap: var(--space-3);
    padding: var(--space-4);
  }
  header {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: var(--space-2);
  }
  .title {
    min-width: 0;
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .remove {
    flex: none;
    margin: -0.25rem -0.5rem 0 0;
  }
  @media (max-width: 30rem) {
    .remove .word {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-3);
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    font-size: var(--text-l);
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .role {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
    font-weight: 500;
  }
  select {
    min-height: 2.25rem;
    padding: 0 var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
  }
`;
