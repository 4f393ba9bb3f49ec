import { css } from 'lit';

/** The strip of sectors in a region. Every state has a pattern of its own; the legend names them. */
export const sectorStyles = css`
  .sectors {
    position: absolute;
    background: var(--ground);
    border: 1px solid var(--line-strong);
  }
  .across .sectors {
    inset-inline: 0;
    inset-block-end: 0;
    block-size: 2rem;
    border-width: 1px 0 0;
  }
  .down .sectors {
    inset-block: 0;
    inset-inline-end: 0;
    inline-size: 2.25rem;
    border-width: 0 0 0 1px;
  }
  .run {
    --paint: var(--line-strong);
    position: absolute;
    background: var(--paint);
  }
  .across .sectors .run {
    inset-block: 0;
    left: var(--from);
    inline-size: max(var(--span), 1px);
  }
  .down .sectors .run {
    inset-inline: 0;
    top: var(--from);
    block-size: max(var(--span), 1px);
  }
  .run[data-sector='verified'] {
    --paint: var(--ok);
  }
  .run[data-sector='same'] {
    --paint: var(--ok);
    background: repeating-linear-gradient(0deg, var(--paint) 0 2px, transparent 2px 6px), var(--ground);
  }
  .run[data-sector='written'] {
    --paint: var(--primary);
    background: repeating-linear-gradient(135deg, var(--paint) 0 3px, transparent 3px 6px), var(--ground);
  }
  .run[data-sector='writing'] {
    --paint: var(--primary);
    background: radial-gradient(circle, var(--paint) 1.4px, transparent 1.8px) 0 0 / 5px 5px, var(--ground);
  }
  .run[data-sector='erased'] {
    background: var(--ground);
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }
  .run[data-sector='read'] {
    --paint: var(--ink-quiet);
    background: repeating-linear-gradient(90deg, var(--paint) 0 1px, transparent 1px 5px), var(--ground);
  }
  .run[data-sector='differs'] {
    --paint: var(--error);
    background:
      repeating-linear-gradient(45deg, var(--paint) 0 2px, transparent 2px 6px),
      repeating-linear-gradient(135deg, var(--paint) 0 2px, transparent 2px 6px), var(--ground);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-4);
    margin: var(--space-2) 0 0;
    padding: 0;
    list-style: none;
    font-size: var(--text-s);
    font-variant-numeric: tabular-nums;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }
  .run.key {
    position: static;
    inline-size: 1.5rem;
    block-size: 1rem;
    outline: 1px solid var(--line-strong);
  }
  @media (forced-colors: active) {
    .sectors,
    .run {
      forced-color-adjust: none;
      --ground: Canvas;
      --line-strong: CanvasText;
      --ok: CanvasText;
      --primary: CanvasText;
      --ink-quiet: CanvasText;
      --error: CanvasText;
    }
  }
`;
