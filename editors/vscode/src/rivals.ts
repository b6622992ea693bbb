// Does another extension say the same about Dockerfiles?

import * as vscode from 'vscode';
import { isOfRival, saysTheSame, type RuleNames } from './doubles.ts';
import { ruleNames } from './rules.ts';

/** Extensions that report findings in Dockerfiles, by their ids. */
const known = ['docker.docker', 'ms-azuretools.vscode-docker', 'ms-azuretools.vscode-containers', 'exiasr.hadolint', 'tobiashochguertel.hadolint'];

/**
 * Knows what other extensions have found, so that nothing is said twice: what they
 * say is left to them, as they cannot be silenced without asking. `changed` is called
 * when they find something else in a Dockerfile than before.
 */
export class Rivals implements vscode.Disposable {
  private readonly seen = new Map<string, string>(); // what they have found, by document
  private names: RuleNames = new Map(); // empty until they are needed
  private readonly listener: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, changed: () => void) {
    this.listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.filter((uri) => this.findsOther(uri)).length > 0) changed();
    });
  }

  dispose(): void {
    this.listener.dispose();
  }

  /** Our findings without those that another extension has, too. */
  async without(document: vscode.Uri, ours: vscode.Diagnostic[]): Promise<vscode.Diagnostic[]> {
    const theirs = findings(document);
    if (theirs.length === 0) return ours;
    if (this.names.size === 0) this.names = await ruleNames(this.extension);
    return ours.filter((our) => !theirs.some((their) => saysTheSame(our, their, this.names)));
  }

  private findsOther(document: vscode.Uri): boolean {
    const key = document.toString();
    const before = this.seen.get(key);
    const now = findings(document).map(({ range, code, severity }) => JSON.stringify([range, code, severity])).join() || undefined;
    if (now === undefined) this.seen.delete(key);
    else this.seen.set(key, now);
    return now !== before;
  }
}

function findings(document: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document).filter(isOfRival);
}

/**
 * Says once of each such extension that what both find is left to it, and offers to
 * turn its findings off: by its own settings where it has some for that, otherwise by
 * showing the extension, for the person to decide.
 */
export async function mentionRivals(memory: vscode.Memento): Promise<void> {
  for (const id of known) {
    const rival = vscode.extensions.getExtension(id);
    // One without a program of its own only stands for others, in a pack.
    if (!rival?.packageJSON.main || memory.get(key(id)) || isSilent(rival)) continue;
    await memory.update(key(id), true);
    await offer(rival);
  }
}

const key = (id: string): string => `told:${id}`;

async function offer(rival: vscode.Extension<unknown>): Promise<void> {
  const title = rival.packageJSON.displayName ?? rival.id;
  const off = switches(rival);
  const choice = off.size > 0 ? 'Turn Off Its Findings' : 'Show Extension';
  const answer = await vscode.window.showInformationMessage(
    `slipway: “${title}” also reports findings in Dockerfiles. What both find is left to it, so that you see it once.`, choice, 'Keep Both');
  if (answer !== choice) return;
  if (off.size === 0) {
    await vscode.commands.executeCommand('workbench.extensions.search', `@id:${rival.id}`);
    return;
  }
  const configuration = vscode.workspace.getConfiguration();
  for (const [name, value] of off) await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

/** Whether a person has turned an extension's findings off already. */
function isSilent(rival: vscode.Extension<unknown>): boolean {
  const off = switches(rival);
  const configuration = vscode.workspace.getConfiguration();
  return off.size > 0 && [...off].every(([name, value]) => configuration.get(name) === value);
}

/** The settings by which an extension's findings in Dockerfiles are turned off, as its own manifest has them. */
function switches(rival: vscode.Extension<unknown>): Map<string, string> {
  const off = new Map<string, string>();
  const sections = [rival.packageJSON.contributes?.configuration ?? []].flat();
  for (const section of sections) {
    for (const [name, schema] of Object.entries<{ enum?: unknown[] }>(section.properties ?? {})) {
      if (name.startsWith('docker.languageserver.diagnostics.') && schema.enum?.includes('ignore')) off.set(name, 'ignore');
    }
  }
  return off;
}
