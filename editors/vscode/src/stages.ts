// Which stages does a Dockerfile have? The server knows: they are in its outline.

import * as vscode from 'vscode';

/** A stage of a Dockerfile. */
export interface Stage {
  /** Undefined for one without a name of its own, which --target cannot name: unlike COPY --from, it takes no number. */
  name: string | undefined;
  /** The whole stage, from FROM. */
  range: vscode.Range;
  /** What its EXPOSE instructions say, as written. */
  ports: string[];
  last: boolean;
}

/** The stages in the order of the file; none while the server does not answer. */
export async function stagesOf(document: vscode.Uri): Promise<Stage[]> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider', document);
  const stages = (symbols ?? []).filter((symbol) => symbol.kind === vscode.SymbolKind.Class);
  return stages.map((symbol, index) => ({
    // Beside its own name a stage has its image as detail; without one the image is its name.
    name: symbol.detail === '' ? undefined : symbol.name,
    range: symbol.range,
    ports: within(symbol).filter((inner) => inner.kind === vscode.SymbolKind.Number).map((port) => port.name),
    last: index === stages.length - 1,
  }));
}

function within(symbol: vscode.DocumentSymbol): vscode.DocumentSymbol[] {
  return symbol.children.flatMap((child) => [child, ...within(child)]);
}
