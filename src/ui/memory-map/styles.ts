import { css } from 'lit';

/** What both directions share. Lengths along the axis come from the drawing, as `--at` and `--length`. */
const common = css`
  :host {
    display: block;
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
  .region {
    position: absolute;
    display: block;
    box-sizing: border-box;
    margin: 0;
    padding: 0;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius-1);
    background: var(--ground-raised);
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
    overflow: hidden;
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
  .region:hover,
  .region.marked,
  .region[aria-current="true"] {
    border-color: var(--focus);
    border-style: solid;
    border-width: 3px;
  }
  .region:focus-visible {
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
    .region:hover,
    .region.marked,
    .region[aria-current="true"] {
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

const across = css`
  .across .bar {
    block-size: 7rem;
  }
  .across .region {
    inset-block: 0;
    left: calc(var(--at) + 1px);
    inline-size: calc(var(--length) - 2px);
  }
  .across .fill {
    inline-size: var(--part);
    inset-inline-end: auto;
  }
  .across .words {
    padding: var(--space-2);
  }
  .across .column .words {
    align-items: center;
    padding: var(--space-2) 0;
  }
  .across .axis {
    block-size: 3rem;
    border-block-start: 1px solid var(--line-strong);
    margin-block-start: var(--space-2);
  }
  .across .tick {
    left: var(--at);
    inset-block-start: 0;
    inline-size: 1px;
    block-size: 6px;
  }
  .across .tick[data-row="1"] {
    block-size: 1.5rem;
  }
  .across .break {
    left: calc(var(--at) - 7px);
    inset-block-start: -7px;
  }
  .across .offset {
    left: var(--at);
    inset-block-start: 0.4rem;
    inline-size: var(--length);
    text-align: center;
  }
  .across .offset[data-row="1"] {
    inset-block-start: 1.5rem;
  }
  .across .windows {
    display: grid;
    grid-template-rows: repeat(4, auto);
  }
  /* The light that falls from a megabyte of flash into the window; it starts at the bar, behind the axis. */
  .across .window {
    display: grid;
    grid-row: span 4;
    grid-template-rows: subgrid;
    margin-block-start: -3rem;
    padding-block-start: 3rem;
    margin-inline: 1px;
    min-inline-size: 0;
  }
  .across .window::before {
    content: "";
    position: absolute;
    inset: 0;
    z-index: -1;
    background: linear-gradient(color-mix(in srgb, var(--primary) 14%, transparent), transparent 95%);
  }
  .across .window::after {
    content: "";
    position: absolute;
    inset: 3rem 0 4.5rem;
    z-index: -1;
    border-inline: 1px dashed var(--primary);
  }
  .across .about {
    padding: var(--space-1) var(--space-2) var(--space-2);
  }
  .across .ends {
    display: flex;
    justify-content: space-between;
    padding-inline: var(--space-1);
  }
  .across .glass {
    block-size: 1.75rem;
  }
  .across .pane {
    inset-block: 0;
    left: calc(var(--at) - 3px);
    inline-size: calc(var(--length) - 1px);
  }
  .across .codes {
    position: relative;
    display: flex;
    min-block-size: 4.5rem;
  }
  .across .codes li {
    position: absolute;
    left: calc(var(--at) - 2px);
    max-inline-size: var(--length);
    box-sizing: border-box;
    padding: var(--space-1) var(--space-1) 0 var(--space-2);
    border-inline-start: 2px solid var(--ink);
    line-height: 1.35;
  }
`;

const down = css`
  .down .frame {
    display: grid;
    grid-template-columns: 4.4rem minmax(0, 1fr) 5.4rem;
  }
  .down .bar,
  .down .axis,
  .down .windows {
    block-size: var(--extent);
  }
  .down .bar {
    order: 2;
  }
  .down .axis {
    order: 1;
  }
  .down .windows {
    order: 3;
  }
  .down .region {
    inset-inline: 0;
    top: calc(var(--at) + 1px);
    block-size: calc(var(--length) - 2px);
  }
  .down .fill {
    block-size: var(--part);
    inset-block-end: auto;
  }
  .down .axis {
    border-inline-end: 1px solid var(--line-strong);
    margin-inline-end: var(--space-2);
  }
  .down .tick {
    top: var(--at);
    inset-inline-end: 0;
    inline-size: 6px;
    block-size: 1px;
  }
  .down .break {
    top: calc(var(--at) - 7px);
    inset-inline-end: -7px;
  }
  .down .break svg {
    transform: rotate(90deg);
  }
  .down .offset {
    top: var(--at);
    font-size: 0.6875rem;
    inset-inline-end: 9px;
    transform: translateY(-50%);
  }
  .down .row .words {
    flex-direction: row;
    align-items: center;
  }
  .down .window {
    position: absolute;
    top: var(--at);
    block-size: var(--length);
    inset-inline: 0;
  }
  .down .glass {
    position: absolute;
    inset-block: 1px;
    inset-inline-start: 3px;
    inline-size: 0.9rem;
  }
  .down .pane {
    inset-inline: 0;
    top: calc(var(--at) - 3px);
    block-size: calc(var(--length) - 1px);
  }
  .down .window > .address {
    position: absolute;
    inset-inline-start: calc(0.9rem + 5px);
    font-size: 0.6875rem;
    line-height: 1.3;
  }
  .down .window > .first {
    top: 2px;
  }
  .down .window > .last {
    bottom: 2px;
  }
  .down .window > .code {
    top: var(--at);
    inset-inline-start: 3px;
    padding-inline-start: calc(0.9rem + 2px);
    padding-block-start: 2px;
    border-block-start: 2px solid var(--ink);
    font-weight: bold;
  }
  .down .notes {
    display: grid;
    gap: var(--space-3);
    margin-block-start: var(--space-4);
    font-size: var(--text-s);
  }
  .down .notes li {
    padding-block-start: var(--space-1);
  }
`;

export const mapStyles = [common, across, down];
