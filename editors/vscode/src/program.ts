// Which program is the server?

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import { judge, type Verdict } from './version.ts';

const onWindows = process.platform === 'win32';
const fileName = onWindows ? 'slipway.exe' : 'slipway';

/** The program to run, and where its path came from. */
export interface Program {
  path: string;
  from: 'the setting slipway.path' | 'the extension' | 'the PATH';
}

/**
 * The program to run: the one of the setting `slipway.path`, else the one that
 * came with the extension, else the first on the PATH. A relative path is not
 * taken: what it means would depend on the folder that happens to be open.
 *
 * In a workspace that is not trusted VS Code hides its value of `slipway.path`
 * (package.json, restrictedConfigurations), so that nothing in the workspace can
 * name a program. Entries of the PATH that are not absolute are left out for the
 * same reason.
 */
export function findProgram(extension: vscode.Uri): Program | undefined {
  const set = vscode.workspace.getConfiguration('slipway').get<unknown>('path');
  if (typeof set === 'string' && set !== '') {
    return { path: set, from: 'the setting slipway.path' };
  }
  const bundled = vscode.Uri.joinPath(extension, 'bin', fileName).fsPath;
  if (isProgram(bundled)) return { path: bundled, from: 'the extension' };
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (isAbsolute(folder) && isProgram(join(folder, fileName))) {
      return { path: join(folder, fileName), from: 'the PATH' };
    }
  }
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, onWindows ? constants.F_OK : constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What is wrong with a program, in words for its user; undefined if nothing is. */
export async function complaint(program: Program, wanted: string): Promise<string | undefined> {
  const where = `${program.path} (from ${program.from})`;
  if (!isAbsolute(program.path)) return `slipway.path must be an absolute path, and “${program.path}” is not.`;
  if (!isProgram(program.path)) return `There is no program at ${where}.`;
  let printed: string;
  try {
    printed = (await output(program.path, ['--version'])).split('\n', 1)[0] ?? '';
  } catch (error) {
    return `${where} cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
  const words: Record<Verdict, string | undefined> = {
    'fine': undefined,
    'not slipway': `${where} is not slipway: it says “${printed.trim()}” for its version.`,
    'too old': `${where} is ${printed.trim()}, and this extension needs ${wanted} or later.`,
  };
  return words[judge(printed, wanted)];
}

/** What a program prints. It fails with what the program says of its mistake. */
export function output(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 10_000, windowsHide: true }, (error, stdout, stderr) => {
      if (error) reject(stderr === '' ? error : new Error(stderr.trim()));
      else resolve(stdout);
    });
  });
}
