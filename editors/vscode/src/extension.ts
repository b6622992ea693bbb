// Where to start: what the extension consists of, and how its parts meet.

import * as vscode from 'vscode';
import { createDockerignore } from './dockerignore.ts';
import { anyDockerfile, dockerfiles, isDockerfile, wantedDockerfile } from './documents.ts';
import { fixAll, fixesAll } from './fixall.ts';
import { Graph } from './graph.ts';
import { ImageNames } from './imagename.ts';
import { DockerLenses } from './lenses.ts';
import { registerReferences } from './references.ts';
import { mentionRivals, Rivals } from './rivals.ts';
import { registerRules } from './rules.ts';
import { Session, type State } from './session.ts';
import { declared, mistakes } from './settings.ts';
import { showStatus } from './status.ts';
import { registerDockerCommands } from './terminal.ts';

let session: Session | undefined;

/** What other extensions, and tests, get to know. */
export interface Api {
  /** What the server does at the moment. */
  state(): State;
}

export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('slipway', { log: true });
  const settings = declared(context.extension);
  const names = new ImageNames(context.workspaceState);
  const lenses = new DockerLenses();
  const rivals = new Rivals(context.extensionUri, () => session?.findAgain());
  session = new Session(context.extension, settings, rivals, log);
  const started = session;
  const graph = new Graph(context.extensionUri, session);
  context.subscriptions.push(
    log,
    rivals,
    showStatus(session, log),
    vscode.languages.registerCodeLensProvider(dockerfiles, lenses),
    graph,
    registerDockerCommands(session, names),
    registerReferences(),
    registerRules(context.extensionUri),
    ...registerCommands(session, names, graph, log),
    session.onDidChange((state) => {
      lenses.refresh();
      void vscode.commands.executeCommand('setContext', 'slipway.fixAll', state.is === 'running' && fixesAll(started.client));
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
  return { state: () => started.state };
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}

function registerCommands(session: Session, names: ImageNames, graph: Graph, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const commands: Record<string, () => unknown> = {
    'slipway.restart': () => session.restart(),
    'slipway.showOutput': () => log.show(),
    'slipway.showGraph': () => withDockerfile((editor) => graph.show(editor)),
    'slipway.fixAll': () => withDockerfile(fixAll),
    'slipway.nameImage': () => withDockerfile(({ document }) => names.ask(document.uri)),
    'slipway.createDockerignore': () => withDockerfile((editor) => createDockerignore(session, editor)),
  };
  return Object.entries(commands).map(([id, does]) => vscode.commands.registerCommand(id, does));
}

function withDockerfile(does: (editor: vscode.TextEditor) => unknown): unknown {
  const editor = wantedDockerfile();
  return editor && does(editor);
}
