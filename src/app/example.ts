import user1Url from '../example/built/example-user1.elf?url&no-inline';
import user2Url from '../example/built/example-user2.elf?url&no-inline';
import smallUrl from '../example/built/user2-512KB.elf?url&no-inline';
import type { NewFile } from './files.ts';

/**
 * The example firmware, both slots of it; kept by the service worker, so it works without a network.
 * @param small for a flash of 512 KB, where user2 lies elsewhere.
 */
export async function exampleFiles(small = false): Promise<readonly NewFile[]> {
  const load = async (address: string, name: string): Promise<NewFile> => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
    return { file: new File([await response.blob()], name), example: true };
  };
  return Promise.all([
    load(user1Url, 'example-user1.elf'),
    load(small ? smallUrl : user2Url, 'example-user2.elf'),
  ]);
}
