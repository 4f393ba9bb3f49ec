import { formatHex } from '../bytes/address.ts';
import type { FlashPlan } from './flash-plan.ts';

/**
 * The command line with which esptool (version 5) does what the plan says, files under the names that Twinslot
 * saves. `keep` three times: the headers are right already, and esptool would put the size of the chip in place of
 * a 1024+1024 map (espressif/esptool#434).
 */
export function esptoolLine(plan: FlashPlan, port = 'PORT'): string {
  const start = `esptool --chip esp8266 --port ${port}`;
  const erases = plan.erases.map(e => `${start} erase-region ${formatHex(e.offset)} ${formatHex(e.length)}`);
  const files = plan.writes.map(w => `${formatHex(w.offset)} ${w.name}`).join(' ');
  const write = `${start} write-flash --flash-mode keep --flash-freq keep --flash-size keep ${files}`;
  return [...erases, ...(plan.writes.length > 0 ? [write] : [])].join(' && ');
}
