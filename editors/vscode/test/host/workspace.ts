// The workspace of the tests, and what they wait for.

import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Api } from '../../src/extension.ts';
import type { State } from '../../src/session.ts';

/** The folder that is open. */
export const folder = vscode.workspace.workspaceFolders![0]!.uri;

/** The extension's package.json. */
export const manifest = vscode.extensions.getExtension('slipway-dev.slipway')!.packageJSON;

let file = 0;

/** Writes a Dockerfile and opens it. */
export async function open(text: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(folder, `Dockerfile.${++file}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(uri);
}

/** Waits until something is so, and gives what it is. */
export async function until<T>(what: string, is: () => T | Thenable<T>, seconds = 20): Promise<Exclude<T, false | null | undefined>> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
    const value = await is();
    if (value) return value as Exclude<T, false | null | undefined>;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

/** The codes of the findings of a document, once all that are wanted are there. */
export function findings(document: vscode.TextDocument, ...wanted: string[]): Promise<vscode.Diagnostic[]> {
  return until(`findings ${wanted.join(', ')}`, () => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return wanted.every((code) => found.some((each) => codeOf(each) === code)) && found;
  }) as Promise<vscode.Diagnostic[]>;
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function api(): Promise<Api> {
  return vscode.extensions.getExtension<Api>('slipway-dev.slipway')!.activate();
}

/** Waits until the server does something. */
export async function state<Is extends State['is']>(is: Is, seconds = 20): Promise<State & { is: Is }> {
  const { state } = await api();
  return until(`the server is ${is}`, () => state().is === is && state(), seconds).catch((error) => {
    throw new Error(`${error.message}, but ${JSON.stringify(state())}`);
  }) as Promise<State & { is: Is }>;
}

/** Gives a setting a value for everything, or with undefined takes it away. */
export async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

/** The process ids of the servers that this extension host has started. */
export function servers(): number[] {
  return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('slipway\0serve'));
}
