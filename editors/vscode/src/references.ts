// How does a lens of the server, such as “used by …”, show where it leads?

import * as vscode from 'vscode';
import type { ClientCapabilities, FeatureState, StaticFeature } from 'vscode-languageclient/node';
import type { Location, Position } from 'vscode-languageclient/node';

const command = 'slipway.showReferences';

/** Tells the server that we have the command; LSP has no name for one that every client knows. */
export class ReferencesFeature implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: [command] } };
  }

  initialize(): void {}

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {}
}

/** The command itself. Its arguments come from the server, in the forms of LSP. */
export function registerReferences(): vscode.Disposable {
  return vscode.commands.registerCommand(command, (uri: string, at: Position, places: Location[]) =>
    vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), position(at),
      places.map((place) => new vscode.Location(vscode.Uri.parse(place.uri),
        new vscode.Range(position(place.range.start), position(place.range.end))))));
}

const position = (at: Position): vscode.Position => new vscode.Position(at.line, at.character);
