// Does another extension's finding say what one of ours says?

/** As much of vscode.Diagnostic as the question needs. */
export interface Finding {
  source?: string | undefined;
  code?: string | number | { value: string | number } | undefined;
  severity: number; // 0 is an error
  range: { start: Place; end: Place };
}

interface Place {
  line: number;
  character: number;
}

/** The codes of our rules by a name, such as hadolint's, which several may have. */
export type RuleNames = ReadonlyMap<string, string[]>;

/**
 * The rules that dockerfile-utils has, the library in several extensions, by the
 * numbers in its findings, as far as ours has the same. Its others are errors.
 */
const numbers: Record<string, string[]> = {
  0: ['ConsistentInstructionCasing'],
  10: ['DuplicateStageName'],
  11: ['NoEmptyContinuation'],
  37: ['MultipleInstructionsDisallowed'],
  45: ['MaintainerDeprecated'],
  49: ['JSONArgsRecommended'],
  50: ['WorkdirRelativePath'],
};

/** Tells whether a finding comes from something else that knows Dockerfiles. Spelling checkers and the like do not double ours. */
export function isOfRival({ source = '' }: Finding): boolean {
  return /docker|hadolint/i.test(source) && source !== 'slipway';
}

/**
 * Tells whether two findings of one file are about the same matter: the same rule at
 * the same place, or errors in the same line, which everybody words anew. `names`
 * has our rules by all that they are called.
 */
export function saysTheSame(ours: Finding, theirs: Finding, names: RuleNames): boolean {
  const code = codeOf(theirs);
  const rules = numbers[code] ?? names.get(code);
  if (!rules) return ours.severity === 0 && theirs.severity === 0 && touch(lines(ours), lines(theirs));
  // hadolint gives the first line of an instruction, wherever in it the matter is.
  return rules.includes(codeOf(ours)) && (touch(ours.range, theirs.range) || /hadolint/i.test(theirs.source ?? ''));
}

/** The code of a finding; "" for one without. */
export function codeOf({ code }: Pick<Finding, 'code'>): string {
  return String((typeof code === 'object' ? code.value : code) ?? '');
}

function lines({ range: { start, end } }: Finding): Finding['range'] {
  return { start: { line: start.line, character: 0 }, end: { line: end.line, character: 0 } };
}

function touch(a: Finding['range'], b: Finding['range']): boolean {
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function before(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
