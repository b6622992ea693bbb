// Which documents are ours?

import * as vscode from 'vscode';

/** Dockerfiles, wherever their text comes from: disk, remote machine, unsaved. */
export const dockerfiles = [{ language: 'dockerfile' }];

/** Tells whether a document is a Dockerfile. */
export function isDockerfile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(dockerfiles, document) > 0;
}

/** The Dockerfile that a person is working in. */
export function activeDockerfile(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && isDockerfile(editor.document) ? editor : undefined;
}

/** The same for a command; where none is active, one that is to be seen. Without any it says so. */
export function wantedDockerfile(): vscode.TextEditor | undefined {
  const editor = activeDockerfile() ?? vscode.window.visibleTextEditors.find(({ document }) => isDockerfile(document));
  if (!editor) void vscode.window.showInformationMessage('slipway: open a Dockerfile first.');
  return editor;
}

/** Whether a Dockerfile is open. */
export function anyDockerfile(): boolean {
  return vscode.workspace.textDocuments.some(isDockerfile);
}
