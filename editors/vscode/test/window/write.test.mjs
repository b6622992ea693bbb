// A first Dockerfile is opened and made better, with the keyboard and the mouse.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { start } from '../rig/vscode.mjs';
import { until } from '../rig/wait.mjs';

let code;
/** Where things stand in the file as it was given, and where once it has two stages. */
const first = { from: 1, copy: 10, run: 13, empty: 17, cmd: 18 };
const second = { builder: 1, run: 15, image: 17 };

before(async () => {
  code = await start();
  await code.open('Dockerfile');
});
afterEach((t) => t.passed || code?.report(t.name));
after(() => code?.stop());

/** Saves the Dockerfile, which was changed, and gives what is on the disk then. */
async function saved() {
  const read = () => readFileSync(join(code.folder, 'Dockerfile'), 'utf8');
  const before = read();
  await code.press('Control+S');
  return until('saved', () => read() !== before && read());
}

test('findings are underlined and listed', async () => {
  await code.page.waitForSelector('.squiggly-warning');
  await code.hover('CMD python', /JSONArgsRecommended/);
  await code.picture('findings');
  await code.press('Escape');
  await code.press('Control+Shift+M');
  const list = '.markers-panel';
  await code.page.waitForSelector(`${list} .marker-message-details-container`);
  const problems = (await code.rows(list)).join('\n');
  for (const finding of ['BaseImageEndOfLife', 'ConsistentInstructionCasing', 'JSONArgsRecommended']) assert.match(problems, new RegExp(finding));
  await code.screenshot('findings');
  await code.press('Control+J');
});

test('RUN is explained', async () => {
  const words = await code.hover('RUN pip', /RUN/);
  assert.ok(words.length > 80, words);
  await code.screenshot('hover');
  await code.picture('hover');
  await code.press('Escape');
});

test('a flag is completed', async () => {
  await code.goTo(first.copy, 6);
  await code.page.keyboard.type(' ');
  await code.press('ArrowLeft');
  await code.page.keyboard.type('--');
  await code.press('Control+Space');
  await code.rows('.suggest-widget.visible');
  await code.picture('completion');
  await code.page.keyboard.type('li');
  await until('--link alone is offered', async () => (await code.rows('.suggest-widget.visible')).every((row) => row.includes('--link')));
  await code.screenshot('completion');
  await code.press('Enter');
  await code.shows('COPY --link requirements.txt .');
});

test('an instruction is completed', async () => {
  await code.goTo(first.empty, 1);
  await code.page.keyboard.type('EXP');
  await until('EXPOSE is offered', async () => (await code.rows('.suggest-widget.visible'))[0].includes('EXPOSE'));
  await code.press('Enter');
  await code.page.keyboard.type(' 5000');
  await code.press('Escape');
  await code.shows('EXPOSE 5000');
});

test('the light bulb turns CMD into its exec form', async () => {
  await code.goTo(first.cmd, 2);
  await code.lightBulb('CMD python');
  await code.rows('.action-widget');
  await code.screenshot('lightbulb');
  await code.picture('lightbulb', 640);
  await code.choose('.action-widget', /exec form/i);
  await code.shows('CMD ["python", "./server.py"]');
});

test('the light bulb takes what builds into a stage of its own', async () => {
  await code.goTo(first.from, 8);
  await code.lightBulb('FROM python');
  await code.rows('.action-widget');
  await code.screenshot('extract');
  await code.choose('.action-widget', /Extract a build stage/);
  await code.shows('COPY --from=build /opt/venv /opt/venv');
});

test('a stage is renamed everywhere', async () => {
  await code.goTo(second.builder, 28);
  await code.press('F2');
  const input = code.page.locator('.rename-box input:visible');
  await input.waitFor();
  assert.equal(await input.inputValue(), 'build');
  await input.fill('builder');
  await code.screenshot('rename');
  await code.press('Enter');
  await code.shows('FROM python:3.7-alpine AS builder');
  await code.shows('COPY --from=builder /opt/venv');
});

test('the document is formatted, and saved as it should be', async () => {
  await code.press('Control+Shift+I');
  await code.shows('COPY server.py .');
  await code.screenshot('formatted');
  const want = readFileSync(join(import.meta.dirname, '..', 'want.txt'), 'utf8');
  assert.equal(await saved(), want);
});

test('Fix All makes the fixes that are safe', async () => {
  await code.command('Dockerfile: Fix All');
  await code.shows('RUN pip install --no-cache-dir -r requirements.txt');
});

test('the lens of a stage leads to its users', async () => {
  await code.page.locator('.codelens-decoration a', { hasText: 'used by' }).click();
  await code.page.locator('.reference-zone-widget .reference-file, .reference-zone-widget .monaco-list-row').first().waitFor();
  await code.screenshot('users');
  await code.press('Escape');
  await code.page.locator('.reference-zone-widget').waitFor({ state: 'detached' });
});

test('Build is typed into a terminal and not run; the name is asked for once', async () => {
  const lens = (title) => code.page.locator('.codelens-decoration a', { hasText: new RegExp(`^${title}$`) });
  await lens('Build and run').first().waitFor();
  await code.screenshot('lenses');
  await code.picture('lenses', 600);
  await lens('Build').first().click();
  const input = code.page.locator('.quick-input-widget:visible .quick-input-box input');
  await input.waitFor();
  assert.equal(await input.inputValue(), 'web');
  await code.screenshot('name');
  await input.fill('kim/web:1');
  await code.press('Enter');
  const screen = async () => (await code.page.locator('.xterm-rows').last().innerText()).replaceAll('\u00a0', ' ');
  // After the prompt, and there once.
  const typed = (words, seconds = 30) => until(words, async () =>
    (await screen()).replaceAll('\n', '').match(/^.*?[$#] (.*?) *$/)?.[1] === words, { seconds, seen: screen });
  await typed('docker build --target builder -t kim/web:1 .');
  await code.screenshot('build');
  assert.doesNotMatch(await screen(), /not found|daemon|ERROR/);
  await code.press('Control+J');
  await lens('Build and run').first().click();
  await typed('docker build -t kim/web:1 . && docker run --rm -it -p 5000:5000 kim/web:1');
  await code.press('Control+J');
  await lens('Push').first().click();
  await typed('docker push kim/web:1');
  await code.press('Control+J');
  mkdirSync(join(code.folder, 'context'));
  writeFileSync(join(code.folder, 'compose.yaml'), 'services:\n  web:\n    build:\n      context: context\n      dockerfile: ../Dockerfile\n');
  await until('the context is the one of the compose file', async () => { // once the server has seen that
    await lens('Build').first().click();
    const seen = await typed('docker build -f Dockerfile --target builder -t kim/web:1 context', 4).catch(() => false);
    await code.press('Control+J');
    return seen;
  });
  for (const name of ['context', 'compose.yaml']) rmSync(join(code.folder, name), { recursive: true });
});

test('the stage graph follows the cursor and the text, and leads to a stage', async () => {
  await code.turnTo('Dockerfile');
  await code.command('Dockerfile: Show Stage Graph');
  const graph = code.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  const current = (name) => graph.locator('g.stage.current', { hasText: name }).waitFor();
  await code.goTo(second.run, 1);
  await current('builder');
  await code.goTo(second.image, 1);
  await current('built by default');
  await code.screenshot('graph');
  await code.picture('graph', 600);
  await graph.locator('g.stage', { hasText: 'builder' }).click();
  await code.page.locator('.statusbar-item', { hasText: /Ln 1, Col 1(?!\d)/ }).waitFor();
  await current('builder');
  await code.press('Control+Home');
  await code.page.keyboard.insertText('FROM busybox AS tools\n');
  await graph.locator('g.stage', { hasText: 'tools' }).waitFor();
  await until('the text is as it was', async () => {
    await code.press('Control+Z');
    return (await code.text()).startsWith('FROM python');
  });
  await graph.locator('g.stage').nth(2).waitFor({ state: 'detached' });
});

test('the stage graph is there again when the window is loaded anew', async () => {
  const before = await code.page.locator('iframe.webview').getAttribute('name');
  await code.command('Developer: Reload Window');
  await until('another panel', async () => {
    const name = await code.page.locator('iframe.webview').getAttribute('name', { timeout: 500 }).catch(() => before);
    return name !== before;
  }, { seconds: 60 });
  const graph = code.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await graph.locator('g.stage', { hasText: 'built by default' }).waitFor({ timeout: 60_000 });
  await code.screenshot('graph-again');
  await graph.locator('g.stage', { hasText: 'built by default' }).click();
  await code.page.locator('.statusbar-item', { hasText: /Ln 17, Col 1(?!\d)/ }).waitFor();
  assert.match(await code.text(), /RUN pip install --no-cache-dir/); // what was not saved is there as well
  await code.close('Stages of');
});

test('the page of a rule is shown', async () => {
  await code.turnTo('Dockerfile');
  await code.goTo(2, 1); // where nothing is found, so that the rule is asked for
  await code.command('Dockerfile: Explain Rule');
  await code.page.locator('.quick-input-widget', { hasText: 'Explain a rule' }).waitFor();
  await code.page.keyboard.type('MaintainerDeprecated');
  await code.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'MaintainerDeprecated' }).waitFor();
  await code.press('Enter');
  await code.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame')
    .locator('h1', { hasText: 'MaintainerDeprecated' }).waitFor();
  await code.screenshot('rule');
  await code.close('Preview');
});

test('Enter after a continuation indents, and after its last line no more', async () => {
  await code.goTo(second.run, 1);
  await code.press('End');
  for (const key of [' \\', 'Enter', '&& true \\', 'Enter', '&& false', 'Enter', 'USER 1000']) {
    // VS Code indents only what it has coloured; nobody types faster than that.
    await code.page.waitForTimeout(200);
    await (key === 'Enter' ? code.press(key) : code.page.keyboard.type(key));
  }
  await code.press('Escape');
  assert.match(await saved(), /requirements\.txt \\\n {4}&& true \\\n {4}&& false\nUSER 1000\n\n/);
});

test('a .dockerignore is made and opened', async () => {
  await code.turnTo('Dockerfile');
  await code.command('Dockerfile: Create .dockerignore');
  await until('made', () => existsSync(join(code.folder, '.dockerignore')));
  await code.page.locator('.tab.active', { hasText: '.dockerignore' }).waitFor();
  assert.match(readFileSync(join(code.folder, '.dockerignore'), 'utf8'), /^\*\*\/\.git$/m);
  await code.screenshot('dockerignore');
});

test('the walkthrough has its steps and their pictures', async () => {
  const { contributes } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
  const [walkthrough] = contributes.walkthroughs;
  await code.press('Control+B'); // pictures are shown where there is room for them
  await code.command('Welcome: Open Walkthrough...');
  await code.page.locator('.quick-input-list .monaco-list-row', { hasText: walkthrough.title }).first().click();
  for (const { title, media } of walkthrough.steps) {
    await code.page.locator('.getting-started-step', { hasText: title }).first().click();
    const picture = code.page.locator(`.getting-started-media img[alt="${media.altText}"]`);
    await picture.waitFor();
    await until(`the picture of “${title}”`, () => picture.evaluate((image) => image.naturalWidth > 0));
  }
  await code.screenshot('walkthrough');
});
