import { css } from 'lit';
import { across } from './styles-across.ts';
import { down } from './styles-down.ts';

/** What both directions share. Lengths along the axis come from the drawing, as `--at` and `--length`. */
const common = css`
  :host {
    display: block;
    /* Addresses grow to the right. */
    direction: ltr;
    color: var(--ink);
  }
  .map {
    position: relative;
  }
  .bar,
  .axis,
  .windows,
  .window,
  .glass {
    position: relative;
  }
  .drawing {
    position: absolute;
    inset: 0;
  }
  .region,
  .hit {
    position: absolute;
    box-sizing: border-box;
    margin: 0;
    padding: 0;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius-1);
  }
  .region {
    background: var(--ground-raised);
    overflow: hidden;
  }
  .hit {
    border: 3px solid transparent;
    background: none;
    font: inherit;
    cursor: pointer;
  }
  .region[data-state="erase"],
  .region[data-state="blank"] {
    border-style: dashed;
  }
  .region[data-role="unused"] {
    border: 1px dotted var(--line-strong);
    background: var(--ground);
  }
  .region.starts {
    border: 3px solid var(--ink);
  }
  .hit:hover,
  .hit.marked,
  .hit[aria-current="true"] {
    border-color: var(--focus);
  }
  .hit:focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
    z-index: 1;
  }
  .fill,
  .ground {
    position: absolute;
    inset: 0;
  }
  .ground {
    opacity: 0.16;
  }
  .ground[data-state="keep"],
  .ground[data-state="data"] {
    opacity: 0.32;
  }
  .ground[data-state="erase"],
  .ground[data-state="blank"],
  .ground[data-state="free"] {
    display: none;
  }
  .tear {
    position: absolute;
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }
  .tear path {
    vector-effect: non-scaling-stroke;
  }
  .across .tear {
    inset-block: 0;
    left: calc(50% - 10px);
    inline-size: 20px;
    block-size: 100%;
  }
  .down .tear {
    inset-inline: 0;
    top: calc(50% - 6px);
    inline-size: 100%;
    block-size: 12px;
  }
  .tear .gap {
    fill: var(--ground-sunken);
    stroke: none;
  }
  .plate {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    max-inline-size: 100%;
    box-sizing: border-box;
    padding: 0 var(--space-1);
    border-radius: 3px;
    background: var(--ground);
    white-space: nowrap;
  }
  .plate:empty {
    display: none;
  }
  .words {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 2px;
    padding: var(--space-1);
    font-size: var(--text-s);
    line-height: 1.35;
  }
  .name {
    flex-wrap: wrap;
    font-size: var(--text-m);
  }
  .wide .plate {
    white-space: normal;
  }
  .state {
    color: var(--ink-quiet);
  }
  .starting {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    font-size: var(--text-s);
  }
  .offset,
  .address {
    font-family: var(--mono);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .offset {
    position: absolute;
    color: var(--ink-quiet);
  }
  .tick,
  .break {
    position: absolute;
  }
  .tick {
    background: var(--line-strong);
  }
  .break svg {
    display: block;
    inline-size: 14px;
    block-size: 14px;
    fill: none;
    stroke: var(--ink-quiet);
    stroke-width: 1.5;
  }
  .break .gap {
    fill: var(--ground);
    stroke: none;
  }
  .glass {
    box-sizing: border-box;
    border: 2px solid var(--primary);
    border-radius: 3px;
    background: var(--ground);
    overflow: hidden;
  }
  .pane {
    position: absolute;
    overflow: hidden;
  }
  .about {
    font-size: var(--text-s);
  }
  .about h3,
  .about p,
  .ends {
    margin: 0;
  }
  .about h3 {
    font-size: inherit;
  }
  .owner {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    font-size: var(--text-s);
  }
  .codes,
  .notes ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .swatch {
    flex: none;
    inline-size: 1.25em;
    block-size: 0.8em;
    border-radius: 2px;
  }
  @media (forced-colors: active) {
    .region,
    .region[data-role="unused"],
    .glass {
      border-color: CanvasText;
    }
    .hit {
      forced-color-adjust: none;
    }
    .hit:hover,
    .hit.marked,
    .hit[aria-current="true"] {
      border-color: Highlight;
    }
    .tick {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .plate {
      forced-color-adjust: none;
      background: Canvas;
      color: CanvasText;
    }
    .break svg {
      stroke: CanvasText;
    }
  }
`;

export const mapStyles = [common, across, down];
