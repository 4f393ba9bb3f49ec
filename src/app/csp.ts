import { RELAY_PORTS } from '../core/ota/relay-messages.ts';

/**
 * What the built page may load: its own files and nothing else; and the relay on this computer, which a page from
 * elsewhere asks for only when the person wants it.
 * Source: browser.md, section 6 (found to work with Lit, module workers and a service worker).
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  `connect-src 'self' ${RELAY_PORTS.map(port => `ws://127.0.0.1:${port}`).join(' ')}`,
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
