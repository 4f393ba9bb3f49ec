/** What a report says besides the slot, each with the line that proves it. */
import { describe, expect, it } from 'vitest';
import { BootLogDecoder } from '../../../src/core/bootlog/decoder.ts';
import { reduceBoots } from '../../../src/core/bootlog/reduce.ts';
import { NO_BOOTS } from '../../../src/core/bootlog/report.ts';
import { runState } from '../../../src/core/bootlog/run-state.ts';
import { banner, boot, bytesOf, crlf, LOGS, loaderLoadLines, loaderText } from './logs.ts';
import { eventsOf, historyOf, lineOf, reportOf } from './read.ts';

const logNamed = (start: string): string => {
  const found = LOGS.find(({ name }) => name.startsWith(start));
  if (!found) throw new Error(`no log ${start}`);
  return found.text;
};

describe('a boot of loader 1.7', () => {
  const log = crlf(`${boot(2, { version: '1.7', slot: 'user2' })}app\n`);
  const report = reportOf(log);

  it('says why and how the chip started', () => {
    expect(report.reset).toMatchObject({ cause: 'reset-pin', number: 2 });
    expect(report.mode).toMatchObject({ mode: 'flash', first: 3, second: 6 });
    expect(lineOf(log, report.reset?.line ?? 0)).toContain('rst cause:2');
  });

  it('says loader, speed, mode and map with their lines', () => {
    expect(report.loader).toMatchObject({ kind: 'sdk', version: '1.7(5d6f877)', by: 'text' });
    expect(report.speed?.value).toBe('40m');
    expect(report.flashMode?.value).toBe('qio');
    expect(report.map).toMatchObject({ name: '1MB', layout: '512+512', text: '8Mbit(512KB+512KB)' });
    const lines = [report.loader, report.speed, report.flashMode, report.map].map(claim =>
      lineOf(log, claim?.line ?? 0),
    );
    expect(lines.map(line => line.split(' ')[0])).toEqual(['2nd', 'SPI', 'SPI', 'SPI']);
  });

  it('is strong, and can be cloned', () => {
    expect(report.slot).toMatchObject({ slot: 'user2', offset: 0x81000, confidence: 'strong' });
    expect(structuredClone(report)).toEqual(report);
  });
});

describe('the fingerprint of the loader', () => {
  it.each(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const)(
    'tells %s although its own text is lost',
    version => {
      const log = crlf(`${banner(1)}${loaderLoadLines(version)}\n`);
      expect(reportOf(log).loader).toMatchObject({ version, by: 'segments' });
    },
  );

  it('survives one damaged line', () => {
    const lines = loaderLoadLines('1.6').replace('len 2408', 'len 2x08');
    expect(reportOf(crlf(banner(1) + lines)).loader).toMatchObject({ version: '1.6', by: 'segments' });
  });

  it('notices a loader that says to be another', () => {
    const log = crlf(banner(1) + loaderLoadLines('1.6') + loaderText({ version: '1.7', slot: 'user1' }));
    expect(reportOf(log).notes.map(({ kind }) => kind)).toEqual(['loader-differs']);
  });
});

describe('confidence', () => {
  it('is weak without an address, as before 1.4', () => {
    expect(reportOf(crlf(boot(1, { version: '1.2', slot: 'user2' }))).slot).toEqual({
      slot: 'user2',
      line: expect.any(Number),
      confidence: 'weak',
    });
  });

  it('is weak when the line with the map was lost', () => {
    const log = boot(1, { version: '1.7', slot: 'user2' }).replace(/SPI Flash.*\n/, '');
    expect(reportOf(crlf(log)).slot).toMatchObject({ slot: 'user2', confidence: 'weak' });
  });

  it.each([
    ['another map', '32Mbit(1024KB+1024KB)', 'user2', '81000'],
    ['user1 at the place of user2', '8Mbit(512KB+512KB)', 'user1', '81000'],
    ['user2 at the place of user1', '8Mbit(512KB+512KB)', 'user2', '1000'],
    ['a digit too few', '8Mbit(512KB+512KB)', 'user2', '8100'],
  ] as const)('is none when slot and address contradict: %s', (_, map, slot, address) => {
    const report = reportOf(crlf(boot(1, { version: '1.7', slot, map, address })));
    expect([report.slot, report.doubt?.reason]).toEqual([undefined, 'contradiction']);
  });

  it('is none when a newer loader’s address is missing', () => {
    const log = boot(1, { version: '1.7', slot: 'user2' }).replace(' @ 81000', '');
    expect(reportOf(crlf(log)).doubt?.reason).toBe('no-address');
  });
});

describe('a jump line that no loader says', () => {
  it('takes the claim back', () => {
    const log = crlf(`${boot(1, { version: '1.7', slot: 'user1' })}my app\njump to run user2 @ 81000\n`);
    expect([reportOf(log).slot, reportOf(log).doubt?.reason]).toEqual([undefined, 'stray-jump']);
  });
});

describe('where the boot stands', () => {
  it.each([
    ['the ROM waits', 'waits-for-flasher'],
    ['no boot loader', 'failed'],
    ['1.7, both slots erased', 'failed'],
    ['1.7, retries', 'retrying'],
    ['an update announces', 'restarting'],
    ['1.7 into an app', 'started'],
  ])('%s: %s', (name, stage) => {
    expect(reportOf(logNamed(name)).stage).toBe(stage);
  });

  it('names the pin mode that is wrong', () => {
    expect(reportOf(crlf(banner(1, 7, 7)))).toMatchObject({ stage: 'wrong-pins', mode: { mode: 'sdio' } });
  });

  it('boots from flash after a software reset whatever the pins say', () => {
    expect(reportOf(crlf(banner(3, 1, 7))).stage).toBe('starting');
  });

  it('counts the retries of 1.7 by the loader’s own word', () => {
    const { boots } = historyOf(logNamed('1.7, retries'));
    const counters = boots.flatMap(({ notes }) =>
      notes.flatMap(note => (note.kind === 'retry' ? [note.counter] : [])),
    );
    expect(counters).toEqual([0, 0x5a5a5a01, 0x5a5a5a02]);
  });

  it.each([
    ['rBoot', 'rboot'],
    ['Arduino eboot', 'eboot'],
    ['RTOS SDK', 'rtos-sdk'],
    ['HoCo', 'hoco'],
  ])('%s is told by name', (name, world) => {
    expect(reportOf(logNamed(name)).loader).toMatchObject({ kind: 'other', world });
  });

  it('tells a program without slots by what speaks behind the ROM', () => {
    const log = crlf(
      `${banner(1)}load 0x40100000, len 25196, room 16 \ntail 12\nchksum 0xa0\ncsum 0xa0\nready\n`,
    );
    expect(reportOf(log).withoutSlots).toEqual({ line: 8 });
  });
});

describe('an update', () => {
  const { boots } = historyOf(logNamed('an update, and'));

  it('is followed by the client’s own lines', () => {
    expect(boots[0]?.upgrade).toMatchObject({
      ...{ stage: 'restarting', length: 8192, received: 8192, erased: 2, sectors: 2 },
      ...{ flashCrc: '123', imageCrc: '123', target: 'user2' },
    });
  });

  it('has failed when the CRCs differ', () => {
    const log = crlf(
      `${boot(1, { version: '1.7', slot: 'user1' })}system_upgrade_start\nflash_crc = 1\nimg_crc = 2\n`,
    );
    expect(reportOf(log).upgrade).toMatchObject({ stage: 'failed', failure: 'crc-differs' });
  });
});

describe('the quiet time', () => {
  const bytes = bytesOf(crlf(boot(1, { version: '1.7', slot: 'user1' })));

  it('makes of a start a running slot, but no earlier', () => {
    const history = reduceBoots(NO_BOOTS, new BootLogDecoder().push(bytes, 5000));
    expect(runState(history, 6999)).toMatchObject({ kind: 'started', waitMs: 1 });
    expect(runState(history, 7000)).toMatchObject({ kind: 'running', claim: { slot: 'user1' } });
  });

  it('begins anew with every boot', () => {
    const decoder = new BootLogDecoder();
    const events = [...decoder.push(bytes, 0), ...decoder.push(bytesOf(crlf(banner(2))), 1900)];
    expect(runState(reduceBoots(NO_BOOTS, events), 2500).kind).toBe('not-known');
  });

  it('does not end in a log without times', () => {
    expect(runState(reduceBoots(NO_BOOTS, eventsOf(bytes)), 99_999).kind).toBe('started');
  });
});

describe('a log of hours', () => {
  it('keeps the latest boots and says how many went before', () => {
    const history = historyOf(crlf(boot(4, { version: '1.7', slot: 'user1' })).repeat(40));
    expect([history.boots.length, history.dropped, history.boots.at(-1)?.number]).toEqual([32, 8, 40]);
  });
});
