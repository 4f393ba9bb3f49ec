import { css, svg, type TemplateResult } from 'lit';

/** What the drawing shows; the words beside it say the same. */
export interface PictureState {
  readonly powered: boolean;
  readonly lit: boolean;
  readonly plugged: boolean;
}

/** A module with its shield and antenna, the LED, and the plug of the cable. */
export const boardPicture = ({ powered, lit, plugged }: PictureState): TemplateResult<2> => svg`
  <svg class="picture ${powered ? 'powered' : ''}" viewBox="0 0 240 130" aria-hidden="true">
    <rect class="pcb" x="30" y="10" width="180" height="110" rx="8" />
    ${[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(
      at =>
        svg`<circle class="pin" cx=${66 + 14 * at} cy="19" r="3" /><circle class="pin" cx=${66 + 14 * at} cy="111" r="3" />`,
    )}
    <rect class="shield" x="112" y="34" width="64" height="62" rx="3" />
    <text x="144" y="69" text-anchor="middle">ESP8266</text>
    <path class="antenna" d="M184 42h14v10h-14v10h14v10h-14v10h14" />
    <circle class="glow ${lit ? 'lit' : ''}" cx="88" cy="48" r="15" />
    <circle class="led ${lit ? 'lit' : ''}" cx="88" cy="48" r="6" />
    <rect class="socket" x="24" y="54" width="22" height="22" rx="3" />
    <g class="cable ${plugged ? '' : 'out'}"><rect x="4" y="58" width="20" height="14" rx="2" /><path d="M4 65H-10" /></g>
  </svg>`;

export const pictureStyles = css`
  .picture {
    display: block;
    width: 100%;
    max-width: 22rem;
  }
  .pcb {
    fill: var(--ground-sunken);
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }
  .powered .pcb {
    stroke: var(--ok);
  }
  .pin,
  .socket {
    fill: var(--ground);
    stroke: var(--line-strong);
  }
  .shield {
    fill: var(--ground-raised);
    stroke: var(--line-strong);
  }
  .picture text {
    fill: var(--ink-quiet);
    font: 500 11px var(--sans);
  }
  .antenna {
    fill: none;
    stroke: var(--ink-quiet);
    stroke-width: 2;
  }
  .led {
    fill: var(--ground);
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }
  .led.lit {
    fill: var(--primary);
  }
  .glow {
    fill: transparent;
  }
  .glow.lit {
    fill: color-mix(in srgb, var(--primary) 30%, transparent);
  }
  .cable {
    fill: var(--ink-quiet);
    stroke: var(--ink-quiet);
    stroke-width: 4;
    transition: translate var(--dur-slow);
  }
  .cable.out {
    translate: -14px 0;
  }
`;
