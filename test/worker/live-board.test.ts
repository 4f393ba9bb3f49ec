/** The virtual board as its worker holds it, in real time, and a lane's end of its cable. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MessageLink } from '../../src/platform/message-link.ts';
import type { BoardMake, BoardReport } from '../../src/worker/board-protocol.ts';
import { LiveBoard } from '../../src/worker/live-board.ts';

/** For what takes milliseconds: the machine may have other things to do. */
const PATIENCE_MS = 60_000;

const SYNC = [0xc0, 0x00, 0x08, 0x24, 0, 0, 0, 0, 0, 0x07, 0x07, 0x12, 0x20, ...Array(32).fill(0x55), 0xc0];
const SYNC_ANSWER = 'c0010802000707122000 00c0'.replaceAll(' ', '');
const BANNER = 'ets Jan  8 2013';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function boardWith(make: Partial<BoardMake> = {}) {
  const reports: BoardReport[] = [];
  const live = new LiveBoard({ preset: 'nodemcu', ...make }, report => reports.push(report));
  ends.push(() => live.end());
  const text = (): string => reports.map(report => (report.type === 'serial' ? report.text : '')).join('');
  return { live, reports, text };
}

function cableTo(live: LiveBoard) {
  const { port1, port2 } = new MessageChannel();
  const link = new MessageLink(port1);
  live.attach(port2);
  ends.push(() => port1.close());
  const heard: number[] = [];
  const plugged: boolean[] = [];
  let lost = 0;
  link.onBytes(bytes => heard.push(...bytes));
  link.onPlugged(is => plugged.push(is));
  link.onLost(() => lost++);
  return { link, plugged, hex: () => Buffer.from(heard).toString('hex'), lost: () => lost };
}

async function intoDownload(link: MessageLink): Promise<void> {
  await link.setSignals({ dtr: false, rts: true });
  await new Promise(done => setTimeout(done, 20));
  await link.setSignals({ dtr: true, rts: false });
  await new Promise(done => setTimeout(done, 60));
  await link.setSignals({ dtr: false });
}

describe('the live board', () => {
  it('speaks at the rate of its crystal, whatever that is', async () => {
    for (const preset of ['nodemcu', '40mhz'] as const) {
      const { live, text } = boardWith({ preset });
      live.board.power(true);
      await vi.waitFor(() => expect(text()).toContain(BANNER), PATIENCE_MS);
    }
  });

  it('has the flash of its kind, the one that was asked for, or the one that fits its contents', () => {
    const size = (make: Partial<BoardMake>): number => boardWith(make).live.board.config.flash.size;
    expect(size({})).toBe(0x400000);
    expect(size({ preset: 'd1-mini-pro' })).toBe(0x1000000);
    expect(size({ flashSize: 0x80000 })).toBe(0x80000);
    expect(size({ flash: new Uint8Array(0x80001) })).toBe(0x100000);
    expect(() => size({ flash: new Uint8Array(0x1000001) })).toThrow(RangeError);
  });

  it('is blank without contents, and erased behind them', () => {
    expect(
      boardWith()
        .live.board.saveFlash()
        .every(byte => byte === 0xff),
    ).toBe(true);
    const flash = new Uint8Array(readFileSync('src/bootloader/built/twinslot-boot.bin'));
    const saved = boardWith({ flash }).live.board.saveFlash();
    expect(saved.length).toBe(0x80000);
    expect(saved.subarray(0, flash.length)).toEqual(flash);
    expect(saved.subarray(flash.length).every(byte => byte === 0xff)).toBe(true);
  });

  it('keeps the id of its flash inside an ESP8285', () => {
    const { flash } = boardWith({ preset: 'esp8285', flashSize: 0x100000 }).live.board.config;
    expect(flash.jedecId).toBe(0x144051);
  });
});

describe('a cable to the virtual board', () => {
  it('carries resets, rates and bytes: the ROM answers SYNC', async () => {
    const { live, reports } = boardWith();
    live.board.power(true);
    const { link, hex } = cableTo(live);
    await link.open(115200);
    expect(reports.at(-1)).toEqual({ type: 'taken', baud: 115200 });
    await intoDownload(link);
    // As loaders do: the first SYNC may come before the ROM listens.
    const synced = async (): Promise<void> => {
      await link.write(Uint8Array.from(SYNC));
      await new Promise(done => setTimeout(done, 100));
      expect(hex()).toContain(SYNC_ANSWER);
    };
    await vi.waitFor(synced, PATIENCE_MS);
  });

  it('silences the bench while it is open, and gives the board back afterwards', async () => {
    const { live, reports, text } = boardWith();
    const { link, hex } = cableTo(live);
    await link.open(74880);
    live.board.power(true);
    await vi.waitFor(() => expect(hex()).toContain(Buffer.from(BANNER).toString('hex')), PATIENCE_MS);
    expect(text()).toBe('');
    await link.close();
    expect(reports.at(-1)).toEqual({ type: 'taken' });
    live.press('reset', true);
    live.press('reset', false);
    await vi.waitFor(() => expect(text()).toContain(BANNER), PATIENCE_MS);
  });

  it('is lost when it is pulled out, says so for orders under way, and works again when it is back', async () => {
    const { live, reports } = boardWith();
    live.board.power(true);
    const { link, plugged, lost } = cableTo(live);
    await link.open(115200);
    live.board.serial.unplug();
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ finding: { code: 'port-lost' } });
    expect(lost()).toBe(1);
    expect(link.baud).toBeUndefined();
    expect(plugged).toEqual([true, false]);
    expect(reports.at(-1)).toEqual({ type: 'taken' });
    await expect(link.open(115200)).rejects.toMatchObject({ finding: { code: 'port-lost' } });
    live.board.serial.plug();
    await vi.waitFor(() => expect(plugged).toEqual([true, false, true]));
    await link.open(115200);
    expect(lost()).toBe(1);
  });

  it('gives way to another cable', async () => {
    const { live } = boardWith();
    const first = cableTo(live);
    await first.link.open(115200);
    const second = cableTo(live);
    await vi.waitFor(() => expect(first.lost()).toBe(1));
    await second.link.open(230400);
    expect(second.link.baud).toBe(230400);
  });

  it('puts the lines back when it is opened again', async () => {
    const { live } = boardWith();
    live.board.power(true);
    const { link } = cableTo(live);
    await link.open(115200);
    await link.setSignals({ dtr: false, rts: true });
    await vi.waitFor(() => expect(live.board.state.kind).toBe('held'));
    await link.setBaud(74880);
    await vi.waitFor(() => expect(live.board.state.kind).toBe('held'));
    await link.close();
    await vi.waitFor(() => expect(live.board.state.kind).toBe('running'));
  });
});
