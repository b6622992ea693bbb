import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOfRival, saysTheSame, type Finding } from '../../src/doubles.ts';

const names = new Map([['JSONArgsRecommended', ['JSONArgsRecommended']], ['DL3025', ['JSONArgsRecommended', 'DL3025']], ['DL3042', ['DL3042']]]);

/** A finding from its line and columns. */
function found(source: string, code: Finding['code'], severity: number, line: number, from = 0, to = 3): Finding {
  return { source, code, severity, range: { start: { line, character: from }, end: { line, character: to } } };
}

const json = found('slipway', { value: 'JSONArgsRecommended' }, 1, 7, 0, 9);
const unknown = found('slipway', 'SyntaxError', 0, 2, 0, 5);

for (const [what, ours, theirs, same] of [
  ['a build check by its name', json, found('Docker DX (docker-language-server)', 'JSONArgsRecommended', 1, 7, 0, 9), true],
  ['the same in another line', json, found('Docker DX (docker-language-server)', 'JSONArgsRecommended', 1, 8, 0, 9), false],
  ['hadolint, by its own name and at the first line of the instruction', json, found('hadolint', 'DL3025', 1, 5), true],
  ['another rule at the same place', json, found('hadolint', 'DL3042', 1, 7, 0, 9), false],
  ['a rule that we do not have', json, found('hadolint', 'DL9999', 0, 7, 0, 9), false],
  ['a number of dockerfile-utils', found('slipway', 'MaintainerDeprecated', 1, 1, 0, 10), found('dockerfile-utils', 45, 1, 1, 0, 10), true],
  ['another number', json, found('dockerfile-utils', 0, 1, 7), false],
  ['errors of one line', unknown, found('dockerfile-utils', 38, 0, 2, 6, 8), true],
  ['errors of two lines', unknown, found('dockerfile-utils', 38, 0, 3), false],
  ['an error without a code', unknown, found('docker-language-server', undefined, 0, 2), true],
] as const) {
  test(what, () => assert.equal(saysTheSame(ours, theirs, names), same));
}

test('only what knows Dockerfiles is a rival', () => {
  const of = (source: string): boolean => isOfRival(found(source, '', 0, 0));
  assert.deepEqual(['hadolint', 'dockerfile-utils', 'Docker DX (docker-language-server)', 'cSpell', 'slipway', ''].map(of), [true, true, true, false, false, false]);
});
