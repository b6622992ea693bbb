// Is a program slipway, and new enough for this extension?

export type Verdict = 'fine' | 'too old' | 'not slipway';

/**
 * Judges what `slipway --version` printed. The program must have at least the
 * minor version that the extension was made with. What was built from a working
 * tree, "devel" or v0.0.0-…, is for those who build it and always fine.
 */
export function judge(printed: string, wanted: string): Verdict {
  const version = /^slipway (?:version )?(\S+)/.exec(printed)?.[1];
  if (version === undefined) return 'not slipway';
  if (version === 'devel' || version.startsWith('v0.0.0-')) return 'fine';
  const has = numbers(version);
  const wants = numbers(wanted);
  if (has === undefined || wants === undefined) return 'not slipway';
  return has[0] > wants[0] || (has[0] === wants[0] && has[1] >= wants[1]) ? 'fine' : 'too old';
}

function numbers(version: string): [number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)\./.exec(version);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}
