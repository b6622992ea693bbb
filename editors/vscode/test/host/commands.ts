// What the commands of the extension do.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, folder, manifest, open, servers, state, until } from './workspace.ts';

/** The titles of the tabs of a kind. */
const tabs = (kind: string): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(kind));

suite('commands', () => {
  suiteTeardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  test('each one that is declared is there', async () => {
    const there = new Set(await vscode.commands.getCommands(true));
    const declared: { command: string }[] = manifest.contributes.commands;
    assert.deepEqual(declared.map((each) => each.command).filter((command) => !there.has(command)), []);
  });

  test('Restart starts another server', async () => {
    await state('running');
    const before = servers();
    await vscode.commands.executeCommand('slipway.restart');
    await until('one other server', () => servers().length === 1 && !before.includes(servers()[0]!));
  });

  test('Fix All makes the fixes that are safe', async () => {
    const { document } = await open('FROM python:3.13\nRUN pip install flask==3.1\n');
    await findings(document, 'DL3042');
    await vscode.commands.executeCommand('slipway.fixAll');
    await until('fixed', () => document.getText() === 'FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1\n');
  });

  test('Explain Rule opens the page of the finding at the cursor', async () => {
    const editor = await open('FROM alpine:3.22\nCMD echo $HOME\n');
    await findings(editor.document, 'JSONArgsRecommended');
    editor.selection = new vscode.Selection(1, 1, 1, 1);
    await vscode.commands.executeCommand('slipway.explainRule');
    await until('a page', () => tabs('markdown.preview').some((tab) => tab.label.includes('JSONArgsRecommended')));
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('slipway-rule:/DL3042.md'));
    assert.match(page.getText(), /^# DL3042\n/);
  });

  test('Show Stage Graph opens a panel, once', async () => {
    await open('FROM alpine AS a\nFROM a\n');
    await vscode.commands.executeCommand('slipway.showGraph');
    await vscode.commands.executeCommand('slipway.showGraph');
    await until('a panel', () => tabs('slipway.graph').length === 1);
  });

  test('the places of a lens are shown', async () => {
    const { document } = await open('FROM alpine AS a\nFROM a\n');
    const uri = document.uri.toString();
    const range = { start: { line: 1, character: 5 }, end: { line: 1, character: 6 } };
    await vscode.commands.executeCommand('slipway.showReferences', uri, { line: 0, character: 0 }, [{ uri, range }]);
  });

  test('a stage is offered to be built where --target can name it, and the last one always', async () => {
    const { document } = await open('FROM alpine\nFROM alpine AS named\nFROM alpine\nCOPY --from=0 /etc /etc\n');
    const lenses = await until('lenses', async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 99);
      const ours = all.filter(({ command }) => /^slipway\.(build|push)/.test(command?.command ?? ''));
      return ours.length > 0 && ours.map(({ range, command }) => `${range.start.line} ${command!.title}`);
    });
    assert.deepEqual(lenses.sort(), ['1 Build', '2 Build', '2 Build and run', '2 Push']);
  });

  test('Create .dockerignore writes one, and opens the one that counts', async () => {
    const ignore = vscode.Uri.joinPath(folder, '.dockerignore');
    await open('FROM alpine\n');
    await vscode.commands.executeCommand('slipway.createDockerignore');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), ignore.toString());
    assert.match(vscode.window.activeTextEditor.document.getText(), /^\*\*\/\.git$/m);
    const { document } = await open('FROM alpine\n');
    const own = vscode.Uri.parse(`${document.uri}.dockerignore`);
    await vscode.workspace.fs.writeFile(own, new TextEncoder().encode('*\n'));
    await until('its own one is opened', async () => { // once the server has seen it
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('slipway.createDockerignore');
      return vscode.window.activeTextEditor?.document.uri.toString() === own.toString();
    });
    await vscode.workspace.fs.delete(ignore);
  });
});
