// How do docker commands reach a terminal?

import { relative } from 'node:path';
import * as vscode from 'vscode';
import { build, push, run, type Image } from './docker.ts';
import { wantedDockerfile } from './documents.ts';
import type { ImageNames } from './imagename.ts';
import type { Session } from './session.ts';
import { andThen, commandLine, kindOfShell, type Shell } from './shell.ts';
import { stagesOf, type Stage } from './stages.ts';

const patience = 1_500; // milliseconds

/** Makes the command line of an action; undefined where its words do not fit the shell. */
type Action = (image: Image, stage: Stage | undefined, shell: Shell) => string | undefined;

const actions: Record<string, Action> = {
  'slipway.build': (image, _stage, shell) => commandLine(build(image), shell),
  'slipway.buildAndRun': (image, stage, shell) => {
    const [first, second] = [commandLine(build(image), shell), commandLine(run(image, stage?.ports ?? []), shell)];
    return first === undefined || second === undefined ? undefined : andThen(first, second, shell);
  },
  'slipway.push': (image, _stage, shell) => commandLine(push(image), shell),
};

/**
 * Commands that type a docker command into a new terminal and leave it there, for
 * the person to read, change and run. From a lens they come with the document
 * and the line of its FROM; otherwise they mean the last stage.
 */
export function registerDockerCommands(session: Session, names: ImageNames): vscode.Disposable {
  const commands = Object.entries(actions).map(([id, action]) =>
    vscode.commands.registerCommand(id, (document?: vscode.Uri, line?: number) => type(session, names, action, document, line)));
  return vscode.Disposable.from(...commands);
}

async function type(session: Session, names: ImageNames, action: Action, given?: vscode.Uri, line?: number): Promise<void> {
  const document = given ?? wantedDockerfile()?.document.uri;
  if (!document || !vscode.workspace.isTrusted) return;
  const stages = await stagesOf(document);
  const stage = stages.find((each) => line === undefined ? each.last : each.range.start.line === line);
  const name = await names.of(document);
  if (name === undefined) return;
  const folder = vscode.Uri.joinPath(document, '..');
  const image: Image = {
    file: document.path.split('/').pop() ?? 'Dockerfile',
    context: await contextFrom(folder, session, document),
    name,
    target: stage === undefined || stage.last ? undefined : stage.name,
  };
  const text = action(image, stage, kindOfShell(vscode.env.shell));
  if (text === undefined) {
    void vscode.window.showErrorMessage('slipway: the file name has characters that cannot be typed into this terminal.');
    return;
  }
  const terminal = vscode.window.createTerminal({ name: 'docker', cwd: folder });
  terminal.show();
  await prompt(terminal);
  terminal.sendText(text, false);
}

/** The path of a Dockerfile's build context from a folder. Where the server does not know it, it is taken for the folder. */
async function contextFrom(folder: vscode.Uri, session: Session, document: vscode.Uri): Promise<string> {
  const context = await session.context(document).catch(() => undefined);
  return (context && relative(folder.fsPath, vscode.Uri.parse(context.uri).fsPath)) || '.';
}

/**
 * Waits until a shell is ready to be typed to: what comes before its prompt is shown
 * there, and then once more behind it. A shell tells VS Code 1.93 and later when it is;
 * for one that does not, a while must do.
 */
async function prompt(terminal: vscode.Terminal & { shellIntegration?: unknown }): Promise<void> {
  await terminal.processId;
  for (const end = Date.now() + patience; !terminal.shellIntegration && Date.now() < end;) {
    await new Promise((done) => setTimeout(done, 50));
  }
}
