// Runs the tests of this folder inside VS Code's extension host.

import { format } from 'node:util';
import Mocha from 'mocha';

/** Called by VS Code. The tests fail where the promise does. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 25_000, reporter: 'spec' });
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => console.log(format(...words)); // VS Code does not format
  mocha.suite.emit('pre-require', globalThis, '', mocha); // defines suite and test
  await import('./features.ts');
  await import('./commands.ts');
  await import('./trouble.ts');
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))))
      .on('fail', (_, error) => console.log(error.stack)); // at once: what follows may take too long
  });
}
