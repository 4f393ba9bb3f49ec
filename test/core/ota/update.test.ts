import { describe, expect, it } from 'vitest';
import { BootLogDecoder } from '../../../src/core/bootlog/decoder.ts';
import { reduceBoots } from '../../../src/core/bootlog/reduce.ts';
import { type BootHistory, NO_BOOTS } from '../../../src/core/bootlog/report.ts';
import type { OtaEvent } from '../../../src/core/ota/connection.ts';
import {
  beginUpdate,
  isOver,
  REFUSAL_MS,
  reduceUpdate,
  SILENCE,
  type UpdateInput,
  type UpdateReport,
  type UpdateTarget,
} from '../../../src/core/ota/update.ts';

const LENGTH = 393_508;
const TARGET: UpdateTarget = { boots: 0, cable: false };

/** An update to user2, told step by step; each step takes as long as it says. */
class Story {
  report: UpdateReport;
  #now = 0;
  #decoder = new BootLogDecoder();
  #history: BootHistory = NO_BOOTS;

  constructor(target: UpdateTarget = TARGET) {
    this.report = beginUpdate(target, 0);
  }

  tell(input: UpdateInput, ms = 10): this {
    this.#now += ms;
    this.report = reduceUpdate(this.report, input, this.#now);
    return this;
  }

  relay(event: OtaEvent, ms?: number): this {
    return this.tell({ kind: 'relay', event }, ms);
  }

  /** What the board says over its cable. */
  hear(text: string, ms = 10): this {
    const events = this.#decoder.push(new TextEncoder().encode(text), this.#now + ms);
    this.#history = reduceBoots(this.#history, events);
    return this.tell({ kind: 'boots', history: this.#history, logNow: this.#now + ms }, ms);
  }

  /** Time passes and is looked at. */
  wait(ms: number): this {
    this.tell({ kind: 'time' }, ms);
    return this.tell({ kind: 'boots', history: this.#history, logNow: this.#now }, 0);
  }

  asked(): this {
    return this.relay({ kind: 'asked', method: 'HEAD', slot: 'user2', path: '/user2.bin' });
  }

  erasing(): this {
    return this.asked().relay({ kind: 'head-answered', slot: 'user2', length: LENGTH });
  }

  sent(sent = LENGTH): this {
    this.erasing().relay({ kind: 'asked', method: 'GET', slot: 'user2', path: '/user2.bin' }, 5000);
    this.relay({ kind: 'sending', slot: 'user2', sent: 0, length: LENGTH });
    return this.relay({ kind: 'sending', slot: 'user2', sent, length: LENGTH }, 2000);
  }

  finished(): this {
    return this.sent().relay({ kind: 'finished', slot: 'user2', length: LENGTH });
  }
}

const boot = (slot: 'user1' | 'user2'): string =>
  [
    '\r\n ets Jan  8 2013,rst cause:3, boot mode:(3,6)\r\n\r\n',
    'load 0x40100000, len 2592, room 16 \r\ntail 0\r\nchksum 0xf3\r\nload 0x3ffe8000, len 764, room 8 \r\ntail 4\r\nchksum 0x92\r\n',
    'load 0x3ffe82fc, len 676, room 4 \r\ntail 0\r\nchksum 0x22\r\ncsum 0x22\r\n',
    '\r\n2nd boot version : 1.7(5d6f877)\r\nSPI Speed : 40MHz\r\nSPI Mode : DIO\r\n',
    `SPI Flash Size & Map: 8Mbit(512KB+512KB)\r\njump to run ${slot} @ ${slot === 'user1' ? '1000' : '81000'}\r\n\r\n`,
  ].join('');

const codeOf = ({ report }: Story): string | undefined => report.why?.code;

describe('an update over the air', () => {
  it('goes from the trigger over erasing and sending to the check, with bytes and rate', () => {
    const story = new Story();
    expect(story.report.stage).toBe('waiting');
    expect(story.asked().report.stage).toBe('asked');
    expect(new Story().erasing().report).toMatchObject({ stage: 'erasing', slot: 'user2', length: LENGTH });
    expect(new Story().sent(200_000).report).toMatchObject({
      stage: 'sending',
      sent: 200_000,
      rate: 100_000,
    });
    expect(new Story().finished().report).toMatchObject({ stage: 'checking', sent: LENGTH });
  });

  it('is proven by the boot text, after the quiet time and not before', () => {
    const story = new Story({ ...TARGET, cable: true }).finished().hear(boot('user2'));
    expect(story.report.stage).toBe('restarting');
    expect(story.wait(1000).report.stage).toBe('restarting');
    expect(story.wait(1100).report).toMatchObject({ stage: 'done', proof: { by: 'serial', slot: 'user2' } });
  });

  it('is proven by the boot text although the good-bye of the device was missed', () => {
    const story = new Story({ ...TARGET, cable: true }).sent().hear(boot('user2')).wait(2100);
    expect(story.report).toMatchObject({ stage: 'done', proof: { by: 'serial', slot: 'user2' } });
    expect(new Story().sent().wait((SILENCE.checking ?? 0) + 1000).report.stage).toBe('unproven');
  });

  it('is proven by the page where the cable stays silent, and not before it had its time', () => {
    const story = new Story({ ...TARGET, cable: true, buildBefore: 1, buildOffered: 2 }).finished();
    expect(story.tell({ kind: 'page', build: 2 }).report.stage).toBe('checking');
    expect(story.tell({ kind: 'page', build: 2 }, 16_000).report.proof).toEqual({ by: 'page', build: 2 });
  });

  it('takes boots from before the update for no proof', () => {
    const story = new Story({ ...TARGET, cable: true, boots: 1 }).hear(boot('user2')).finished().wait(5000);
    expect(story.report.stage).toBe('checking');
  });

  it('is proven by the page where there is no cable', () => {
    const story = new Story({ ...TARGET, buildBefore: 1, buildOffered: 2 }).finished();
    expect(story.tell({ kind: 'page', build: 1 }).report.stage).toBe('checking');
    expect(story.tell({ kind: 'page', build: 2 }).report).toMatchObject({
      stage: 'done',
      proof: { by: 'page', build: 2 },
    });
  });

  it('says that the device stayed when its page does not change', () => {
    const story = new Story({ ...TARGET, buildBefore: 1, buildOffered: 2 }).finished();
    expect(codeOf(story.tell({ kind: 'page', build: 1 }, 20_000))).toBe('ota-page-unchanged');
    expect(story.report.stage).toBe('stayed');
  });

  it('believes no page of the same build that it offers', () => {
    const story = new Story({ ...TARGET, buildBefore: 2, buildOffered: 2 }).finished();
    expect(story.tell({ kind: 'page', build: 2 }).report.stage).toBe('checking');
  });

  it('goes on to the end without any proof, and says so', () => {
    for (const cable of [false, true]) {
      const story = new Story({ ...TARGET, cable }).finished().wait((SILENCE.checking ?? 0) + 1000);
      expect(story.report).toMatchObject({
        stage: 'unproven',
        why: { code: 'ota-unproven', facts: { slot: 'user2', other: 'user1', cable } },
      });
    }
  });

  it('takes the boot text of a board that is restarted after all that time', () => {
    const silent = (): Story =>
      new Story({ ...TARGET, cable: true }).finished().wait((SILENCE.checking ?? 0) + 1000);
    const updated = silent().hear(boot('user2'));
    expect(updated.report.stage).toBe('unproven');
    expect(updated.wait(2100).report).toMatchObject({
      stage: 'done',
      proof: { by: 'serial', slot: 'user2' },
    });
    expect(updated.report.why).toBeUndefined();
    const stayed = silent().hear(boot('user1')).wait(2100);
    expect([stayed.report.stage, codeOf(stayed)]).toEqual(['stayed', 'ota-not-switched']);
    // Nothing else opens what is over.
    expect(silent().relay({ kind: 'finished', slot: 'user2', length: LENGTH }).report.stage).toBe('unproven');
  });

  it('says why the device stayed: the boot loader fell back', () => {
    const story = new Story({ ...TARGET, cable: true }).finished();
    story.hear(boot('user2')).hear('first boot failed, reboot to try backup bin\r\n');
    story.hear(boot('user1')).wait(2500);
    expect([story.report.stage, codeOf(story)]).toEqual(['stayed', 'ota-fell-back']);
  });

  it('says why the device stayed: it restarted into the old slot', () => {
    const story = new Story({ ...TARGET, cable: true }).finished().hear(boot('user1')).wait(2500);
    expect([story.report.stage, codeOf(story)]).toEqual(['stayed', 'ota-not-switched']);
  });

  it('says why the device stayed: the client found another CRC', () => {
    const story = new Story({ ...TARGET, cable: true, boots: 1 }).hear(boot('user1'));
    story
      .finished()
      .hear('upgrade file download finished.\r\nflash_crc = 12345678\r\nimg_crc = 87654321\r\n');
    expect(story.report).toMatchObject({ stage: 'stayed', why: { facts: { failure: 'crc-differs' } } });
  });

  const endedEarly = (story: Story): Story =>
    story.sent(1460).relay({ kind: 'stopped', slot: 'user2', sent: 1460, length: LENGTH, by: 'device' });

  it('claims no refusal when a device without a cable breaks off at the first bytes', () => {
    const story = endedEarly(new Story());
    expect(story.report).toMatchObject({
      stage: 'stayed',
      why: { code: 'ota-ended-early', facts: { slot: 'user2', sent: 1460, length: LENGTH } },
    });
  });

  it('waits for the cable to say what ended an update at the first bytes: a refusal', () => {
    const story = new Story({ ...TARGET, cable: true, boots: 1 }).hear(boot('user1'));
    endedEarly(story).wait(100);
    expect(isOver(story.report)).toBe(false);
    story.hear('please check the bin file\r\n');
    expect(story.report).toMatchObject({
      stage: 'stayed',
      why: { code: 'ota-client-failed', facts: { failure: 'wrong-slot' } },
    });
  });

  it('waits for the cable to say what ended an update at the first bytes: a restart, or nothing', () => {
    const cable = { ...TARGET, cable: true };
    const restarted = endedEarly(new Story(cable)).wait(500).hear(boot('user1'));
    expect([restarted.report.stage, codeOf(restarted)]).toEqual(['stayed', 'ota-restarted-early']);
    const silent = endedEarly(new Story(cable)).wait(REFUSAL_MS - 1);
    expect(isOver(silent.report)).toBe(false);
    expect(silent.wait(1).report).toMatchObject({
      stage: 'stayed',
      why: { code: 'ota-broken-off', facts: { sent: 1460, length: LENGTH, by: 'device' } },
    });
  });

  it('goes on when a device that broke off at the first bytes fetches again', () => {
    const story = endedEarly(new Story({ ...TARGET, cable: true })).erasing();
    expect(story.wait(REFUSAL_MS + 1).report.stage).toBe('erasing');
    expect(story.finished().report.stage).toBe('checking');
  });

  it('says why the device stayed: the transfer broke off', () => {
    for (const by of ['device', 'time'] as const) {
      const story = new Story().sent(200_000).relay({
        ...{ kind: 'stopped', slot: 'user2', sent: 200_000, length: LENGTH, by },
      });
      expect(story.report).toMatchObject({ stage: 'stayed', why: { code: 'ota-broken-off', facts: { by } } });
    }
  });

  it('says that the new build crashes', () => {
    const story = new Story({ ...TARGET, cable: true }).finished().hear(boot('user2'));
    story.hear(
      'Fatal exception 28(LoadProhibitedCause):\r\nepc1=0x40201234, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000000, depc=0x00000000\r\n',
    );
    expect([story.report.stage, codeOf(story)]).toEqual(['stayed', 'ota-new-crashes']);
  });

  it('says that nobody asked, that nobody came back, that it could not be reached', () => {
    expect(codeOf(new Story().wait((SILENCE.waiting ?? 0) + 1))).toBe('ota-no-request');
    expect(codeOf(new Story().erasing().wait((SILENCE.erasing ?? 0) + 1))).toBe('ota-never-came-back');
    const why = new Story().wait(1).report.why;
    expect(why).toBeUndefined();
  });

  it('waits for a device that erases as long as its sectors take', () => {
    const erasing = (length: number): Story =>
      new Story().asked().relay({ kind: 'head-answered', slot: 'user2', length });
    expect(erasing(2260).wait(30_500).report.stage).toBe('erasing');
    expect(codeOf(erasing(2260).wait(31_000))).toBe('ota-never-came-back');
    expect(erasing(393_508).wait(119_000).report.stage).toBe('erasing');
  });

  it('notices a restart before the image was fetched', () => {
    const story = new Story({ ...TARGET, cable: true }).erasing().hear(boot('user1'));
    expect([story.report.stage, codeOf(story)]).toEqual(['failed', 'ota-restarted-early']);
  });

  it('keeps its end whatever comes later', () => {
    const story = new Story().wait((SILENCE.waiting ?? 0) + 1);
    expect(isOver(story.report)).toBe(true);
    const over = story.report;
    expect(story.finished().report).toBe(over);
  });

  it('waits for more rounds of HEAD and GET, as applications that retry make them', () => {
    const story = new Story().erasing().asked().erasing();
    expect(story.report.stage).toBe('erasing');
  });
});
