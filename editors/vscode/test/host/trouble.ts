// What goes wrong with the server, and what is said of it.

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findings, open, servers, set, state, until } from './workspace.ts';

suite('trouble', () => {
  let programs: string;
  suiteSetup(() => {
    programs = mkdtempSync(join(tmpdir(), 'slipway-'));
  });
  suiteTeardown(() => rmSync(programs, { recursive: true }));
  teardown(async () => {
    await set('slipway.path', undefined);
    await state('running');
  });

  /** Makes a shell script the server. */
  const use = (script: string): Thenable<void> => {
    const path = join(programs, 'slipway');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return set('slipway.path', path);
  };

  test('a program that is not there is named', async () => {
    await set('slipway.path', '/nowhere/slipway');
    assert.match((await state('failed')).why, /^There is no program at \/nowhere\/slipway \(from the setting slipway\.path\)/);
  });

  test('a path that is not absolute is refused', async () => {
    await set('slipway.path', 'bin/slipway');
    assert.match((await state('failed')).why, /slipway\.path must be an absolute path/);
  });

  test('a program that is something else is named with what it says', async () => {
    await use('echo "GNU bash, version 5.2"');
    assert.match((await state('failed')).why, /is not slipway: it says “GNU bash, version 5\.2”/);
  });

  test('a program that is too old is named with its version', async () => {
    await use('echo "slipway version v0.0.9"');
    assert.match((await state('failed')).why, /is slipway version v0\.0\.9, and this extension needs/);
  });

  test('a program that cannot even tell its version is named with its mistake', async () => {
    await use('echo "no such library" >&2; exit 127');
    assert.match((await state('failed')).why, /cannot be run: no such library/);
  });

  test('a server that dies at its start is started again after a while', async () => {
    const mark = join(programs, 'died');
    // Dies the first two times.
    await use(`[ "$1" = --version ] && echo slipway devel && exit 0
echo x >>${mark}; [ "$(wc -l <${mark})" -gt 2 ] || exit 3
exec "$SLIPWAY" "$@"`);
    await state('waiting');
    await state('running');
    const { document } = await open('FROM alpine\nCMD echo $HOME\n');
    await findings(document, 'JSONArgsRecommended');
  });

  test('a restart while a server starts leaves none behind', async () => {
    await use('[ "$1" = --version ] && echo slipway devel && exit 0\nsleep 1; exec "$SLIPWAY" "$@"');
    await state('starting');
    const [slow] = await until('it starts', () => servers().length === 1 && servers());
    await set('slipway.path', undefined);
    await state('running');
    await until('one server, and not the slow one', () => servers().length === 1 && !servers().includes(slow!));
  });

  test('a server that is killed comes back, with the text as it is by then', async () => {
    const editor = await open('FROM alpine\n');
    await state('running');
    const [pid] = await until('a server', () => servers().length === 1 && servers());
    process.kill(pid!, 'SIGKILL');
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'CMD echo $HOME\n'));
    await findings(editor.document, 'JSONArgsRecommended');
    assert.ok(!servers().includes(pid!));
    assert.equal(editor.document.getText(), 'FROM alpine\nCMD echo $HOME\n');
  });
});
