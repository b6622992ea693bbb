// Does another extension say the same about Dockerfiles?

import * as vscode from 'vscode';

/** Extensions that report findings in Dockerfiles, by their ids. */
const known = ['docker.docker', 'ms-azuretools.vscode-docker', 'ms-azuretools.vscode-containers', 'exiasr.hadolint'];

/**
 * Says once of each such extension that its findings come twice now, and offers
 * to turn them off: by its own settings where it has some for that, otherwise by
 * showing the extension, for the person to decide.
 */
export async function mentionRivals(memory: vscode.Memento): Promise<void> {
  for (const id of known) {
    const rival = vscode.extensions.getExtension(id);
    // One without a program of its own only stands for others, in a pack.
    if (!rival?.packageJSON.main || memory.get(key(id))) continue;
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
    `slipway: “${title}” also reports findings in Dockerfiles, so that you may see some of them twice.`, choice, 'Keep Both');
  if (answer !== choice) return;
  if (off.size === 0) {
    await vscode.commands.executeCommand('workbench.extensions.search', `@id:${rival.id}`);
    return;
  }
  const configuration = vscode.workspace.getConfiguration();
  for (const [name, value] of off) await configuration.update(name, value, vscode.ConfigurationTarget.Global);
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
