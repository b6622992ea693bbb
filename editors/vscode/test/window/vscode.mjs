// A real VS Code with the extension in it, in a browser's window, and what a
// person does there.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const { chromium } = createRequire(join(process.env.TOOLS, 'pw', 'node_modules', 'x.js'))('playwright-core');
const codeServer = join(process.env.TOOLS, 'cs', 'node_modules', '.bin', 'code-server');
const shots = process.env.SHOTS;

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
 * Starts VS Code in a copy of the test's workspace. `extensions` are .vsix files;
 * `settings` those of the user, `workspaceSettings` those of the workspace; `trust`
 * turns workspace trust on, with a workspace that is not trusted.
 */
export async function start({ extensions = ['slipway.vsix'], settings = {}, workspaceSettings, trust = false } = {}) {
  const home = mkdtempSync(join(process.env.WORK, 'vscode-'));
  const folder = join(home, 'web');
  cpSync(resolve(import.meta.dirname, '..', 'workspace'), folder, { recursive: true });
  mkdirSync(join(home, 'data', 'User'), { recursive: true });
  mkdirSync(shots, { recursive: true });
  const all = {
    ...quiet, 'security.workspace.trust.enabled': trust, 'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never', ...settings,
  };
  writeFileSync(join(home, 'data', 'User', 'settings.json'), JSON.stringify(all));
  if (workspaceSettings) {
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(workspaceSettings));
  }
  const common = ['--config', '/dev/null', '--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
  for (const extension of extensions) {
    execFileSync(codeServer, [...common, '--install-extension', join(process.env.WORK, extension)], { stdio: 'pipe' });
  }
  const port = await freePort();
  const server = spawn(codeServer, [
    ...common, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check',
    '--disable-getting-started-override', '--ignore-last-opened', '--reconnection-grace-time', '5',
    ...(trust ? [] : ['--disable-workspace-trust']),
  ], { detached: true, stdio: 'ignore', env: { ...process.env, SHELL: '/bin/sh', PS1: '$ ', PATH: `${join(process.env.TOOLS, 'node24', 'node_modules', '.bin')}:/usr/bin:/bin` } });
  const kill = () => process.kill(-server.pid);
  process.once('exit', kill); // also where a test is broken off
  const stop = async () => {
    await context?.close();
    process.off('exit', kill);
    kill();
    await new Promise((done) => server.once('exit', done));
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  let context;
  try {
    context = await openBrowser(join(home, 'browser'));
    const page = context.pages()[0] ?? await context.newPage();
    page.setDefaultTimeout(20_000);
    await answers(`http://127.0.0.1:${port}/healthz`);
    await page.goto(`http://127.0.0.1:${port}/?folder=${folder}`);
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 40_000 });
    return { ...person(page, all), page, home, folder, stop };
  } catch (error) {
    await context?.pages()[0]?.screenshot({ path: join(shots, 'not-started.png') });
    await stop();
    throw error;
  }
}

function openBrowser(profile) {
  return chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium', headless: true, viewport: { width: 1280, height: 800 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** What a person does in the window. */
function person(page, settings) {
  const visible = '.quick-input-widget:visible .quick-input-box input';
  const press = (key) => page.keyboard.press(key);
  const screenshot = async (name) => {
    await page.waitForTimeout(300); // what fades in has done so
    await page.screenshot({ path: join(shots, `${name}.png`) });
  };
  const command = async (title) => {
    await press('F1');
    await page.waitForSelector(visible);
    await page.keyboard.type(title);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  };
  return {
    press,
    screenshot,
    /** Runs a command of the palette by its title. */
    command,
    /**
     * Makes the settings of 'User' or 'Remote' (where VS Code looks for paths of this
     * machine) others, in their editor: the files are not watched.
     */
    set: async (where, some) => {
      await command(`Preferences: Open ${where} Settings (JSON)`);
      await page.locator('.tab.active', { hasText: 'settings.json' }).waitFor();
      await page.locator('.editor-instance .view-line').first().click();
      await press('Control+A');
      await page.keyboard.insertText(JSON.stringify(where === 'User' ? { ...settings, ...some } : some));
      await press('Control+Shift+End'); // what the editor closed by itself
      await press('Delete');
      await press('Control+S');
      await press('Control+F4');
    },
    open: async (name) => {
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: new RegExp(`^${name}$`) }).first().dblclick();
      await page.waitForSelector('.editor-instance .view-line');
    },
    /** Moves the cursor, by line and column from 1. */
    goTo: async (line, column) => {
      await press('Control+G');
      await page.waitForSelector(visible);
      await page.locator(visible).fill(`:${line}:${column}`);
      await press('Enter');
      await page.waitForFunction(([l, c]) =>
        [...document.querySelectorAll('.statusbar-item')].some((item) => item.textContent.includes(`Ln ${l}, Col ${c}`)), [line, column]);
    },
    /** Moves the mouse over the first word of a line. */
    hover: async (line) => {
      const box = await page.locator('.editor-instance .view-line', { hasText: line }).first().locator('span span').first().boundingBox();
      await page.mouse.move(box.x + 6, box.y + 6);
      await page.mouse.move(box.x + 9, box.y + 8);
      await page.waitForSelector('.monaco-hover:visible .hover-contents');
      return (await page.locator('.monaco-hover:visible .hover-contents').allInnerTexts()).join('\n');
    },
    /** The text of the editor, as far as it is on the screen. */
    text: () => page.evaluate(() =>
      [...document.querySelectorAll('.editor-instance .view-line')]
        .sort((a, b) => parseInt(a.style.top) - parseInt(b.style.top))
        .map((line) => line.textContent.replaceAll('\u00a0', ' ')).join('\n')),
    /** Waits until the editor shows a text. */
    shows: (text) => page.waitForFunction((wanted) =>
      [...document.querySelectorAll('.editor-instance .view-line')].some((line) => line.textContent.replaceAll('\u00a0', ' ').includes(wanted)), text),
    /** The rows of a list of choices, once there are some. */
    rows: async (list) => {
      await page.waitForSelector(`${list} .monaco-list-row`);
      await page.waitForTimeout(300); // the list has settled
      return page.locator(`${list} .monaco-list-row`).allInnerTexts();
    },
    /** Waits for a notification that says something, and gives its text. */
    notification: async (text) => {
      const toast = page.locator('.notifications-toasts .notification-toast', { hasText: text }).first();
      await toast.waitFor({ timeout: 20_000 });
      return toast;
    },
  };
}

/** The processes of a program inside a folder. */
export function processesIn(folder) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/exe`).startsWith(folder) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('serve');
    } catch {
      return false; // it is not ours, or it has ended
    }
  });
}

/** Waits until something is so. */
export async function until(what, is, seconds = 20) {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
    const value = await is();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

async function answers(url) {
  await until(`${url} answers`, () => fetch(url).then((response) => response.ok, () => false));
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
