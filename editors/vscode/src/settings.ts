// What does the server get to know of the settings?
//
// Only what a person has set. A default that is sent along would win over the
// project's own .slipway.yaml, and the server knows its defaults itself.

import * as vscode from 'vscode';
import { mistake, type Schema } from './schema.ts';

/** Settings of the extension itself, of no use to the server. */
const own = new Set(['slipway.path', 'slipway.trace.server', 'slipway.codeLens.docker']);

/** The settings that the extension's package.json declares, by their full names. */
export function declared(extension: vscode.Extension<unknown>): Map<string, Schema> {
  const sections: { properties: Record<string, Schema> }[] = extension.packageJSON.contributes.configuration;
  return new Map(sections.flatMap((section) => Object.entries(section.properties)));
}

/** The section “slipway” with what was set for a place, as nested objects. */
export function settingsFor(scope: vscode.Uri | undefined, known: Map<string, Schema>): Record<string, unknown> {
  const section: Record<string, unknown> = {};
  const configuration = vscode.workspace.getConfiguration(undefined, scope ?? null);
  for (const [name, schema] of known) {
    if (own.has(name) || !isSet(configuration, name)) continue;
    const value: unknown = configuration.get(name);
    if (mistake(name, value, schema) === undefined) put(section, name.split('.').slice(1), value);
  }
  if (!vscode.workspace.isTrusted) put(section, ['lint', 'shellcheck'], 'off'); // nothing runs a program
  return section;
}

/** One sentence for each setting that has a value it cannot have. */
export function mistakes(known: Map<string, Schema>): string[] {
  const configuration = vscode.workspace.getConfiguration();
  return [...known]
    .filter(([name]) => isSet(configuration, name))
    .map(([name, schema]) => mistake(name, configuration.get(name), schema))
    .filter((words) => words !== undefined);
}

function isSet(configuration: vscode.WorkspaceConfiguration, name: string): boolean {
  const found = configuration.inspect(name);
  return found !== undefined &&
    [found.globalValue, found.workspaceValue, found.workspaceFolderValue].some((value) => value !== undefined);
}

function put(section: Record<string, unknown>, path: string[], value: unknown): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (rest.length === 0) section[first] = value;
  else put((section[first] ??= {}) as Record<string, unknown>, rest, value);
}
