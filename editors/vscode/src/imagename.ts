// What is the image of a Dockerfile called?

import * as vscode from 'vscode';
import { nameMistake } from './docker.ts';

/** Asks once for the name of a Dockerfile's image and remembers it for the workspace. */
export class ImageNames {
  constructor(private readonly memory: vscode.Memento) {}

  /** The remembered name, or the one that is given now; undefined if the question is dismissed. */
  async of(document: vscode.Uri): Promise<string | undefined> {
    return this.memory.get<string>(key(document)) ?? this.ask(document);
  }

  /** Asks anew. */
  async ask(document: vscode.Uri): Promise<string | undefined> {
    const name = await vscode.window.showInputBox({
      title: 'Name of the image',
      prompt: 'It is remembered for this Dockerfile; the command “Dockerfile: Name the Image” changes it.',
      value: this.memory.get<string>(key(document)) ?? suggestion(document),
      validateInput: (text) => nameMistake(text.trim()),
    });
    if (name === undefined) return undefined;
    await this.memory.update(key(document), name.trim());
    return name.trim();
  }
}

const key = (document: vscode.Uri): string => `image:${document.toString()}`;

/** The name of the folder, as far as images may be called that. */
function suggestion(document: vscode.Uri): string {
  const folder = vscode.Uri.joinPath(document, '..').path.split('/').pop() ?? '';
  const name = folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'app' : name;
}
