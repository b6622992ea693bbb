// How are all safe fixes of a Dockerfile made at once?

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

const kind = 'source.fixAll.slipway';

/** Tells whether the server that runs has a code action that fixes a whole file. */
export function fixesAll(client: LanguageClient | undefined): boolean {
  const provider = client?.initializeResult?.capabilities.codeActionProvider;
  return typeof provider === 'object' && (provider.codeActionKinds ?? []).some((each) => each === 'source.fixAll' || each === kind);
}

/** Makes them, in the editor: nothing is saved. */
export async function fixAll({ document }: vscode.TextEditor): Promise<void> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, all, kind);
  const edit = actions.find((action) => action.edit)?.edit;
  if (edit) await vscode.workspace.applyEdit(edit);
  else vscode.window.setStatusBarMessage('slipway: there is nothing to fix', 5_000);
}
