/**
 * `npm run verify-build -- https://example.org/twinslot/`: builds these sources and says whether the copy at that
 * address is exactly this. Without an address it prints the hash that the page shows under About.
 */
import { buildHash, buildIn, differences } from './build-site.mjs';

const [address] = process.argv.slice(2);
await buildIn(process.cwd());
console.log(`Hash of the build: ${buildHash('dist')}`);
if (address !== undefined) {
  const found = await differences('dist', address.endsWith('/') ? address : `${address}/`);
  console.log(
    found.length === 0 ? `${address} is this build, file by file.` : `Not this build:\n${found.join('\n')}`,
  );
  process.exitCode = found.length === 0 ? 0 : 1;
}
