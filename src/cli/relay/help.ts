import { FLASH_MAPS } from '../../core/esp8266/flash-map.ts';
import { DEVICE_PORT, RELAY_PORTS } from '../../core/ota/relay-messages.ts';
import { listOf } from '../../words/format.ts';

export const RELAY_HELP = `Usage: twinslot relay [app1.elf app2.elf | user1.bin user2.bin] [options]

Serves the page of Twinslot to this computer, and images to devices that update over the air: they fetch
/user1.bin or /user2.bin. The page feeds it images and shows every request. With files it converts and serves them
without a page, and goes on serving until Ctrl-C. It writes no file.

  --size SIZE   flash size of the files: ${listOf(
    FLASH_MAPS.map(m => m.name),
    'or',
  )}
  --port PORT   port for devices, 0 for any free one (${DEVICE_PORT}); --ota PORT is the same
  --app DIR     folder of the built page (the one of this package, when it is built)
  --page URL    page of Twinslot on a web site that may connect
  --stay        keeps the images of the page when the page is closed

The page is at http://localhost:${RELAY_PORTS[0]} (or ${listOf(RELAY_PORTS.slice(1).map(String), 'or')}, when that is taken).

Example: twinslot relay app1.elf app2.elf --size 1MB`;
