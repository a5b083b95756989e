/** A window as a person writes it: a line a step, a cell a channel; the last ones of a longer text. */
import type { FittedSeries } from '#/core/series/fittedSeries';
import { TetradError } from '#/core/protocol/errors';
import { parseRows } from '../table/parseRows';

export interface Window {
  /** [time, channel]; NaN = missing. */
  values: Float32Array<ArrayBuffer>;
  steps: number;
}

export function windowOfText(text: string, { channels, length, whole }: FittedSeries): Window {
  const names = channels.map(({ name }) => name);
  const rows = parseRows(oneColumn(text, names.length), names);
  if (rows.length < length && !whole)
    throw new TetradError({
      code: 'badInput',
      message: `The model looks at ${length} steps; there ${rows.length === 1 ? 'is 1' : `are ${rows.length}`}.`,
      place: 'values',
      hint: 'Give a line for each step, oldest first; an empty cell is a missing value.',
    });
  const known = new Set(rows.flatMap((row) => Object.keys(row)));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length > 0)
    throw new TetradError({
      code: 'badInput',
      message: `There is no column ${missing.join(', ')}.`,
      place: 'values',
      hint: `The model takes ${names.join(', ')}.`,
    });
  const last = rows.slice(-length);
  const values = new Float32Array(last.length * names.length);
  for (const [step, row] of last.entries())
    for (const [c, name] of names.entries()) {
      const cell = row[name];
      const value =
        cell === null || cell === undefined
          ? Number.NaN
          : Number(String(cell).replace(/^(\d+),(\d+)$/, '$1.$2'));
      if (cell !== null && Number.isNaN(value) && !/^(nan|na|\?|-)?$/i.test(String(cell)))
        throw new TetradError({
          code: 'badInput',
          message: `“${String(cell).slice(0, 40)}” is not a number.`,
          place: `line of step ${rows.length - last.length + step + 1}, ${name}`,
          hint: 'A cell is a number; empty is a missing value.',
        });
      values[step * names.length + c] = value;
    }
  return { values, steps: last.length };
}

/** Of one channel numbers may stand behind each other. */
const oneColumn = (text: string, channels: number): string =>
  channels === 1 &&
  !/^\s*[[{]/.test(text) &&
  /^[\s\d.,;eE+-]*$/.test(text) &&
  /\d[,;\s]+-?\d/.test(text.replaceAll(/\r?\n/g, '|'))
    ? text
        .trim()
        .split(/[;\s]+|,(?=\s|-?\d)/)
        .filter(Boolean)
        .join('\n')
    : text;
