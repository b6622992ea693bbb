// What is a rule about? The program knows: “slipway rules CODE” prints the page.

import * as vscode from 'vscode';
import { activeDockerfile } from './documents.ts';
import { codeOf, type RuleNames } from './doubles.ts';
import { findProgram, output } from './program.ts';

const scheme = 'slipway-rule';

/** A rule as the list of all has it. */
interface Rule extends vscode.QuickPickItem {
  /** Its code. */
  label: string;
}

/** The command that opens the page of a rule, and what writes the pages. */
export function registerRules(extension: vscode.Uri): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (page) => ask(extension, ruleOf(page)),
    }),
    vscode.commands.registerCommand('slipway.explainRule', (code?: unknown) =>
      explain(extension, typeof code === 'string' ? code : undefined)),
  );
}

async function explain(extension: vscode.Uri, given: string | undefined): Promise<void> {
  try {
    const code = given ?? await codeAtCursor() ?? await pick(allRules(extension));
    if (code === undefined) return;
    await ask(extension, code); // fails in place of showing an empty page
    await vscode.commands.executeCommand('markdown.showPreview', pageOf(code));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`slipway: ${words.replace(/^slipway: /, '')}`); // the program says so itself
  }
}

/** The rule of the finding at the cursor; of several, the one that is picked. */
async function codeAtCursor(): Promise<string | undefined> {
  const editor = activeDockerfile();
  if (!editor) return undefined;
  const found = vscode.languages.getDiagnostics(editor.document.uri)
    .filter((each) => each.source === 'slipway' && each.range.contains(editor.selection.active))
    .map((each): Rule => ({ label: codeOf(each), detail: each.message }))
    .filter((rule, at, all) => all.findIndex((each) => each.label === rule.label) === at);
  return found.length > 1 ? pick(found) : found[0]?.label;
}

async function pick(rules: Rule[] | Promise<Rule[]>): Promise<string | undefined> {
  const rule = await vscode.window.showQuickPick(rules, { title: 'Explain a rule', matchOnDetail: true });
  return rule?.label;
}

/** All rules. The program prints them as a table: the code first, and last the title. */
async function allRules(extension: vscode.Uri): Promise<Rule[]> {
  const [heads = '', ...rows] = (await ask(extension)).trimEnd().split('\n');
  const titles = heads.indexOf('WHAT IT FINDS');
  return rows.map((row) => ({ label: row.split(' ', 1)[0] ?? '', detail: row.slice(titles) }));
}

/** Our rules by all that they are called, as other linters do. None where the program does not tell. */
export async function ruleNames(extension: vscode.Uri): Promise<RuleNames> {
  const names = new Map<string, string[]>();
  for (const { label, detail = '' } of await allRules(extension).catch((): Rule[] => [])) {
    const others = /\(((?:DL|SC)\d+(?:, (?:DL|SC)\d+)*)\)$/.exec(detail)?.[1]?.split(', ') ?? [];
    for (const name of [label, ...others]) names.set(name, [...names.get(name) ?? [], label]);
  }
  return names;
}

async function ask(extension: vscode.Uri, ...codes: string[]): Promise<string> {
  const program = findProgram(extension);
  if (!program) throw new Error('the program slipway, which has the pages of the rules, was not found.');
  return output(program.path, ['rules', '--', ...codes]);
}

const pageOf = (code: string): vscode.Uri => vscode.Uri.from({ scheme, path: `/${code}.md` });
const ruleOf = (page: vscode.Uri): string => page.path.slice(1).replace(/\.md$/, '');
