// Makes a .vsix: one for a platform that carries its program,
//   node scripts/package.mjs --target linux-x64 --binary /path/to/slipway --out slipway.vsix
// or, without --target and --binary, one for all that finds it on the PATH.
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

const { values: { target, binary, out } } = parseArgs({
  options: { target: { type: 'string' }, binary: { type: 'string' }, out: { type: 'string' } },
});
if ((target === undefined) !== (binary === undefined)) throw new Error('--target and --binary go together');

const given = (path) => path && resolve(path); // before the folder changes
const program = given(binary);
const packagePath = given(out);
process.chdir(resolve(import.meta.dirname, '..'));

rmSync('dist', { recursive: true, force: true });
const common = { bundle: true, minify: true, legalComments: 'none', outdir: 'dist' };
await build({ ...common, entryPoints: ['webview/graph.ts', 'webview/graph.css'], platform: 'browser', format: 'iife' });
await build({
  ...common,
  entryPoints: ['src/extension.ts'],
  platform: 'node',
  target: 'node20', // of VS Code 1.91
  format: 'cjs',
  external: ['vscode'],
});

rmSync('bin', { recursive: true, force: true });
if (program) {
  mkdirSync('bin');
  const inside = target.startsWith('win32') ? 'bin/slipway.exe' : 'bin/slipway';
  copyFileSync(program, inside);
  chmodSync(inside, 0o755);
}
copyFileSync('../../LICENSE', 'LICENSE');
await createVSIX({ target, packagePath, dependencies: false, skipLicense: false });
