/** The network of `twinslot board`, as it is shipped. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exampleImages, updateBoard } from '../../board/net/firmware.ts';
import { buildProgram, emptyFolder, type Program, type Running } from '../program.ts';

const HOST = '127.0.0.1';
let program: Program;
const folder = emptyFolder();
const running: Running[] = [];
const flashFile = join(folder.path, 'board.bin');
beforeAll(async () => {
  program = await buildProgram();
  writeFileSync(flashFile, updateBoard().saveFlash());
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.end();
});
afterAll(() => {
  program.remove();
  folder.remove();
});

const start = (...args: readonly string[]): Running => {
  const board = program.start('board', '--port', '0', '--flash', flashFile, '--wifi', HOST, ...args);
  running.push(board);
  return board;
};

const page = async (url: string): Promise<string> => (await fetch(url)).text();

describe('twinslot board --wifi', () => {
  it('says where the page is, and updates from whoever connects to the trigger', async () => {
    const { user2 } = exampleImages('1MB', 2);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'Content-Length': user2.length }).flushHeaders();
      if (request.method === 'HEAD') response.end();
      else {
        response.write(user2.subarray(0, -256));
        setTimeout(() => response.end(user2.subarray(-256)), 50);
      }
    });
    await new Promise<void>(done => server.listen(0, HOST, done));
    const updatePort = String((server.address() as AddressInfo).port);
    const board = start('--page-port', '0', '--trigger-port', '0', '--update-port', updatePort);
    const [, url = '', trigger] = await board.printed(
      /user1 runs, build 1\. Its page: (http:\S+)\. A connection to port (\d+) starts the update/,
    );
    expect(board.out).toContain(`fetches from port ${updatePort} of whoever connects.`);
    expect(await page(url)).toContain('HTTP Server build 1.');
    await page(`http://${HOST}:${trigger}/`);
    await board.printed(/network is silent/);
    const [, after = ''] = await board.printed(/user2 runs, build 2\. Its page: (http:\S+)\. /);
    expect(await page(after)).toContain('HTTP Server build 2.');
    expect(asked).toEqual(['HEAD /user2.bin', 'GET /user2.bin']);
    server.closeAllConnections();
    server.close();
  });

  it('names the option for another port when one is taken', async () => {
    const server = createServer();
    await new Promise<void>(done => server.listen(0, HOST, done));
    const taken = (server.address() as AddressInfo).port;
    const board = start('--page-port', String(taken), '--trigger-port', '0');
    await board.printed(
      new RegExp(
        `TCP port ${taken} on 127\\.0\\.0\\.1 cannot be opened.*another program has it\\..*--page-port`,
      ),
    );
    server.close();
  });
});
