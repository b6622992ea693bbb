// A real VS Code with the extension in it, in the window of a browser.
import { spawn } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { person } from './person.mjs';
import { until, within } from './wait.mjs';

const { TOOLS: tools, WORK: work, SHOTS: shots } = process.env;
const { chromium } = createRequire(join(tools, 'pw', 'node_modules', 'x.js'))('playwright-core');
const codeServer = join(tools, 'cs', 'node_modules', '.bin', 'code-server');

process.once('SIGTERM', () => process.exit(1));

const quiet = {
  'telemetry.telemetryLevel': 'off', 'update.mode': 'none',
  'extensions.autoUpdate': false, 'extensions.autoCheckUpdates': false, 'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none', 'workbench.tips.enabled': false, 'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden', 'chat.disableAIFeatures': true, 'git.enabled': false,
  'workbench.editor.useModal': 'off', 'editor.hover.delay': 100, 'editor.minimap.enabled': false, 'workbench.layoutControl.enabled': false,
  'terminal.integrated.gpuAcceleration': 'off', // so that its text is in the DOM
  'terminal.integrated.shellIntegration.enabled': false,
};

/**
 * Starts VS Code in a copy of the test's workspace. `extensions` is a folder of
 * installed ones in WORK; `settings` are those of the user, `machineSettings`
 * those for this machine, `workspaceSettings` those of the workspace; `trust` turns workspace trust on, with a workspace that
 * is not trusted. `payload`, which makes it run tests in its extension host, is
 * made from the address of the server.
 */
export async function start({ extensions = 'extensions', settings = {}, machineSettings = {}, workspaceSettings, trust = false, payload } = {}) {
  const home = mkdtempSync(join(work, 'vscode-'));
  const folder = join(home, 'web');
  cpSync(resolve(import.meta.dirname, '..', 'workspace'), folder, { recursive: true });
  copyExtensions(join(work, extensions), join(home, 'extensions'));
  mkdirSync(shots, { recursive: true });
  const all = {
    ...quiet, 'security.workspace.trust.enabled': trust, 'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never', ...settings,
  };
  for (const [where, some] of Object.entries({ User: all, Machine: machineSettings })) {
    mkdirSync(join(home, 'data', where), { recursive: true });
    writeFileSync(join(home, 'data', where, 'settings.json'), JSON.stringify(some));
  }
  if (workspaceSettings) {
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(workspaceSettings));
  }
  const port = await freePort();
  const server = spawn(codeServer, [
    '--config', '/dev/null', '--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions'),
    '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check',
    '--disable-getting-started-override', '--ignore-last-opened', '--reconnection-grace-time', '5',
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...(payload ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ], { detached: true, stdio: 'ignore', env: { ...process.env, SHELL: '/bin/sh', PS1: '$ ', PATH: `${join(tools, 'node24', 'node_modules', '.bin')}:/usr/bin:/bin` } });
  const kill = (signal = 'SIGTERM') => {
    try {
      process.kill(-server.pid, signal);
    } catch {
      // it has ended
    }
  };
  const killNow = () => kill();
  process.once('exit', killNow); // also where a test is broken off
  let context;
  const stop = async () => {
    await within(10, 'the browser closes', context?.close()).catch((error) => console.log(error.message));
    process.off('exit', killNow);
    const ended = server.exitCode ?? new Promise((done) => server.once('exit', done));
    kill();
    await within(10, 'VS Code ends', ended).catch(() => kill('SIGKILL'));
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  /** Says what is to be seen after a failure: a picture, and the last lines of the logs. */
  const report = async (name) => {
    const picture = join(shots, `failed-${name.replaceAll(/[^\w]+/g, '-')}.png`);
    await context?.pages()[0]?.screenshot({ path: picture, timeout: 5_000 }).catch(() => undefined);
    console.log(`\nfailed: ${name}\npicture: ${picture}\n${lastLines(join(home, 'data', 'logs'))}`);
  };
  try {
    context = await openBrowser(join(home, 'browser'));
    const page = context.pages()[0] ?? await context.newPage();
    page.setDefaultTimeout(30_000);
    const address = `127.0.0.1:${port}`;
    await until(`${address} answers`, () => fetch(`http://${address}/healthz`).then((response) => response.ok, () => false), { seconds: 40 });
    const started = { page, home, folder, settings: all, stop, report };
    const url = `http://${address}/?folder=${folder}`;
    if (payload) return { ...started, url: `${url}&payload=${encodeURIComponent(JSON.stringify(payload(address)))}` };
    await page.goto(url, { timeout: 60_000 });
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
    return { ...started, ...person(page, all) };
  } catch (error) {
    await report('start');
    await stop();
    throw error;
  }
}

/** Copies a folder of installed extensions, whose list holds absolute paths. */
function copyExtensions(from, to) {
  cpSync(from, to, { recursive: true });
  const list = join(to, 'extensions.json');
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll(/"path":"[^"]*\/([^/"]+)"/g, `"path":"${to}/$1"`));
}

function openBrowser(profile) {
  return chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium', headless: true, viewport: { width: 1280, height: 800 }, timeout: 40_000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** The ends of the logs of the extension and of the extension host. */
function lastLines(logs) {
  return globSync(['*/exthost*/slipway-dev.slipway/*.log', '*/exthost*/remoteexthost.log'], { cwd: logs })
    .map((name) => `${name}:\n${readFileSync(join(logs, name), 'utf8').trimEnd().split('\n').slice(-15).join('\n')}`)
    .join('\n');
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
