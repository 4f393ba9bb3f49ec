/** Whether the page comes from this computer, and whether it may talk to programs on it. */

export const isLoopback = (hostname: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** Served by the computer itself: connecting to the relay on it asks for no permission. */
export const isLocalPage = (): boolean => isLoopback(location.hostname);

/** Chrome's names for what a page from elsewhere needs to reach this computer: the newer first. */
const PERMISSIONS = ['loopback-network', 'local-network-access'] as const;

/** The browser's answer for the relay, which may change; undefined where it has no such permission. */
export async function relayPermission(): Promise<PermissionStatus | undefined> {
  for (const name of PERMISSIONS) {
    try {
      return await navigator.permissions.query({ name: name as PermissionName });
    } catch {
      // The browser does not know this name.
    }
  }
  return undefined;
}
