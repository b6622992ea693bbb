// Finds what others find, too, and says it as they do; nothing while its setting says so.
const vscode = require('vscode');

/** A source, a code, a severity, and the text that it is found at. */
const all = [
  ['dockerfile-utils', 0, 'Warning', /^copy/m, 'Instructions are in uppercase'],
  ['dockerfile-utils', 38, 'Error', /^EXPSE/m, 'There is no such instruction'],
  ['hadolint', 'DL3025', 'Warning', /^CMD .*/m, 'Use JSON'],
  ['cSpell', undefined, 'Information', /pip install/, 'Unknown word'],
];

exports.activate = ({ subscriptions }) => {
  const found = vscode.languages.createDiagnosticCollection('rival');
  const find = (document) => {
    if (document.languageId !== 'dockerfile') return;
    const off = vscode.workspace.getConfiguration().get('docker.languageserver.diagnostics.instructionCasing') === 'ignore';
    found.set(document.uri, off ? [] : all.flatMap(([source, code, severity, at, message]) => {
      const match = at.exec(document.getText());
      if (!match) return [];
      const range = new vscode.Range(document.positionAt(match.index), document.positionAt(match.index + match[0].length));
      return [Object.assign(new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity[severity]), { source, code })];
    }));
  };
  const findAll = () => vscode.workspace.textDocuments.forEach(find);
  subscriptions.push(
    found,
    vscode.workspace.onDidOpenTextDocument(find),
    vscode.workspace.onDidChangeTextDocument(({ document }) => find(document)),
    vscode.workspace.onDidChangeConfiguration(findAll),
  );
  findAll();
};
