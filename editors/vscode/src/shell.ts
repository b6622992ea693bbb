// How is a command line written for the shell of a terminal?

export type Shell = 'posix' | 'powershell' | 'cmd';

/** The kind of a shell, by the path of its program. What is not known is taken for a POSIX shell. */
export function kindOfShell(path: string): Shell {
  const name = path.split(/[\\/]/).pop()?.toLowerCase().replace(/\.exe$/, '') ?? '';
  if (name === 'pwsh' || name === 'powershell') return 'powershell';
  return name === 'cmd' ? 'cmd' : 'posix';
}

/**
 * Words as one command line. Undefined where a word holds a control character: a
 * line end in a terminal would run what stands before it. For cmd also where a
 * word holds what its quotes do not keep from being read.
 */
export function commandLine(words: string[], shell: Shell): string | undefined {
  if (words.some((word) => /\p{Cc}/u.test(word))) return undefined;
  if (shell === 'cmd' && words.some((word) => /["%!^]/.test(word))) return undefined;
  return words.map((word) => quote(word, shell)).join(' ');
}

/** Two command lines, the second of which runs only where the first went well. */
export function andThen(first: string, second: string, shell: Shell): string {
  return shell === 'powershell' ? `${first}; if ($?) { ${second} }` : `${first} && ${second}`;
}

function quote(word: string, shell: Shell): string {
  if (/^[\w./:=+-]+$/.test(word)) return word;
  switch (shell) {
    case 'posix':
      return `'${word.replaceAll(`'`, `'\\''`)}'`;
    case 'powershell':
      return `'${word.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
    case 'cmd':
      return `"${word}"`;
  }
}
