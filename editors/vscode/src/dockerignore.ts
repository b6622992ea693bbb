// Where is the ignore file of a Dockerfile, and what does a new one say? The server
// knows: it may belong to another folder than the Dockerfile's.

import * as vscode from 'vscode';
import type { Session } from './session.ts';

/** Opens the ignore file that counts for a Dockerfile; where there is none, makes one first. */
export async function createDockerignore(session: Session, { document }: vscode.TextEditor): Promise<void> {
  try {
    const { ignoreFile, content } = await session.context(document.uri);
    const file = vscode.Uri.parse(ignoreFile);
    if (content !== undefined && !await exists(file)) {
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
    }
    await vscode.window.showTextDocument(file);
  } catch (error) {
    void vscode.window.showErrorMessage(`slipway: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
