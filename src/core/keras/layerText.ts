/**
 * Layers as people write them in Python, read as a list of calls: `layers.Dense(64, activation="relu")`,
 * `nn.Conv2d(3, 8, 3, padding=1)`, with or without the `Sequential([...])` or `model.add(...)` around them. Not Python:
 * no names but those of layers, no arithmetic.
 */
import { TetradError } from '../protocol/errors';

export type LayerValue = number | string | boolean | null | LayerValue[] | LayerCall;

export interface LayerCall {
  /** Without what stands before it: "Conv2d". */
  name: string;
  /** "nn", "keras.layers", or nothing. */
  from: string;
  args: LayerValue[];
  named: Map<string, LayerValue>;
  line: number;
}

export const isCall = (value: LayerValue | undefined): value is LayerCall =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const token =
  /\s+|#[^\n]*|(?<name>[A-Za-z_][\w.]*)|(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|(?<text>"[^"\n]*"|'[^'\n]*')|(?<sign>[()[\]{},=:;])/gy;

interface Token {
  kind: 'name' | 'number' | 'text' | 'sign';
  text: string;
  line: number;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw wrong(`"${source.slice(at, at + 20).split('\n')[0]}" is not read.`, line);
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    if (kind && text !== undefined) tokens.push({ kind: kind as Token['kind'], text, line });
    line += match[0].split('\n').length - 1;
  }
  return tokens;
}

/** Every call that is no wrapper, in its order. */
export function readLayerText(source: string): LayerCall[] {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = (text: string): boolean => tokens[at]?.kind === 'sign' && tokens[at]?.text === text;
  const take = (text: string): void => {
    if (!peek(text))
      throw wrong(`Here a "${text}" is missing.`, tokens[at]?.line ?? tokens.at(-1)?.line ?? 1);
    at++;
  };
  const value = (): LayerValue => {
    const next = tokens[at++];
    if (!next) throw wrong('The text ends in the middle of a layer.', tokens.at(-1)?.line ?? 1);
    if (next.kind === 'number') return Number(next.text);
    if (next.kind === 'text') return next.text.slice(1, -1);
    if (next.kind === 'sign') {
      const end = next.text === '(' ? ')' : next.text === '[' ? ']' : undefined;
      if (end === undefined) throw wrong(`"${next.text}" stands where a value should.`, next.line);
      const items: LayerValue[] = [];
      while (!peek(end)) {
        items.push(value());
        if (!peek(end)) take(',');
      }
      at++;
      return items;
    }
    if (next.text === 'True' || next.text === 'False') return next.text === 'True';
    if (next.text === 'None') return null;
    if (peek('(')) return call(next);
    // A function or class by its name: "nn.ReLU", "relu".
    return next.text.split('.').at(-1) ?? '';
  };
  const call = ({ text, line }: Token): LayerCall => {
    take('(');
    const parts = text.split('.');
    const made: LayerCall = {
      name: parts.pop() ?? '',
      from: parts.join('.'),
      args: [],
      named: new Map(),
      line,
    };
    while (!peek(')')) {
      const key = tokens[at];
      if (key?.kind === 'name' && tokens[at + 1]?.text === '=') {
        at += 2;
        made.named.set(key.text, value());
      } else made.args.push(value());
      if (!peek(')')) take(',');
    }
    at++;
    return made;
  };

  const calls: LayerCall[] = [];
  while (at < tokens.length) {
    const next = tokens[at];
    const after = tokens[at + 1];
    if (next?.kind === 'name' && after?.text === '(') {
      at++;
      calls.push(...unwrapped(call(next)));
    } else at++;
  }
  return calls;
}

const wrappers = new Set(['Sequential', 'add', 'ModuleList', 'OrderedDict']);

function unwrapped(made: LayerCall): LayerCall[] {
  if (!wrappers.has(made.name)) return [made];
  return made.args.flatMap(callsIn);
}

const callsIn = (value: LayerValue): LayerCall[] =>
  isCall(value) ? unwrapped(value) : Array.isArray(value) ? value.flatMap(callsIn) : [];

const wrong = (message: string, line: number) =>
  new TetradError({
    code: 'badInput',
    message,
    place: `line ${line}`,
    hint: 'Write one layer a line, as Keras or PyTorch do: Dense(64, activation="relu") or nn.Linear(4, 64).',
  });
