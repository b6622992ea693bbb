// Writes the settings of the server into package.json, as the server's own schema
// has them:
//   node scripts/settings.mjs /path/to/slipway
// or, with --check, only tells whether they are those already.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** The sections of the settings page by the beginnings of their keys, of which the longest counts. */
const sections = { 'build.': 'Build', 'lint.': 'Lint', 'lint.hadolint.': 'Lint as hadolint does', 'format.': 'Format', 'inlayHints.': 'Hints', 'log.': 'Log' };

/**
 * What the editor adds to a setting. A person may name the program ShellCheck here; a
 * file of the project may not.
 */
const here = {
  'lint.shellcheck': { enum: undefined, enumDescriptions: undefined, scope: 'machine-overridable' },
};

const { values: { check }, positionals: [slipway] } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
if (slipway === undefined) throw new Error('usage: settings.mjs [--check] /path/to/slipway');

const file = resolve(import.meta.dirname, '..', 'package.json');
const before = readFileSync(file, 'utf8');
const manifest = JSON.parse(before);
const [own] = manifest.contributes.configuration; // the extension's own, written by hand
manifest.contributes.configuration = [own, ...configuration(JSON.parse(execFileSync(slipway, ['settings'], { encoding: 'utf8' })))];
const after = `${JSON.stringify(manifest, null, 2)}\n`;

if (check && before !== after) {
  console.error('The settings in package.json are not those of the server: run “make vscode-settings”.');
  process.exit(1);
}
if (!check) writeFileSync(file, after);

/** The sections of contributes.configuration for a schema. */
function configuration(schema) {
  const of = Object.groupBy(leaves(schema.properties, ''), ([key]) => sectionOf(key));
  return Object.values(sections).map((title) => ({
    title,
    properties: Object.fromEntries(of[title].map(([key, leaf]) => [`slipway.${key}`, { ...setting(leaf), ...here[key] }])),
  }));
}

function sectionOf(key) {
  const prefix = Object.keys(sections).filter((each) => key.startsWith(each)).sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) throw new Error(`${key} belongs to no section of the settings page: see “sections” in this script`);
  return sections[prefix];
}

/** The settings in a schema, with their whole keys. */
function* leaves(properties, prefix) {
  for (const [name, schema] of Object.entries(properties)) {
    if (schema.properties && schema.additionalProperties === false) yield* leaves(schema.properties, `${prefix}${name}.`);
    else yield [prefix + name, schema];
  }
}

/** A setting as VS Code has it. Its settings page knows lists, but not “a list or a text”. */
function setting({ description, oneOf, ...rest }) {
  const list = oneOf?.find((each) => each.type === 'array');
  return { ...rest, ...list, markdownDescription: description };
}
