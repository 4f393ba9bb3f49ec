import { css, svg, type TemplateResult } from 'lit';

const sheet = (x: number, label: string): TemplateResult<2> => svg`
  <g transform="translate(${x} 4)">
    <path class="sheet" d="M0 6a6 6 0 0 1 6-6h34l16 16v46a6 6 0 0 1-6 6H6a6 6 0 0 1-6-6Z" />
    <path class="fold" d="M40 0v10a6 6 0 0 0 6 6h10" />
    <text x="28" y="48">${label}</text>
  </g>`;

/** Two programs and the two slots of the flash that they go to; says nothing that the words do not say. */
export const dropPicture: TemplateResult<2> = svg`
  <svg class="picture" viewBox="0 0 360 150" aria-hidden="true">
    <defs>
      <pattern id="lines" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path class="user1-ink" d="M0 0v7" />
      </pattern>
      <pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">
        <circle class="user2-ink" cx="3.5" cy="3.5" r="1.6" />
      </pattern>
    </defs>
    ${sheet(78, 'app1')} ${sheet(226, 'app2')}
    <path class="arrow user1-line" d="M106 80v20m-5-5.5 5 5.5 5-5.5" />
    <path class="arrow user2-line" d="M254 80v20m-5-5.5 5 5.5 5-5.5" />
    <g class="flash">
      <path class="boot" d="M31 110H7a6 6 0 0 0-6 6v26a6 6 0 0 0 6 6h24Z" />
      <rect class="user1" x="31" y="110" width="149" height="38" />
      <rect fill="url(#lines)" x="31" y="110" width="149" height="38" />
      <rect class="user2" x="180" y="110" width="149" height="38" />
      <rect fill="url(#dots)" x="180" y="110" width="149" height="38" />
      <path class="system" d="M329 110h24a6 6 0 0 1 6 6v26a6 6 0 0 1-6 6h-24Z" />
      <rect class="frame" x="1" y="110" width="358" height="38" rx="6" />
    </g>
  </svg>`;

export const dropPictureStyles = css`
  .picture {
    width: min(22rem, 100%);
    height: auto;
  }
  .picture text {
    fill: var(--ink-quiet);
    font: 600 14px var(--mono);
    text-anchor: middle;
  }
  .picture .sheet {
    fill: var(--ground);
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }
  .picture .fold,
  .picture .frame {
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }
  .picture .arrow {
    fill: none;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .picture .user1-line,
  .picture .user1-ink {
    stroke: var(--slot-user1);
    stroke-width: 2.5;
  }
  .picture .user2-line {
    stroke: var(--slot-user2);
  }
  .picture .user2-ink {
    fill: var(--slot-user2);
  }
  .picture .user1 {
    fill: color-mix(in srgb, var(--slot-user1) 16%, var(--ground));
  }
  .picture .user2 {
    fill: color-mix(in srgb, var(--slot-user2) 16%, var(--ground));
  }
  .picture .boot {
    fill: var(--region-boot);
  }
  .picture .system {
    fill: var(--region-system);
  }
`;
