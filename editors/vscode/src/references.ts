// How does a lens of the server, such as “used by …”, show where it leads?

import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient/node';

/** The command that such a lens has. */
export const showReferences = 'slipway.showReferences';

/** Registers it. Its arguments come from the server, in the forms of LSP. */
export function registerReferences(): vscode.Disposable {
  return vscode.commands.registerCommand(showReferences, (uri: string, at: Position, places: Location[]) =>
    vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), position(at),
      places.map((place) => new vscode.Location(vscode.Uri.parse(place.uri),
        new vscode.Range(position(place.range.start), position(place.range.end))))));
}

const position = (at: Position): vscode.Position => new vscode.Position(at.line, at.character);
