import { css } from 'lit';

/**
 * Colour and pattern of every kind of region, for elements with `data-role`. Colour is the third cue only: user1 is
 * diagonal, user2 dotted, and both carry their names (style.md: the two hardly differ in lightness).
 * Forced colours drop gradients, so there the patterns are drawn by hand in the system's two colours.
 */
export const patterns = css`
  .pattern {
    --tint: var(--line-strong);
    --thread: color-mix(in srgb, var(--ground) 45%, transparent);
    background: var(--tint);
  }
  .pattern[data-role="boot-loader"],
  .pattern[data-role="plain-head"] {
    --tint: var(--region-boot);
  }
  .pattern[data-role="user1"] {
    --tint: var(--slot-user1);
    --thread: color-mix(in srgb, var(--on-slot-user1) 45%, transparent);
  }
  .pattern[data-role="user2"] {
    --tint: var(--slot-user2);
    --thread: color-mix(in srgb, var(--on-slot-user2) 60%, transparent);
  }
  .pattern[data-role="plain-irom"] {
    --tint: var(--slot-user1);
  }
  .pattern[data-role="rf-calibration"],
  .pattern[data-role="init-data"],
  .pattern[data-role="parameters-a"],
  .pattern[data-role="parameters-b"],
  .pattern[data-role="flag"] {
    --tint: var(--region-system);
  }
  .pattern[data-role="user1"] {
    background: repeating-linear-gradient(135deg, var(--thread) 0 2px, transparent 2px 9px), var(--tint);
  }
  .pattern[data-role="user2"] {
    background: radial-gradient(circle, var(--thread) 1.6px, transparent 2.1px) 0 0 / 9px 9px, var(--tint);
  }
  .pattern[data-role="plain-irom"] {
    background: repeating-linear-gradient(90deg, var(--thread) 0 1px, transparent 1px 8px), var(--tint);
  }
  .pattern[data-role="unused"] {
    background: none;
  }
  @media (forced-colors: active) {
    .pattern {
      forced-color-adjust: none;
      --tint: CanvasText;
      --thread: Canvas;
    }
    .pattern[data-role] {
      --tint: CanvasText;
      --thread: Canvas;
    }
  }
`;

/** Signs stand beside words and take their size and colour. */
export const signs = css`
  .sign {
    inline-size: 1em;
    block-size: 1em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke-linecap: round;
    vertical-align: -0.125em;
  }
  .sign .solid {
    fill: currentColor;
  }
  .sign .dashed {
    stroke-dasharray: 2.5 2;
  }
`;
