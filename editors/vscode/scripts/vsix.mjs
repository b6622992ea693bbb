// Builds the server for each platform and makes all .vsix files, the one for all
// platforms included, and looks into each:
//   node scripts/vsix.mjs FOLDER [TARGET]...
// Without targets: all of them.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** What a program begins with, and where its machine stands. Alpine's is that of Linux: it is linked statically. */
const formats = {
  linux: { magic: '7f454c46', machine: () => 18, x64: 0x3e, arm64: 0xb7 }, // ELF, e_machine
  darwin: { magic: 'cffaedfe', machine: () => 4, x64: 0x0007, arm64: 0x000c }, // Mach-O, cputype
  windows: { magic: '4d5a', machine: (program) => program.readUInt32LE(0x3c) + 4, x64: 0x8664, arm64: 0xaa64 }, // PE, Machine
};
const systems = { linux: 'linux', alpine: 'linux', darwin: 'darwin', win32: 'windows' };
const universal = 'universal';
const all = [...Object.keys(systems).flatMap((system) => [`${system}-x64`, `${system}-arm64`]), universal];

const [given, ...wanted] = process.argv.slice(2);
if (given === undefined || wanted.some((target) => !all.includes(target))) {
  throw new Error(`usage: vsix.mjs FOLDER [TARGET]...; the targets are ${all.join(', ')}`);
}
const folder = resolve(given);
mkdirSync(folder, { recursive: true });
const here = import.meta.dirname;

for (const target of wanted.length > 0 ? wanted : all) {
  const out = join(folder, `slipway-${target}.vsix`);
  const [system, machine] = target.split('-');
  const program = target === universal ? [] : ['--target', target, '--binary', goBuild(systems[system], machine)];
  execFileSync(process.execPath, [join(here, 'package.mjs'), ...program, '--out', out], { stdio: ['ignore', 'ignore', 'inherit'] });
  await look(out, target);
  console.log(out);
}

/** Builds the server as “make build” does, and gives its path. */
function goBuild(os, machine) {
  const program = join(folder, `slipway-${os}-${machine}`);
  execFileSync('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, './cmd/slipway'], {
    cwd: resolve(here, '..', '..', '..'), stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CGO_ENABLED: '0', GOOS: os, GOARCH: machine === 'x64' ? 'amd64' : machine },
  });
  return program;
}

/** Fails where a .vsix is not what its target wants. */
async function look(file, target) {
  const files = await content(file);
  const is = (what, so) => {
    if (!so) throw new Error(`${file}: ${what}`);
  };
  for (const name of ['package.json', 'dist/extension.js', 'dist/graph.js', 'dist/graph.css', 'syntaxes/heredoc.tmLanguage.json', 'media/findings.png']) {
    is(`${name} is not in it`, files.has(`extension/${name}`));
  }
  is('there are files that nobody needs', ![...files.keys()].some((name) => /\.ts$|node_modules|\/test\//.test(name)));
  const programs = [...files.keys()].filter((name) => name.startsWith('extension/bin/'));
  const platform = /TargetPlatform="([^"]*)"/.exec(files.get('extension.vsixmanifest').data)?.[1] ?? universal;
  is(`it says that it is for ${platform}`, platform === target);
  if (target === universal) return is('it has a program', programs.length === 0);
  const [system, machine] = target.split('-');
  const name = system === 'win32' ? 'extension/bin/slipway.exe' : 'extension/bin/slipway';
  is(`its programs are ${programs}`, isDeepStrictEqual(programs, [name]));
  const { data, mode } = files.get(name);
  const format = formats[systems[system]];
  is('its program is for another system', data.toString('hex').startsWith(format.magic));
  is('its program is for another machine', data.readUInt16LE(format.machine(data)) === format[machine]);
  is('its program cannot be executed', system === 'win32' || (mode & 0o111) === 0o111);
}

/** The files of an archive: their bytes and modes by their names. */
async function content(file) {
  const zip = await promisify(yauzl.open)(file, { lazyEntries: false, autoClose: false });
  const open = promisify(zip.openReadStream.bind(zip));
  const entries = [];
  zip.on('entry', (entry) => entries.push(entry));
  await new Promise((done, fail) => zip.once('end', done).once('error', fail));
  const files = new Map();
  for (const entry of entries) {
    files.set(entry.fileName, { data: await buffer(await open(entry)), mode: entry.externalFileAttributes >>> 16 });
  }
  zip.close();
  return files;
}
