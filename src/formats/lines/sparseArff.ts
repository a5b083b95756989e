/** Rows of ARFF that name only what is not zero: {1 5.2, 3 yes}. What is not named is 0, or the first of its words. */
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import { readLines } from './readLines';

export interface ArffAttribute {
  name: string;
  type: string;
}

const entry = /\s*(\d+)\s+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,\s}]+))\s*(?:,|$)/y;

export function readSparseArff(
  source: FormatSource,
  context: ReadContext,
  attributes: readonly ArffAttribute[],
  dataLine: number,
): Promise<TableReader> {
  const usual = attributes.map(({ type }) => firstWord(type) ?? 0);
  const parseLine = (text: string): Record<string, unknown> | undefined => {
    const inside = /^\{(.*)\}$/.exec(text)?.[1]?.trim();
    if (inside === undefined) return undefined;
    const cells: unknown[] = [...usual];
    for (entry.lastIndex = 0; entry.lastIndex < inside.length; ) {
      const match = entry.exec(inside);
      const index = Number(match?.[1]);
      if (!match || index >= attributes.length) return undefined;
      const word = match[2] ?? match[3] ?? match[4] ?? '';
      cells[index] = word === '?' ? null : word;
    }
    return Object.fromEntries(attributes.map(({ name }, i) => [name, cells[i]]));
  };
  return readLines(source, context, {
    parseLine,
    skips: (text, line) => line <= dataLine || text.startsWith('%'),
    layout: 'sparse rows',
    expected: '{0 1.5, 3 yes}: numbers of attributes (from 0) and their values',
  });
}

/** Of {x, y}: x. */
function firstWord(type: string): string | undefined {
  const match = /^\{\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,}\s]+))/.exec(type);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}
