import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mistake, type Schema } from '../../src/schema.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const settings = new Map<string, Schema>(
  manifest.contributes.configuration.flatMap((section: { properties: object }) => Object.entries(section.properties)));

test('each default fits its own setting', () => {
  for (const [name, schema] of settings) {
    const { default: value } = schema as Schema & { default?: unknown };
    if (value !== undefined) assert.equal(mistake(name, value, schema), undefined);
  }
});

for (const [name, value, words] of [
  ['slipway.format.shell', 'yes', 'The setting slipway.format.shell must be true or false, and is "yes".'],
  ['slipway.path', null, 'The setting slipway.path must be a string, and is null.'],
  ['slipway.lint.rules', [], 'The setting slipway.lint.rules must be an object, and is [].'],
  ['slipway.lint.rules', { DL3008: 'loud' }, 'The setting slipway.lint.rules.DL3008 must be one of error, warning, info, hint, off, and is "loud".'],
  ['slipway.lint.rules', { sc2086: 1 }, 'The setting slipway.lint.rules.sc2086 must be a string, and is 1.'],
  ['slipway.lint.hadolint.ignored', 'DL3008', 'The setting slipway.lint.hadolint.ignored must be a list, and is "DL3008".'],
  ['slipway.lint.hadolint.ignored', ['DL3008', 3], 'The setting slipway.lint.hadolint.ignored.1 must be a string, and is 3.'],
  ['slipway.lint.profile', 'strict', 'The setting slipway.lint.profile must be one of recommended, buildkit, hadolint, all, and is "strict".'],
] as const) {
  test(`${name} cannot be ${JSON.stringify(value)}`, () => assert.equal(mistake(name, value, settings.get(name)!), words));
}

test('each command of the palette is declared', () => {
  const declared = manifest.contributes.commands.map((each: { command: string }) => each.command);
  for (const { command } of manifest.contributes.menus.commandPalette) assert.ok(declared.includes(command), command);
});
