import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { andThen, commandLine, kindOfShell } from '../../src/shell.ts';

test('the kind of a shell is seen from its path', () => {
  assert.equal(kindOfShell('/usr/bin/zsh'), 'posix');
  assert.equal(kindOfShell('C:\\Program Files\\PowerShell\\7\\pwsh.exe'), 'powershell');
  assert.equal(kindOfShell('C:\\WINDOWS\\System32\\cmd.exe'), 'cmd');
  assert.equal(kindOfShell(''), 'posix');
});

test('a real shell reads the words as they were', () => {
  const words = ['a b', `it's`, '$HOME', '`date`', '!x', '*', 'a;b', '', '"', '\\', 'größe', '&&'];
  const line = commandLine(['printf', '%s\\n', ...words], 'posix');
  assert.equal(execFileSync('/bin/sh', ['-c', line!], { encoding: 'utf8' }), words.map((word) => `${word}\n`).join(''));
});

test('PowerShell quotes by doubling, also the quotes of typographers', () => {
  assert.equal(commandLine(['docker', `a'b’c`], 'powershell'), `docker 'a''b’’c'`);
});

test('nothing with a line end is ever typed', () => {
  for (const shell of ['posix', 'powershell', 'cmd'] as const) {
    assert.equal(commandLine(['docker', 'a\nrm -rf /'], shell), undefined);
    assert.equal(commandLine(['docker', 'a\rb'], shell), undefined);
    assert.equal(commandLine(['docker', 'a\u0085b'], shell), undefined);
  }
});

test('cmd is not given what its quotes do not protect', () => {
  assert.equal(commandLine(['docker', '%PATH%'], 'cmd'), undefined);
  assert.equal(commandLine(['docker', 'a b'], 'cmd'), 'docker "a b"');
});

test('the second command runs only after the first went well', () => {
  assert.equal(andThen('a', 'b', 'posix'), 'a && b');
  assert.equal(andThen('a', 'b', 'powershell'), 'a; if ($?) { b }');
});
