// Which colours a text has before the server's come: VS Code's own grammar, and ours in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const vscode = join(process.env.TOOLS, 'cs', 'node_modules', 'code-server', 'lib', 'vscode');
const require = createRequire(join(vscode, 'x.js'));
const { Registry, INITIAL, parseRawGrammar } = require('vscode-textmate');
const onigLib = require('vscode-oniguruma');

const files = {
  'source.dockerfile': join(vscode, 'extensions/docker/syntaxes/docker.tmLanguage.json'),
  'source.shell': join(vscode, 'extensions/shellscript/syntaxes/shell-unix-bash.tmLanguage.json'),
  'source.dockerfile.slipway': resolve(import.meta.dirname, '../../syntaxes/heredoc.tmLanguage.json'),
};
await onigLib.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
const grammar = await new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (sources) => new onigLib.OnigScanner(sources),
    createOnigString: (text) => new onigLib.OnigString(text),
  }),
  loadGrammar: async (scope) => files[scope] && parseRawGrammar(readFileSync(files[scope], 'utf8'), files[scope]),
  getInjections: (scope) => (scope === 'source.dockerfile' ? ['source.dockerfile.slipway'] : []),
}).loadGrammar('source.dockerfile');

/** The scopes of the text at the first mark │ of a Dockerfile. */
function scopes(marked) {
  const before = marked.slice(0, marked.indexOf('│')).split('\n');
  const [line, column] = [before.length - 1, before.at(-1).length];
  let stack = INITIAL;
  for (const [at, text] of marked.replace('│', '').split('\n').entries()) {
    const { tokens, ruleStack } = grammar.tokenizeLine(text, stack);
    if (at === line) return tokens.find((each) => each.endIndex > column)?.scopes.join(' ') ?? '';
    stack = ruleStack;
  }
}

const keyword = /special-method\.dockerfile/;
for (const [what, text, is, isNot] of [
  ['a script in RUN is shell', 'RUN <<EOF\nif tr│ue; then\nEOF', /meta\.embedded\.block\.shellscript.*support\.function\.builtin/],
  ['so it is after flags', 'RUN --network=none --mount=type=cache,target=/c <<"END"\n│# it\'s\nEND', /embedded.*comment/],
  ['and in ONBUILD', 'onbuild run <<E\n│echo\nE', /embedded/],
  ['no instruction is in it', 'RUN <<EOF\n│RUN x\nEOF', /embedded/, keyword],
  ['it ends at its name', 'RUN <<EOF\necho "\nEOF\n│FROM x', keyword, /embedded|string/],
  ['with tabs in front only after <<-', 'RUN <<EOF\n\tEOF\n│FROM x\nEOF', /embedded/, keyword],
  ['with tabs in front after <<-', 'RUN <<-EOF\n\ttrue\n\tEOF\n│FROM x', keyword, /embedded/],
  ['its keyword is one', '│RUN <<EOF\nEOF', keyword],
  ['a file in COPY is a text', 'COPY <<EOF /etc/motd\n│RUN it\'s\nEOF', /string\.unquoted\.heredoc/, keyword],
  ['and ends', 'COPY <<EOF /etc/motd\nit\'s\nEOF\n│RUN x', keyword, /string/],
  ['what a program reads is a text', 'RUN --mount=type=cache,target=/c \\\n  python3 <<EOF\n│import os\nEOF', /string\.unquoted\.heredoc/],
  ['of several the last is the end', 'COPY <<a <<b /srv/\nx\na\n│RUN y\nb\nRUN z', /string\.unquoted\.heredoc/, keyword],
  ['after several it goes on', 'COPY <<a <<-"b" /srv/\nx\na\ny\n\tb\n│RUN z', keyword, /string/],
  ['a shift is no heredoc', 'RUN echo $((1 <<n)) $((1<<n))\n│RUN z', keyword],
  ['nor is a here-string', 'RUN cat <<<EOF\n│RUN z', keyword],
  ['a quote that is not closed ends with its line', 'LABEL a=it\'s\n│RUN x', keyword, /string/],
  ['so does a double one', 'LABEL a="b\n│RUN x', keyword, /string/],
  ['a string goes on after a continuation', 'RUN echo "a \\\n  │b"', /string\.quoted\.double/],
  ['and after that of Windows', '# escape=`\nRUN echo "a `\n  │b"', /string\.quoted\.double/],
  ['an escaped quote opens nothing', 'RUN echo \\" │x', /^source\.dockerfile$/],
]) {
  test(what, () => {
    assert.match(scopes(text), is);
    if (isNot) assert.doesNotMatch(scopes(text), isNot);
  });
}
