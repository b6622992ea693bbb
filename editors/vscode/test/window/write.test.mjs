// A first Dockerfile is opened and made better, with the keyboard and the mouse.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { start } from '../rig/vscode.mjs';
import { until } from '../rig/wait.mjs';

let code;
const line = { copy: 6, run: 7, final: 9, cmd: 13 };

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
  await code.hover('MAINTAINER');
  await code.picture('findings');
  await code.press('Escape');
  await code.press('Control+Shift+M');
  const list = '.markers-panel';
  await code.page.waitForSelector(`${list} .marker-message-details-container`);
  const problems = (await code.rows(list)).join('\n');
  for (const finding of ['MaintainerDeprecated', 'FromAsCasing', 'JSONArgsRecommended']) assert.match(problems, new RegExp(finding));
  await code.screenshot('findings');
  await code.press('Control+J');
});

test('RUN is explained', async () => {
  const words = await code.hover('RUN pip');
  assert.match(words, /RUN/);
  assert.ok(words.length > 80, words);
  await code.screenshot('hover');
  await code.picture('hover');
  await code.press('Escape');
});

test('a flag is completed', async () => {
  await code.goTo(line.copy, 6);
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

test('the light bulb turns CMD into its exec form', async () => {
  await code.goTo(line.cmd, 2);
  await code.lightBulb('CMD python');
  await code.rows('.action-widget');
  await code.screenshot('lightbulb');
  await code.picture('lightbulb');
  await code.choose('.action-widget', /exec form/i);
  await code.shows('CMD ["python", "server.py"');
});

test('a stage is renamed everywhere', async () => {
  await code.goTo(2, 29);
  await code.press('F2');
  const input = code.page.locator('.rename-box input:visible');
  await input.waitFor();
  assert.equal(await input.inputValue(), 'base');
  await input.fill('deps');
  await code.screenshot('rename');
  await code.press('Enter');
  await code.shows('FROM deps as final');
  await code.shows('python:3.13-alpine AS deps');
});

test('the document is formatted, and saved as it should be', async () => {
  await code.press('Control+Shift+I');
  await code.shows('COPY static ./static');
  await code.screenshot('formatted');
  const want = readFileSync(join(import.meta.dirname, '..', 'want.txt'), 'utf8');
  assert.equal(await saved(), want);
});

test('Fix All makes the fixes that are safe', async () => {
  await code.command('Dockerfile: Fix All');
  await code.shows('RUN pip install --no-cache-dir -r requirements.txt');
});

test('the lens of a stage leads to its users', async () => {
  await code.page.locator('.codelens-decoration a', { hasText: 'used by final' }).click();
  await code.page.locator('.reference-zone-widget .reference-file, .reference-zone-widget .monaco-list-row').first().waitFor();
  await code.screenshot('users');
  await code.press('Escape');
  await code.page.locator('.reference-zone-widget').waitFor({ state: 'detached' });
});

test('Build is typed into a terminal and not run; the name is asked for once', async () => {
  const lens = (title) => code.page.locator('.codelens-decoration a', { hasText: new RegExp(`^${title}$`) });
  await lens('Build and run').first().waitFor();
  await code.screenshot('lenses');
  await code.picture('lenses');
  await lens('Build').first().click();
  const input = code.page.locator('.quick-input-widget:visible .quick-input-box input');
  await input.waitFor();
  assert.equal(await input.inputValue(), 'web');
  await input.fill('kim/web:1');
  await code.press('Enter');
  const typed = async (words) => until(words, async () =>
    (await code.page.locator('.xterm-rows').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ').replaceAll('\n', '').includes(words));
  await typed('docker build --target deps -t kim/web:1 .');
  await code.screenshot('build');
  const screen = (await code.page.locator('.xterm-rows').allInnerTexts()).join('\n');
  assert.doesNotMatch(screen, /not found|daemon|ERROR/);
  await lens('Build and run').first().click();
  await typed('docker build -t kim/web:1 . && docker run --rm -it -p 5000:5000 kim/web:1');
  await code.press('Control+J');
});

test('the stage graph follows the cursor and the text, and leads to a stage', async () => {
  await code.turnTo('Dockerfile');
  await code.command('Dockerfile: Show Stage Graph');
  const graph = code.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  const current = (name) => graph.locator('g.stage.current', { hasText: name }).waitFor();
  await code.goTo(line.run, 1);
  await current('deps');
  await code.goTo(line.cmd, 1);
  await current('final');
  await code.screenshot('graph');
  await code.picture('graph');
  await graph.locator('g.stage', { hasText: 'deps' }).click();
  await code.page.locator('.statusbar-item', { hasText: /Ln 2, Col 1(?!\d)/ }).waitFor();
  await current('deps');
  await code.press('Control+Home');
  await code.page.keyboard.insertText('FROM busybox AS tools\n');
  await graph.locator('g.stage', { hasText: 'tools' }).waitFor();
  await until('the text is as it was', async () => {
    await code.press('Control+Z');
    return (await code.text()).startsWith('# A small web server');
  });
  await graph.locator('g.stage').nth(2).waitFor({ state: 'detached' });
  await code.close('Stages of');
});

test('the page of a rule is shown', async () => {
  await code.turnTo('Dockerfile');
  await code.goTo(1, 1); // where nothing is found, so that the rule is asked for
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
  await code.goTo(line.run, 1);
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
  assert.match(readFileSync(join(code.folder, '.dockerignore'), 'utf8'), /^\.git$/m);
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
