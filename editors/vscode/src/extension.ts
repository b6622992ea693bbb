// Where to start: what the extension consists of, and how its parts meet.

import * as vscode from 'vscode';
import { createDockerignore } from './dockerignore.ts';
import { activeDockerfile, anyDockerfile, dockerfiles, isDockerfile } from './documents.ts';
import { ImageNames } from './imagename.ts';
import { DockerLenses } from './lenses.ts';
import { mentionRivals } from './rivals.ts';
import { Session } from './session.ts';
import { declared, mistakes } from './settings.ts';
import { showStatus } from './status.ts';
import { registerDockerCommands } from './terminal.ts';

let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('slipway', { log: true });
  const settings = declared(context.extension);
  const names = new ImageNames(context.workspaceState);
  const lenses = new DockerLenses();
  session = new Session(context.extension, settings, log);
  context.subscriptions.push(
    log,
    showStatus(session, log),
    vscode.languages.registerCodeLensProvider(dockerfiles, lenses),
    registerDockerCommands(names),
    ...registerCommands(session, names, log),
    session.onDidChange((state) => {
      lenses.refresh();
      void vscode.commands.executeCommand('setContext', 'slipway.fixAll', state.is === 'running' && fixesAll(session));
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('slipway')) return;
      for (const words of mistakes(settings)) void vscode.window.showWarningMessage(`slipway: ${words}`);
      if (change.affectsConfiguration('slipway.path')) void session?.restart();
      lenses.refresh();
    }),
    // Before that the setting slipway.path of the workspace did not count.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void session?.restart()),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isDockerfile(document)) void mentionRivals(context.globalState);
    }),
    vscode.extensions.onDidChange(() => void mentionRivals(context.globalState)),
  );
  for (const words of mistakes(settings)) void vscode.window.showWarningMessage(`slipway: ${words}`);
  void session.restart(); // tells by itself how it goes
  if (anyDockerfile()) void mentionRivals(context.globalState);
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}

function registerCommands(session: Session, names: ImageNames, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const commands: Record<string, () => unknown> = {
    'slipway.restart': () => session.restart(),
    'slipway.showOutput': () => log.show(),
    'slipway.fixAll': () =>
      vscode.commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.slipway', apply: 'first' }),
    'slipway.nameImage': () => withDockerfile((document) => names.ask(document)),
    'slipway.createDockerignore': () => withDockerfile(createDockerignore),
  };
  return Object.entries(commands).map(([id, does]) => vscode.commands.registerCommand(id, does));
}

function withDockerfile(does: (document: vscode.Uri) => unknown): unknown {
  const editor = activeDockerfile();
  return editor && does(editor.document.uri);
}

/** Tells whether the server that runs has a code action that fixes a whole file. */
function fixesAll(session: Session | undefined): boolean {
  const provider = session?.client?.initializeResult?.capabilities.codeActionProvider;
  return typeof provider === 'object' &&
    (provider.codeActionKinds ?? []).some((kind) => kind === 'source.fixAll' || kind === 'source.fixAll.slipway');
}
