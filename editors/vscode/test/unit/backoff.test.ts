import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../../src/backoff.ts';

test('waits longer from death to death, and then gives up', () => {
  const backoff = new Backoff();
  assert.deepEqual([0, 10, 20, 30, 40].map((at) => backoff.next(at)), [0, 1_000, 4_000, 10_000, undefined]);
});

test('forgets deaths of long ago, and all when a person starts the server', () => {
  const backoff = new Backoff();
  for (let at = 0; at < 5; at++) backoff.next(at);
  assert.equal(backoff.next(4 * 60_000), 0);
  backoff.next(4 * 60_000);
  backoff.reset();
  assert.equal(backoff.next(4 * 60_000), 0);
});
