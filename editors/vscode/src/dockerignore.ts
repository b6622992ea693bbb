// What does a new .dockerignore say?

import * as vscode from 'vscode';

/** What is hardly ever meant to be in an image, and why. */
const always: [pattern: string, why: string][] = [
  ['.git', 'history: large, and it changes with each commit'],
  ['.env', 'secrets do not belong in images'],
];

/** The same of what is named only where the folder has it. */
const ifPresent: [pattern: string, why: string][] = [
  ['.github', 'instructions for machines that build, not for the image'],
  ['.vscode', 'settings of editors'],
  ['.idea', 'settings of editors'],
  ['.venv', 'made anew in the image, for its own system'],
  ['venv', 'made anew in the image, for its own system'],
  ['node_modules', 'made anew in the image, for its own system'],
  ['__pycache__', 'made anew in the image'],
  ['.DS_Store', 'of the file manager'],
];

/** Opens the .dockerignore that counts for a Dockerfile; where there is none, makes one first. */
export async function createDockerignore(dockerfile: vscode.Uri): Promise<void> {
  const folder = vscode.Uri.joinPath(dockerfile, '..');
  const name = dockerfile.path.split('/').pop() ?? '';
  // BuildKit takes the one with the Dockerfile's name first.
  for (const file of [`${name}.dockerignore`, '.dockerignore']) {
    const existing = vscode.Uri.joinPath(folder, file);
    if (await exists(existing)) {
      await vscode.window.showTextDocument(existing);
      return;
    }
  }
  const made = vscode.Uri.joinPath(folder, '.dockerignore');
  await vscode.workspace.fs.writeFile(made, new TextEncoder().encode(await content(folder)));
  await vscode.window.showTextDocument(made);
}

async function content(folder: vscode.Uri): Promise<string> {
  const present = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const lines = [...always, ...ifPresent.filter(([pattern]) => present.has(pattern))].flatMap(([pattern, why]) => [`# ${why}`, pattern]);
  return ['# What COPY and ADD do not see, one pattern a line; “!” in front brings something back.', ...lines, ''].join('\n');
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
