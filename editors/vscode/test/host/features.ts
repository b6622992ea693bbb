// What the server knows arrives at VS Code's own interfaces.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, findings, folder, open, set, until } from './workspace.ts';

const first = `FROM alpine:3.22 AS base
ENV COLOR=blue
RUN echo $COLOR

FROM base AS final
COPY --from=base /etc/os-release /
CMD echo "good day"
`;

const at = (line: number, character: number): vscode.Position => new vscode.Position(line, character);

/** Asks one of VS Code's commands that answer as the editor would be answered. */
async function ask<T>(command: string, { document }: vscode.TextEditor, ...more: unknown[]): Promise<T> {
  return until(command, () => vscode.commands.executeCommand<T>(`vscode.execute${command}`, document.uri, ...more));
}

const words = (hovers: vscode.Hover[]): string =>
  hovers.flatMap((hover) => hover.contents.map((each) => (each as vscode.MarkdownString).value)).join('\n');

suite('language', () => {
  for (const [language, names] of Object.entries({
    dockerfile: ['Dockerfile', 'dockerfile', 'Containerfile', 'Dockerfile.dev', 'Dockerfile.dev.arm64', 'Containerfile.dev', 'api.Dockerfile', 'api.dockerfile', 'api.containerfile'],
    // What speaks about Dockerfiles, or makes them. VS Code's own names would have Dockerfile.* be Dockerfiles.
    markdown: ['Dockerfile.md', 'Containerfile.dev.md'],
    yaml: ['Dockerfile.yml', 'Dockerfile.yaml'],
    python: ['Dockerfile.py'],
    shellscript: ['Dockerfile.build.sh'],
    ignore: ['.dockerignore', 'Dockerfile.dockerignore', 'api.Dockerfile.dockerignore'],
  })) {
    test(`${names.join(', ')}: ${language}`, async () => {
      for (const name of names) {
        const uri = vscode.Uri.joinPath(folder, 'names', name);
        await vscode.workspace.fs.writeFile(uri, new Uint8Array());
        assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, language, name);
      }
    });
  }

  test('a line is made a comment, and its brackets are known', async () => {
    const { document, selection } = await open('RUN ["a"]\n');
    assert.ok(selection.isEmpty);
    await vscode.commands.executeCommand('editor.action.commentLine');
    await until('a comment', () => document.getText() === '# RUN ["a"]\n');
    await vscode.commands.executeCommand('editor.action.commentLine');
    await until('none', () => document.getText() === 'RUN ["a"]\n');
    const editor = vscode.window.activeTextEditor!;
    // Brackets are looked for in the background: until then there is none to jump to.
    await until('the other bracket', async () => {
      editor.selection = new vscode.Selection(0, 4, 0, 4);
      await vscode.commands.executeCommand('editor.action.jumpToBracket');
      return until('a jump', () => editor.selection.active.character >= 8, 1).catch(() => false);
    });
  });
});

suite('features', () => {
  let editor: vscode.TextEditor;
  suiteSetup(async () => {
    editor = await open(first);
    await findings(editor.document, 'JSONArgsRecommended');
  });

  test('findings come once, with their range, severity and source', async () => {
    const [found, ...more] = await findings(editor.document, 'JSONArgsRecommended');
    assert.deepEqual(more.map((each) => each.message), []);
    assert.equal(found!.source, 'slipway');
    assert.equal(found!.range.start.line, 6);
    assert.equal(found!.severity, vscode.DiagnosticSeverity.Warning);
  });

  test('findings follow the text', async () => {
    const typed = await open('FROM alpine\n');
    await typed.edit((edit) => edit.insert(at(1, 0), 'EXPSE 80\n'));
    await findings(typed.document, 'SyntaxError');
    await vscode.commands.executeCommand('undo');
    await until('no error', () => vscode.languages.getDiagnostics(typed.document.uri).every((each) => each.severity !== vscode.DiagnosticSeverity.Error));
    await vscode.window.showTextDocument(editor.document);
  });

  test('hover explains an instruction, and tells the value of a variable', async () => {
    assert.match(words(await ask('HoverProvider', editor, at(2, 1))), /RUN/);
    assert.match(words(await ask('HoverProvider', editor, at(2, 11))), /blue/);
  });

  test('flags, stages and variables are completed', async () => {
    const typed = await open(`${first}COPY --\nCOPY --from=\nRUN echo $\n`);
    const labels = async (line: number, character: number): Promise<string[]> => {
      const list: vscode.CompletionList = await ask('CompletionItemProvider', typed, at(line, character));
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const has = async (wanted: RegExp, line: number, character: number): Promise<void> => {
      const found = await labels(line, character);
      assert.ok(found.some((each) => wanted.test(each)), found.join('|'));
    };
    await has(/^--link/, 7, 7);
    await has(/^base$/, 8, 12);
    await has(/COLOR/, 9, 10);
  });

  test('a code action turns the shell form of CMD into its exec form', async () => {
    const typed = await open(first);
    await findings(typed.document, 'JSONArgsRecommended');
    const actions: vscode.CodeAction[] = await ask('CodeActionProvider', typed, new vscode.Range(6, 0, 6, 3), 'quickfix');
    const exec = actions.find((each) => /exec form/i.test(each.title));
    assert.ok(exec?.edit, actions.map((each) => each.title).join('|'));
    await vscode.workspace.applyEdit(exec.edit);
    assert.equal(typed.document.lineAt(6).text, 'CMD ["echo", "good day"]');
  });

  test('rename changes a stage wherever it is named', async () => {
    const edit: vscode.WorkspaceEdit = await ask('DocumentRenameProvider', editor, at(0, 21), 'deps');
    const [[, edits] = []] = edit.entries();
    assert.deepEqual(edits?.map((each) => each.range.start.line), [0, 4, 5]);
  });

  test('definition and references find a stage', async () => {
    const [found]: (vscode.Location & vscode.LocationLink)[] = await ask('DefinitionProvider', editor, at(4, 6));
    assert.equal((found!.range ?? found!.targetRange).start.line, 0);
    const places: vscode.Location[] = await ask('ReferenceProvider', editor, at(0, 21));
    assert.equal(places.length, 3);
  });

  test('the document is formatted, with the settings that are set', async () => {
    const typed = await open('from alpine\nrun   true\n');
    const formatted = async (): Promise<string> => {
      const edits: vscode.TextEdit[] = await ask('FormatDocumentProvider', typed, { tabSize: 4, insertSpaces: true });
      return edits.map((each) => each.newText).join('');
    };
    assert.match(await formatted(), /FROM|RUN/);
    await set('slipway.format.keywords', 'keep');
    await until('the setting counts', async () => !/FROM|RUN/.test(await formatted()));
    await set('slipway.format.keywords', undefined);
  });

  test('outline, folds, links, hints and colours are there', async () => {
    const symbols: vscode.DocumentSymbol[] = await ask('DocumentSymbolProvider', editor);
    assert.deepEqual(symbols.map((each) => each.name), ['base', 'final']);
    assert.ok((await ask<vscode.FoldingRange[]>('FoldingRangeProvider', editor)).length >= 2);
    assert.ok((await ask<vscode.DocumentLink[]>('LinkProvider', editor)).length >= 1);
    const tokens: vscode.SemanticTokens = await until('tokens', () =>
      vscode.commands.executeCommand('vscode.provideDocumentSemanticTokens', editor.document.uri));
    assert.ok(tokens.data.length > 0);
  });

  test('what another extension has found is left to it, as long as it has', async () => {
    const { document } = await open('FROM alpine:3.22\nRUN true\nrun false\nCMD echo $HOME\n');
    await findings(document, 'ConsistentInstructionCasing', 'JSONArgsRecommended');
    const ours = (): string => vscode.languages.getDiagnostics(document.uri)
      .filter((each) => each.source === 'slipway' && each.severity !== vscode.DiagnosticSeverity.Hint).map(codeOf).sort().join();
    const others = vscode.languages.createDiagnosticCollection();
    const say = (source: string, code: string | number, range: vscode.Range): void =>
      others.set(document.uri, [Object.assign(new vscode.Diagnostic(range, 'the same'), { source, code })]);
    try {
      say('hadolint', 'DL3025', new vscode.Range(3, 0, 3, 14));
      await until('the rule with hadolint’s name is gone', () => ours() === 'ConsistentInstructionCasing');
      say('dockerfile-utils', 0, new vscode.Range(2, 0, 2, 3));
      await until('the one with a number is gone, and the other is back', () => ours() === 'JSONArgsRecommended');
      say('cSpell', 0, new vscode.Range(2, 0, 2, 3));
      await until('nothing is left to a spelling checker', () => ours() === 'ConsistentInstructionCasing,JSONArgsRecommended');
    } finally {
      others.dispose();
    }
  });

  test('a rule that is turned off in the settings is silent, and comes back', async () => {
    const silent = (): boolean => vscode.languages.getDiagnostics(editor.document.uri).length === 0;
    await set('slipway.lint.rules', { JSONArgsRecommended: 'off' });
    await until('silence', silent);
    await set('slipway.lint.rules', undefined);
    await findings(editor.document, 'JSONArgsRecommended');
  });
});
