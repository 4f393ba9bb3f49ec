import { css } from 'lit';

export const imageListStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-2);
  }
  h3 {
    margin-top: var(--space-2);
    font-size: var(--text-m);
    font-weight: 600;
  }
  .images {
    border: 1px solid var(--line);
    border-radius: var(--radius-2);
  }
  li {
    display: grid;
    grid-template-columns: 5.5rem minmax(0, 1fr) auto;
    grid-template-areas: 'offset name save' '. hash drag' '. inspect inspect';
    align-items: center;
    gap: 0 var(--space-4);
    padding: var(--space-3) var(--space-4);
    border-bottom: 1px solid var(--line);
  }
  .offset {
    grid-area: offset;
  }
  .name {
    grid-area: name;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .name .quiet {
    margin-inline-start: var(--space-2);
    font-weight: 400;
  }
  .hash {
    grid-area: hash;
    overflow-wrap: anywhere;
  }
  .hash button {
    vertical-align: baseline;
  }
  .inspect {
    grid-area: inspect;
    margin-top: var(--space-1);
  }
  .save {
    grid-area: save;
  }
  .drag {
    grid-area: drag;
    display: none;
    align-items: center;
    gap: var(--space-1);
    min-height: 1.5rem;
    cursor: grab;
  }
  .drag:hover {
    color: var(--ink);
    text-decoration: underline;
  }
  @media (hover: hover) and (pointer: fine) {
    .drag {
      display: inline-flex;
    }
  }
  details {
    padding: var(--space-2) var(--space-4);
  }
  .command {
    display: flex;
    align-items: start;
    gap: var(--space-2);
    margin: var(--space-2) 0;
    padding: var(--space-3);
    border-radius: var(--radius-1);
    background: var(--ground-raised);
  }
  .command code {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
    user-select: all;
  }
  .command button {
    flex: none;
  }
  @media (max-width: 36rem) {
    .name .quiet {
      display: block;
      margin-inline-start: 0;
    }
    li {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-template-areas: 'name save' 'offset drag' 'hash hash' 'inspect inspect';
      gap: var(--space-1) var(--space-3);
    }
    .command {
      flex-direction: column;
    }
  }
`;
