// What a workspace can do that is not trusted.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { start } from '../rig/vscode.mjs';
import { serversIn, until } from '../rig/wait.mjs';

const mark = join(process.env.WORK, 'ran');
const program = join(process.env.WORK, 'named-by-the-workspace');
writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`);
chmodSync(program, 0o755);

async function open(trust, look) {
  const code = await start({ trust, workspaceSettings: { 'slipway.path': program } });
  try {
    await code.open('improved.Dockerfile');
    await look(code);
  } catch (error) {
    await code.report('trust');
    throw error;
  } finally {
    await code.stop();
  }
}

test('a workspace that is not trusted cannot name a program', () => open(true, async (code) => {
  await code.page.waitForSelector('.squiggly-warning');
  assert.equal(serversIn(code.home).length, 1); // the one of the extension
  assert.ok(!existsSync(mark));
  const lens = (title) => code.page.locator('.codelens-decoration a', { hasText: title });
  await lens('used by builder').waitFor(); // what only leads somewhere is there
  assert.equal(await lens(/^Build$/).count(), 0);
  await code.screenshot('not-trusted');
}));

test('one that is trusted can', () => open(false, () => until('it runs', () => existsSync(mark))));
