import type { LinkMemory } from '../../core/device/link-memory.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import { chipFacts, chipOfMagic, crystalOf, ESP8266_MAGIC, flashOf } from '../../core/loader/identity.ts';
import { words } from '../../core/loader/packets.ts';
import { ASK_FLASH_ID, REGISTER, SPI_COMMAND, SPI_REGISTER } from '../../core/loader/registers.ts';
import { refuse } from '../../core/problem.ts';
import type { Entered } from './entrance.ts';
import { Loader } from './loader.ts';

/** Looks at the command register before it is given up. */
const LOOKS = 10;

/** Asks a loader which chip it runs on: registers only, so the ROM alone can do it. */
export async function identify(
  { commander, reset }: Entered,
  memory: LinkMemory,
  signal?: AbortSignal,
): Promise<Loader> {
  const nothing = chipFacts([0, 0, 0, 0], 26_000_000, 0);
  const loader = new Loader(commander, { chip: nothing, memory, reset });
  const read = (address: number): Promise<number> => loader.readRegister(address, signal);
  const magic = await read(REGISTER.magic);
  if (magic !== ESP8266_MAGIC) {
    const chip = chipOfMagic(magic);
    refuse('connect-other-chip', { magic, ...(chip === undefined ? {} : { chip }) });
  }
  const crystal = crystalOf(loader.baud, await read(REGISTER.uartDivider));
  const fuses = [
    await read(REGISTER.fuse0),
    await read(REGISTER.fuse1),
    await read(REGISTER.fuse2),
    await read(REGISTER.fuse3),
  ] as const;
  loader.chip = chipFacts(fuses, crystal, await flashId(loader, signal));
  const { size } = flashOf(loader.chip.flash.jedecId);
  if (size !== undefined) await loader.spiSetParams(size, signal);
  return loader;
}

/** Command 9F through the registers of the flash controller, which are left as they were found. */
async function flashId(loader: Loader, signal?: AbortSignal): Promise<number> {
  const { command, user, user2, data } = SPI_REGISTER;
  // Makes the ROM take the flash's pins; a stub has done so.
  if (loader.kind === 'rom')
    await loader.commander.command('FLASH_BEGIN', words(0, 0, 0, 0), { again: true, signal });
  const before = [await loader.readRegister(user, signal), await loader.readRegister(user2, signal)] as const;
  await loader.writeRegisters(ASK_FLASH_ID, signal);
  for (let look = 0; ((await loader.readRegister(command, signal)) & SPI_COMMAND.user) !== 0; look++) {
    if (look >= LOOKS) throw new LoaderFailure('READ_REG', loader.kind, { kind: 'garbled' });
  }
  const id = await loader.readRegister(data, signal);
  await loader.writeRegisters(
    [
      [user, before[0]],
      [user2, before[1]],
    ],
    signal,
  );
  return id & 0xffffff;
}
