// Which docker commands does each FROM offer?

import * as vscode from 'vscode';
import { stagesOf, type Stage } from './stages.ts';

/**
 * «Build» above each stage that --target can name, and all three above the last. A
 * build runs what the Dockerfile says, so that a workspace must be trusted first.
 */
export class DockerLenses implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;

  /** Asks VS Code to ask again. */
  refresh(): void {
    this.changed.fire();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const wanted = vscode.workspace.getConfiguration('slipway', document.uri).get<boolean>('codeLens.docker');
    if (!wanted || document.isUntitled || !vscode.workspace.isTrusted) return [];
    const stages = await stagesOf(document.uri);
    return stages.flatMap((stage) => lenses(document.uri, stage));
  }
}

function lenses(document: vscode.Uri, stage: Stage): vscode.CodeLens[] {
  const place = new vscode.Range(stage.range.start, stage.range.start);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(place, {
      title, command, arguments: [document, stage.range.start.line],
      tooltip: 'Types the command into a terminal. You run it.',
    });
  if (!stage.last) return stage.name === undefined ? [] : [lens('Build', 'slipway.build')];
  return [lens('Build', 'slipway.build'), lens('Build and run', 'slipway.buildAndRun'), lens('Push', 'slipway.push')];
}
