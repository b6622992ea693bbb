import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../src/version.ts';

for (const [printed, wanted, verdict] of [
  ['slipway v0.3.1\n', '0.3.0', 'fine'],
  ['slipway 0.3.0', '0.3.7', 'fine'],
  ['slipway v1.0.0-rc.1', '0.3.0', 'fine'],
  ['slipway v0.10.0', '0.9.0', 'fine'],
  ['slipway devel', '0.3.0', 'fine'],
  ['slipway version devel', '0.3.0', 'fine'],
  ['slipway version v0.3.1', '0.3.0', 'fine'],
  ['slipway version v0.2.9', '0.3.0', 'too old'],
  ['slipway v0.0.0-20261123180000-0123456789ab+dirty', '0.3.0', 'fine'],
  ['slipway v0.2.9', '0.3.0', 'too old'],
  ['slipway v0.9.0', '1.0.0', 'too old'],
  ['GNU bash, version 5.2', '0.3.0', 'not slipway'],
  ['slipway of Porto', '0.3.0', 'not slipway'],
  ['', '0.3.0', 'not slipway'],
]) {
  test(`${JSON.stringify(printed)} for ${wanted} is ${verdict}`, () => assert.equal(judge(printed!, wanted!), verdict));
}
