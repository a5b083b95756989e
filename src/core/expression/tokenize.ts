/** Text to tokens. A line end or `;` ends a statement, except inside parentheses; `#` begins a comment. */
import { SourceError } from './sourceError';

export interface Token {
  kind: 'number' | 'name' | 'symbol' | 'lineEnd' | 'end';
  text: string;
  at: number;
}

export const maxSourceLength = 4000;

const pattern =
  /(?<space>[ \t\r]+|#[^\n]*)|(?<lineEnd>[\n;])|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<symbol><=|>=|==|!=|[-+*/^()<>=,])/y;

const advice: Record<string, string> = {
  '&': 'Put one where() inside another.',
  '|': 'Put one where() inside another.',
  '?': 'A choice is written where(condition, a, b).',
  '!': '"Not equal" is written a != b.',
  '[': 'Names stand for whole rows: no part of one is picked.',
  '.': 'A function is written before its argument: exp(x).',
};

export function tokenize(source: string): Token[] {
  if (source.length > maxSourceLength)
    throw new SourceError(
      source,
      maxSourceLength,
      `The text has ${source.length.toLocaleString('en')} characters; at most ${maxSourceLength.toLocaleString('en')} are read.`,
    );
  const tokens: Token[] = [];
  let open = 0;
  for (let at = 0; at < source.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match?.groups) throw unreadable(source, at);
    const text = match[0];
    if (match.groups.space !== undefined) continue;
    if (text === '(') open++;
    if (text === ')') open--;
    if (match.groups.lineEnd !== undefined) {
      if (open <= 0) tokens.push({ kind: 'lineEnd', text, at });
      continue;
    }
    const kind = match.groups.number !== undefined ? 'number' : match.groups.name ? 'name' : 'symbol';
    if (kind === 'number' && !Number.isFinite(Number(text)))
      throw new SourceError(source, at, `${text} is too large for a number.`);
    if (kind === 'number' && /[A-Za-z0-9_.]/.test(source[pattern.lastIndex] ?? ''))
      throw new SourceError(source, at, 'A number runs into what follows.', 'Write 2 * x, not 2x.');
    tokens.push({ kind, text, at });
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}

function unreadable(source: string, at: number): SourceError {
  const shown = String.fromCodePoint(source.codePointAt(at) ?? 0);
  return new SourceError(source, at, `"${shown}" has no meaning here.`, advice[shown]);
}
