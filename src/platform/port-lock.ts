/**
 * A name for this tab alone, until it is given back or the tab is gone.
 * @returns what gives it back; undefined when another tab has it.
 */
export async function lockPort(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise(release => resolve(() => release()));
      resolve(undefined);
      return undefined;
    };
    navigator.locks.request(name, { ifAvailable: true }, hold).catch(reject);
  });
}
