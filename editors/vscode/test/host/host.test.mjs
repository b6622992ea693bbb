// Runs the other tests of this folder inside VS Code's extension host.
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { start } from '../rig/vscode.mjs';
import { within } from '../rig/wait.mjs';

/** What VS Code says of itself. */
const noise = /open-vsx|socket|grace-time|AccountPolicy|AgentHost|authentication provider|Service Worker|extensions cache/;

test('inside the extension host', async (t) => {
  const bundle = join(process.env.WORK, 'host.js');
  await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')], outfile: bundle,
    bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'error',
  });
  const code = await start({
    extensions: 'extensions-none',
    payload: (address) => Object.entries({
      extensionDevelopmentPath: `vscode-remote://${address}${resolve(import.meta.dirname, '..', '..')}`,
      extensionTestsPath: `vscode-remote://${address}${bundle}`,
      skipWelcome: 'true',
      extensionEnvironment: JSON.stringify({ SLIPWAY: process.env.SLIPWAY }),
    }),
  });
  const said = [];
  try {
    await code.page.exposeFunction('codeAutomationLog', (_, words) => said.push(String(words)));
    const ended = new Promise((done) => code.page.exposeFunction('codeAutomationExit', done));
    await code.page.goto(code.url, { timeout: 60_000 });
    assert.equal(await within(140, 'the tests end', ended), 0);
    t.diagnostic(said.find((words) => /\d+ passing/.test(words))?.trim() ?? 'no summary');
  } catch (error) {
    console.log(said.filter((words) => !noise.test(words)).join('\n'));
    await code.report(t.name);
    throw error;
  } finally {
    await code.stop();
  }
});
