import { css } from 'lit';

export const hexStyles = css`
  :host {
    container-type: inline-size;
    direction: ltr;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
    margin-block-end: var(--space-2);
    font-size: var(--text-s);
  }
  form,
  .pager {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
  }
  input {
    inline-size: 7.5rem;
    min-block-size: 2.75rem;
    box-sizing: border-box;
    padding: var(--space-1) var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font-family: var(--mono);
    font-size: inherit;
  }
  .problem {
    flex-basis: 100%;
    color: var(--error);
    font-size: var(--text-s);
  }
  .scroll {
    position: relative;
    overflow-y: auto;
    overflow-x: hidden;
    block-size: calc(var(--visible) * var(--row));
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    font-family: var(--mono);
    font-size: 0.75rem;
    max-inline-size: 44rem;
    scrollbar-gutter: stable;
    scrollbar-width: thin;
  }
  .scroll,
  .probe {
    --row: 1.375rem;
  }
  .probe {
    position: absolute;
    visibility: hidden;
    font-family: var(--mono);
    font-size: 0.75rem;
    white-space: pre;
  }
  .row {
    position: absolute;
    inset-inline: 0;
    block-size: var(--row);
    padding-inline: 0.25rem;
    line-height: var(--row);
    white-space: pre;
  }
  .row.odd {
    background: var(--ground-raised);
  }
  .offset {
    color: var(--ink-quiet);
  }
  .marked {
    background: color-mix(in srgb, var(--warn) 26%, transparent);
    outline: 1px solid var(--warn);
  }
  .selected {
    background: color-mix(in srgb, var(--primary) 26%, transparent);
  }
  .cursor {
    background: var(--ink);
    color: var(--ground);
  }
  .status {
    margin-block-start: var(--space-2);
    color: var(--ink-quiet);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }
  @container (width < 22rem) {
    .scroll,
    .probe {
      font-size: 0.6875rem;
    }
  }
  @media (forced-colors: active) {
    .marked,
    .selected,
    .cursor {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
