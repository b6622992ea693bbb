// What goes wrong: a server that dies, settings that cannot be, a missing program,
// another extension.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { start } from '../rig/vscode.mjs';
import { serversIn, until } from '../rig/wait.mjs';

let code;
before(async () => {
  code = await start({ extensions: 'extensions-rival' });
  rmSync(join(code.folder, 'improved.Dockerfile')); // its findings would be listed, too
  await code.open('Dockerfile');
});
afterEach((t) => t.passed || code?.report(t.name));
after(() => code?.stop());

/** The findings in the list of problems that match, as “source(code)”. */
const problems = async (words) => (await code.page.locator('.markers-panel .monaco-list-row').allInnerTexts())
  .map((row) => row.replace(/^.*\n/, "").replace(/\n\[Ln.*/s, "").replaceAll("\n", " "))
  .filter((row) => words.test(row)).sort().join(', ');

test('another extension is mentioned, nothing is there twice, and its findings can be turned off', async () => {
  const toast = await code.notification('Another Dockerfile Extension');
  await code.press('Control+Shift+M');
  const matters = /Casing|utils|JSON|DL3025/;
  let seen;
  const are = (wanted) => until(wanted, async () => (seen = await problems(matters)) === wanted, { seen: () => seen });
  await are('dockerfile-utils, hadolint DL3025');
  await code.screenshot('rival');
  await toast.locator('.monaco-button', { hasText: 'Turn Off Its Findings' }).click();
  const settings = join(code.home, 'data', 'User', 'settings.json');
  await until('turned off', () => /"docker.languageserver.diagnostics.instructionCasing": ?"ignore"/.test(readFileSync(settings, 'utf8')));
  await are('slipway ConsistentInstructionCasing, slipway JSONArgsRecommended');
  await code.press('Control+J');
});

test('a server that is killed comes back and has lost nothing', async () => {
  await code.page.waitForSelector('.squiggly-warning');
  const [first] = await until('a server', () => serversIn(code.home).length === 1 && serversIn(code.home));
  await code.goTo(19, 1);
  await code.page.keyboard.type('EXPSE 1');
  await code.press('Escape');
  await code.page.waitForSelector('.squiggly-error');
  process.kill(first, 'SIGKILL');
  await code.page.locator('.statusbar-item', { hasText: 'slipway has ended by itself and is started again' }).waitFor();
  await until('another server', () => serversIn(code.home).some((pid) => pid !== first));
  for (let i = 0; i < 2; i++) await code.press('Backspace'); // typed to the new one
  await code.page.keyboard.type(' 1');
  await code.page.waitForSelector('.squiggly-error');
  assert.match(await code.text(), /EXPSE 1/);
  await code.hover('RUN pip', /RUN/);
  await code.press('Escape');
});

test('a setting of the wrong type is named', async () => {
  await code.set('User', { 'slipway.format.shell': 'yes' });
  await code.notification('slipway.format.shell must be true or false');
  await code.screenshot('wrong-setting');
});

test('a missing program is named', async () => {
  await code.set('Remote', { 'slipway.path': '/nowhere/slipway' });
  await code.notification('There is no program at /nowhere/slipway (from the setting slipway.path)');
  await code.screenshot('missing-program');
  await code.status('slipway does not run');
});

test('a program that is something else is named', async () => {
  await code.set('Remote', { 'slipway.path': '/bin/true' });
  await code.notification('/bin/true (from the setting slipway.path) is not slipway');
});

test('a server that dies at once is given up in the end, and can be tried again', async () => {
  const program = join(code.home, 'dies');
  writeFileSync(program, '#!/bin/sh\n[ "$1" = --version ] && echo slipway devel && exit 0\nexit 3\n');
  chmodSync(program, 0o755);
  await code.set('Remote', { 'slipway.path': program });
  await code.notification('keeps ending by itself', 40);
  await code.screenshot('given-up');
  await code.set('Remote', {});
  await until('a server', () => serversIn(code.home).length === 1);
  await code.status('Dockerfile language server');
});
