/** The network lives while the CPU runs a program that announced itself, and no moment longer. */
import { describe, expect, it } from 'vitest';
import type { VirtualBoard } from '../../../src/board/board.ts';
import { HOST_REGISTER, IDENTITY, LEASE } from '../../../src/board/net/announcement.ts';
import { networkSettings } from '../../../src/board/net/settings.ts';
import { ILLEGAL, LOOP, programImage } from '../board/programs.ts';
import { bareBoard, Listener, MS } from '../board/test-board.ts';
import { exampleImages, updateBoard } from './firmware.ts';
import { HOST, relay, World } from './world.ts';

interface Running {
  readonly board: VirtualBoard;
  readonly world: World;
  readonly listener: Listener;
}

/** A board whose application has announced itself. */
function running(changes: Parameters<typeof updateBoard>[0] = {}): Running {
  const board = updateBoard(changes);
  const world = new World(board);
  const listener = new Listener(board);
  board.power(true);
  board.run({ until: () => world.ports.length > 0, limitNs: 2000 * MS });
  listener.collect(50);
  return { board, world, listener };
}

/** Puts other instructions where the program is, as a stray pointer would. */
function corrupt({ board }: Running, code: readonly number[]): void {
  const { cpu } = board.chip;
  const { mapped, iram } = board.soc.memory;
  const inFlash = cpu.pc >= 0x40200000;
  const memory = inFlash ? mapped : iram;
  memory?.set(code, cpu.pc - (inFlash ? 0x40200000 : 0x40100000));
  cpu.invalidate(cpu.pc & ~3, 8);
}

describe('the network', () => {
  it('opens ports 80 and 88 once the program has announced itself, and not before', () => {
    const board = updateBoard();
    const world = new World(board);
    const opened: string[] = [];
    const listener = new Listener(board);
    expect(world.connect(80).state).toBe('reset');
    board.power(true);
    board.run({
      until: () => {
        if (world.ports.length > 0) opened.push(listener.text);
        return opened.length > 0;
      },
      limitNs: 2000 * MS,
    });
    expect(opened[0]).toContain('jump to run'); // the rest is still on its way through the serial line
    expect(world.ports).toEqual([80, 88]);
    expect(world.connect(8080).state).toBe('reset');
    expect(board.network.application).toEqual({ slot: 'user1', build: 1, name: 'example' });
  });

  it('answers on port 80 before anything is asked, and closes', () => {
    const { world } = running();
    const page = world.connect(80);
    world.board.run({ until: () => page.state !== 'open', limitNs: 100 * MS });
    expect(page.state).toBe('ended');
    expect(page.text).toMatch(
      /^HTTP\/1\.1 200 OK\r\nContent-type: text\/html\r\n\r\n[\s\S]*Hello, World[\s\S]*This page is served by HTTP Server build 1\.[\s\S]*http:\/\/192\.168\.123\.1:88\//,
    );
    expect(page.text).not.toContain('Content-Length');
  });

  it('reads the build number out of the program’s memory each time', () => {
    const { board, world, listener } = running();
    const { dram } = board.soc.memory;
    const at = Buffer.from(dram).indexOf('TWINSLOT\x01\0\0\0', 0, 'latin1');
    dram[at + IDENTITY.fields.build.offset] = 42;
    expect(world.build()).toBe('1');
    listener.collect(1500); // the next announcement
    expect(world.build()).toBe('42');
  });

  const ENDS: readonly [how: string, end: (it: Running) => void, withinMs: number][] = [
    ['RESET is pressed', ({ board }) => board.press('reset', true), 1],
    ['the power goes', ({ board }) => board.power(false), 1],
    ['DTR and RTS reset the chip', ({ board }) => board.serial.setSignals({ dtr: false, rts: true }), 5],
    ['the program crashes', it => corrupt(it, ILLEGAL), 1],
    ['the program hangs', it => corrupt(it, LOOP), LEASE / MS + 1],
  ];

  it.each(ENDS)('falls silent when %s', (_, end, withinMs) => {
    const it = running();
    const { board, world } = it;
    const waiting = world.connect(88, HOST);
    world.server = 'silent';
    board.run(board.clock.now + 20 * MS);
    expect(waiting.state).toBe('ended');
    end(it);
    board.run(board.clock.now + withinMs * MS);
    expect(world.ports).toEqual([]);
    expect(board.network.application).toBeUndefined();
    expect(world.connect(80).state).toBe('reset');
  });

  it.each(ENDS)('breaks the update off when %s, and nothing more is written', (_, end, withinMs) => {
    const it = running();
    const { board, world } = it;
    world.server = peer => {
      if (world.requests.length === 1)
        relay({ user2: exampleImages('1MB', 2).user2 })(peer, world.requests[0] ?? '');
    };
    world.connect(88);
    expect(board.run({ until: () => world.requests.length === 2, limitNs: 2000 * MS })).toBe(true);
    const operations = board.flash.operations;
    end(it);
    board.run(board.clock.now + withinMs * MS);
    expect(world.incoming.map(({ state }) => state)).toEqual(['ended', 'reset']);
    board.run(board.clock.now + 100 * MS);
    expect(board.flash.operations).toBe(operations);
  });

  it('comes back after the watchdog has ended a hang', () => {
    const it = running();
    corrupt(it, LOOP);
    it.board.run({ until: () => it.world.ports.length === 0, limitNs: 4000 * MS });
    expect(it.listener.waitFor('wdt reset', 10_000)).toBe(true);
    expect(it.listener.waitFor('running from user1', 2000)).toBe(true);
    it.listener.collect(100);
    expect(it.world.build()).toBe('1');
  });

  it('stays silent for programs that announce nothing', () => {
    const board = bareBoard();
    board.loadFlash(programImage(LOOP));
    const world = new World(board);
    board.power(true);
    board.run(500 * MS);
    expect(board.state.kind).toBe('running');
    expect(world.ports).toEqual([]);
  });

  it.each([
    ['0', 0],
    ['an odd address', 0x3ffe8001],
    ['DRAM without identity', 0x3fffb000],
    ['the end of DRAM', 0x3ffffffc],
    ['nowhere', 0x12345678],
    ['a peripheral', 0x60000000],
  ])('takes %s in the host register as the end of the announcement', (_, value) => {
    const { board, world } = running();
    board.soc.bus.store(HOST_REGISTER, 4, value);
    expect(world.ports).toEqual([]);
  });

  it('does not take another slot or layout version for an identity', () => {
    for (const [field, value] of [
      ['slot', 3],
      ['slot', 0],
      ['version', 2],
    ] as const) {
      const { board, world, listener } = running();
      const { dram } = board.soc.memory;
      const at = Buffer.from(dram).indexOf('TWINSLOT\x01\0\0\0', 0, 'latin1');
      dram[at + IDENTITY.fields[field].offset] = value;
      listener.collect(1500);
      expect(world.ports).toEqual([]);
    }
  });

  it('keeps the CPU from the program while it erases, and lets the program go on in between', () => {
    const { board, world } = running();
    const cycles = (): number => board.chip.cpu.cycles;
    world.server = relay({ user2: exampleImages('1MB', 2).user2 });
    world.connect(88);
    board.run({ until: () => board.flash.isBusy(), limitNs: 1000 * MS });
    const [pc, before] = [board.chip.cpu.pc, cycles()];
    board.run(board.clock.now + 10 * MS);
    expect(board.flash.isBusy()).toBe(true);
    expect(board.chip.cpu.pc).toBe(pc);
    expect(cycles()).toBeGreaterThan(before); // its counter goes on
    expect(board.soc.busyWhileMapped).toBe(0);
  });

  it('starts no second update while one runs, and a new one after a failure', () => {
    const { board, world, listener } = running();
    world.server = peer => peer.send('HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n');
    world.connect(88);
    world.connect(88);
    listener.collect(500);
    expect(world.requests).toHaveLength(1);
    expect(listener.text.split('system_upgrade_start')).toHaveLength(2);
    world.connect(88);
    listener.collect(500);
    expect(world.requests).toHaveLength(2);
    expect(board.state.kind).toBe('running');
  });

  it('does nothing about an update that fails: the slot stays, the device goes on', () => {
    const { board, world, listener } = running();
    const before = board.saveFlash();
    world.server = (peer, request) => {
      const image = exampleImages('1MB', 2).user2;
      image[700] = (image[700] ?? 0) ^ 1;
      relay({ user2: image })(peer, request);
    };
    world.connect(88);
    expect(listener.waitFor('upgrade_check', 5000)).toBe(true);
    listener.collect(1000);
    expect(listener.text).not.toContain('reboot');
    expect(world.build()).toBe('1');
    const system = board.flash.peek(0xfb000, 0x5000);
    expect(system).toEqual(before.subarray(0xfb000));
  });

  it('calls back the host that connected, at the port of the settings', () => {
    const changes = { network: { callbackPort: 9999, pagePort: 8001, triggerPort: 8002 } };
    const { board, world } = running({ changes });
    expect(world.ports).toEqual([8001, 8002]);
    const called: string[] = [];
    board.network.onMessage = message => {
      if (message.type === 'connect') called.push(`${message.to}:${message.port}`);
    };
    world.connect(8002, '10.1.2.3');
    board.run(board.clock.now + 100 * MS);
    expect(called).toEqual(['10.1.2.3:9999']);
  });

  it('does the same at the same moments every time', () => {
    const runs = [0, 1].map(() => {
      const { board, world, listener } = running();
      world.server = relay({ user2: exampleImages('1MB', 2).user2 });
      world.connect(88);
      listener.waitFor('build 2, running', 5000);
      return [listener.text, board.clock.now, board.chip.cpu.cycles, board.flash.operations];
    });
    expect(runs[0]).toEqual(runs[1]);
  });

  it('has no room for requests that overflow the client’s buffers', () => {
    expect(() => networkSettings({ request: `GET /${'x'.repeat(500)}` })).toThrow(RangeError);
  });
});
