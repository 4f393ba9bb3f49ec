/** What a page may say about a room. */
import { describe, expect, it } from 'vitest';
import { decodePageMessage } from '../../../src/core/ota/relay-messages.ts';
import { buildFor, MOST_BUILDS, MOST_DEVICES } from '../../../src/core/ota/room-table.ts';

const read = (value: unknown): unknown => decodePageMessage(JSON.stringify(value));
const build = (id: string): unknown => ({ id, images: [{ slot: 'user1', name: 'a.bin' }] });
const row = { address: '192.168.1.7', build: '1' };

describe('a message about a room', () => {
  it.each([
    { kind: 'builds', builds: [] },
    { kind: 'builds', builds: Array.from({ length: MOST_BUILDS }, (_, i) => build(String(i))) },
    { kind: 'room', table: null },
    { kind: 'room', table: { devices: Array.from({ length: MOST_DEVICES }, () => row), others: null } },
    { kind: 'room', table: { devices: [{ address: '192.168.1.7', build: null }], others: '2' } },
  ])('is read: %j', message => expect(read(message)).toEqual(message));

  it.each([
    { kind: 'builds', builds: Array.from({ length: MOST_BUILDS + 1 }, (_, i) => build(String(i))) },
    { kind: 'builds', builds: [{ id: 1, images: [] }] },
    { kind: 'builds', builds: [{ id: '1', images: [{ slot: 'user3', name: 'a' }] }] },
    { kind: 'room' },
    { kind: 'room', table: { devices: [row] } },
    { kind: 'room', table: { devices: Array.from({ length: MOST_DEVICES + 1 }, () => row), others: null } },
    { kind: 'room', table: { devices: [{ address: '192.168.1.7' }], others: null } },
    { kind: 'room', table: { devices: [], others: null, more: true } },
  ])('is none: %j', message => expect(read(message)).toBeUndefined());
});

it('the table says what a device gets, and what all others get', () => {
  const devices = [
    { address: '192.168.1.7', build: '1' },
    { address: '192.168.1.8', build: null },
  ];
  const of = (address: string, others: string | null): string | undefined =>
    buildFor({ devices, others }, address);
  expect([of('192.168.1.7', '2'), of('192.168.1.8', '2'), of('192.168.1.9', '2')]).toEqual([
    '1',
    undefined,
    '2',
  ]);
  expect(of('192.168.1.9', null)).toBeUndefined();
});
