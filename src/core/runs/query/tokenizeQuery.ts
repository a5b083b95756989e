import { SourceError } from '../../expression/sourceError';

export interface QueryToken {
  kind: 'name' | 'number' | 'text' | 'symbol' | 'end';
  /** Of a text: without its quotes. */
  text: string;
  at: number;
  /** Of a name in backticks: it is never a word of the language. */
  quoted?: boolean;
}

export const maxQueryLength = 2000;

const pattern =
  /(?<space>\s+)|(?<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))|'(?<single>(?:[^']|'')*)'|"(?<double>(?:[^"]|"")*)"|`(?<back>[^`]+)`|(?<name>[A-Za-z_][\w-]*(?:\/[\w-]+)*)|(?<symbol><=|>=|==|!=|<>|&&|\|\||[=<>(),.!])/y;

/** @throws a SourceError (`badInput`) with line and column. */
export function tokenizeQuery(source: string): QueryToken[] {
  if (source.length > maxQueryLength)
    throw new SourceError(source, maxQueryLength, `A filter has at most ${maxQueryLength} characters.`);
  const tokens: QueryToken[] = [];
  for (let at = 0; at < source.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const groups = pattern.exec(source)?.groups;
    if (!groups) throw unreadable(source, at);
    const { space, number, single, double, back, name, symbol } = groups;
    if (space !== undefined) continue;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (single !== undefined) tokens.push({ kind: 'text', text: single.replaceAll("''", "'"), at });
    else if (double !== undefined) tokens.push({ kind: 'text', text: double.replaceAll('""', '"'), at });
    else if (back !== undefined) tokens.push({ kind: 'name', text: back, at, quoted: true });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else tokens.push({ kind: 'symbol', text: symbol as string, at });
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}

function unreadable(source: string, at: number): SourceError {
  const shown = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (/['"`]/.test(shown))
    return new SourceError(source, at, `The text that begins with ${shown} has no end.`);
  return new SourceError(
    source,
    at,
    `"${shown}" has no meaning here.`,
    "Write a comparison: metrics.valAccuracy > 0.9 and params.family = 'mlp'.",
  );
}
