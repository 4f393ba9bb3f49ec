import { css } from 'lit';

/** What every element needs: sane boxes, readable text, a focus ring that cannot be missed. */
export const base = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .icon {
    flex: none;
    width: 1.25em;
    height: 1.25em;
  }
  .quiet {
    color: var(--ink-quiet);
  }
  .small {
    font-size: var(--text-s);
  }
  /* Addresses, names of files and commands are read from left to right in every script. */
  code,
  kbd,
  pre,
  samp,
  .mono {
    direction: ltr;
    unicode-bidi: isolate;
  }
  .mono {
    font-family: var(--mono);
    font-variant-numeric: tabular-nums;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Three weights of button: the one primary action of the moment, ordinary ones, and quiet ones inside cards. */
export const buttons = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: 2.75rem;
    padding: var(--space-2) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
    font-weight: 500;
    text-align: center;
    cursor: pointer;
    transition:
      background-color var(--dur-fast),
      border-color var(--dur-fast);
  }
  button:hover:enabled {
    border-color: var(--ink);
    background: var(--ground-raised);
  }
  button.primary {
    min-height: 3rem;
    padding-inline: var(--space-6);
    border-color: var(--primary);
    background: var(--primary);
    color: var(--on-primary);
    font-weight: 600;
  }
  button.primary:hover:enabled {
    border-color: var(--primary);
    background: color-mix(in srgb, var(--primary) 86%, var(--ink));
  }
  button.quiet {
    min-height: 2rem;
    padding: var(--space-1) var(--space-2);
    border-color: transparent;
    background: transparent;
    color: var(--ink-quiet);
    font-size: var(--text-s);
  }
  button.quiet:hover:enabled {
    border-color: var(--line);
    background: var(--ground-raised);
    color: var(--ink);
  }
  button:disabled {
    border-color: var(--line);
    background: transparent;
    color: var(--ink-quiet);
    cursor: not-allowed;
  }
`;

/** The patterns of the two slots: the cue beside colour and name. Take them as the class of a coloured area. */
export const slotPatterns = css`
  .swatch {
    flex: none;
    display: inline-block;
    width: 1rem;
    height: 1rem;
    border: 1px solid var(--line-strong);
    border-radius: 0.25rem;
    forced-color-adjust: none;
  }
  .user1 {
    --slot: var(--slot-user1);
    border-color: var(--slot);
    background: repeating-linear-gradient(135deg, var(--slot) 0 2px, transparent 2px 5px),
      color-mix(in srgb, var(--slot) 16%, var(--ground));
  }
  .user2 {
    --slot: var(--slot-user2);
    border-color: var(--slot);
    background: radial-gradient(circle, var(--slot) 1.3px, transparent 1.6px) 0 0 / 5px 5px,
      color-mix(in srgb, var(--slot) 16%, var(--ground));
  }
  .boot {
    border-color: var(--region-boot);
    background: var(--region-boot);
  }
  .flash {
    border-color: var(--region-system);
    background: color-mix(in srgb, var(--region-system) 40%, var(--ground));
  }
  .plain,
  .look {
    border-color: var(--ink-quiet);
    background: var(--ground-sunken);
  }
  .none {
    border-color: var(--error);
    border-style: dashed;
    background: transparent;
  }
`;

/** A disclosure that looks like a quiet link. */
export const disclosures = css`
  summary {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2rem;
    color: var(--ink-quiet);
    font-size: var(--text-s);
    font-weight: 500;
    cursor: pointer;
    border-radius: var(--radius-1);
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    flex: none;
    width: 0.45rem;
    height: 0.45rem;
    margin: 0 0.2rem;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    rotate: -45deg;
    transition: rotate var(--dur-fast);
  }
  summary:dir(rtl)::before {
    rotate: -225deg;
  }
  details[open] > summary::before {
    rotate: 45deg;
  }
  summary:hover {
    color: var(--ink);
  }
`;
