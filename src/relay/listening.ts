/** Servers of Node as promises. */
import type { AddressInfo, Server } from 'node:net';

/** Listens and tells the port. @throws the system's error, for instance EADDRINUSE. */
export const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Takes no more connections, and is done when the last one has closed. */
export const stopped = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve());
  });
