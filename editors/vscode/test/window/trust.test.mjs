// What a workspace can do that is not trusted.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { start } from '../rig/vscode.mjs';
import { serversIn, until } from '../rig/wait.mjs';

// One that the workspace names for the server, and one that the person names for ShellCheck.
const [program, shellcheck] = ['named-by-the-workspace', 'shellcheck'].map((name) => {
  const path = join(process.env.WORK, name);
  writeFileSync(path, `#!/bin/sh\ntouch ${path}-ran\n`);
  chmodSync(path, 0o755);
  return path;
});
const ran = (path) => existsSync(`${path}-ran`);

async function open(trust, workspaceSettings, look) {
  const code = await start({ trust, machineSettings: { 'slipway.lint.shellcheck': shellcheck }, workspaceSettings });
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

test('a workspace that is not trusted cannot name a program, and none is run', () => open(true, { 'slipway.path': program }, async (code) => {
  await code.page.waitForSelector('.squiggly-warning');
  assert.equal(serversIn(code.home).length, 1); // the one of the extension
  const lens = (title) => code.page.locator('.codelens-decoration a', { hasText: title });
  await lens('used by builder').waitFor(); // what only leads somewhere is there
  assert.equal(await lens(/^Build$/).count(), 0);
  await code.screenshot('not-trusted');
  assert.ok(!ran(program) && !ran(shellcheck));
}));

test('one that is trusted can', () => open(false, { 'slipway.path': program }, () => until('it runs', () => ran(program))));

test('in one that is trusted ShellCheck is run', () => open(false, undefined, () => until('it runs', () => ran(shellcheck))));
