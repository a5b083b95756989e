/** Options that speak of columns the file does not have are refused before anything is read. */
import { TetradError } from '../protocol/errors';
import type { ReadOptions } from './readOptions';

const mostNamed = 6;

export function requireColumns(options: ReadOptions, names: readonly string[], fileName: string): void {
  const unknown = Object.keys(options.columns ?? {}).filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  const list = (all: readonly string[]): string =>
    all
      .slice(0, mostNamed)
      .map((name) => `“${name}”`)
      .join(', ') + (all.length > mostNamed ? ', …' : '');
  throw new TetradError({
    code: 'badInput',
    message: `The table has no column called ${list(unknown)}.`,
    place: `${fileName}, options.columns`,
    hint: `Its columns are ${list(names)}. Names are compared letter by letter.`,
  });
}
