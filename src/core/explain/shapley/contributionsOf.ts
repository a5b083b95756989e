/**
 * Shapley values of raw columns (Lundberg and Lee 2017): how the answer for a row comes from the mean answer, column by
 * column. A column that is not known has the values of background rows, each in turn (interventional). It asks nothing but
 * answers, so that every model can be explained; with few columns all coalitions are asked, and the values are exact.
 */
import { z } from 'zod';
import type { RawSamples } from '../../kinds/rawSamples';
import { TetradError } from '../../protocol/errors';
import { permutation as orderOf } from '../../random/random';
import { largestIndex } from '../../stats/largestIndex';
import type { Contributions } from '../attribution';
import { notesOf, shareNote } from '../together/notesOf';
import { columnsOf, givenOf, joined, outputOf, placesOf } from '../columns';
import type { AskedModel, Background } from '../explainerDef';
import { coalitionsOf } from './coalitions';
import { shapleySolver } from './solveShapley';
import { worthsOf } from './worthsOf';

const mostColumns = 400;
export const backgroundRows = z.int().min(1).max(1000).meta({
  label: 'Background rows',
  hint: 'A column that is not known takes the values of these rows, drawn by the seed.',
});
export const coalitions = z.int().min(16).max(100_000).meta({
  label: 'Coalitions at most',
  hint: 'Of columns that are known together. Up to 10 columns need no more than 1,022 to be exact.',
});
export const label = z.string().default('').meta({
  label: 'Label',
  hint: 'Whose probability is explained. Empty: the one that is answered; of many rows the last.',
});
export const seed = z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' });

export interface ShapleySettings {
  background: number;
  coalitions: number;
  label: string;
  seed: number;
}

/** What both explainers share. */
export const ofTables = {
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number', 'group', 'oddness'],
} as const;

export async function* contributionsOf(
  model: AskedModel,
  samples: RawSamples,
  source: Background,
  params: ShapleySettings,
): AsyncGenerator<number, Contributions> {
  const names = model.inputs.map(({ name }) => name);
  const width = names.length;
  if (width > mostColumns)
    throw new TetradError({
      code: 'badInput',
      message: `The model takes ${width} columns; Shapley values are for ${mostColumns} at most.`,
      place: 'method',
      hint: 'Use permutation importance, of networks integrated gradients, or train with fewer columns.',
    });
  const places = orderOf(params.seed, 'background', 0, source.rows).slice(0, params.background).sort();
  const around = await source.batch(places);
  const [asked, given] = [columnsOf(samples), columnsOf(around)];
  const [rows, others] = [samples.rows, around.rows];
  const own = await model.run(samples);
  const output = outputOf(model, own, params.label, rows);
  const numbers = (answers: ArrayLike<number>, count: number): Float64Array => {
    const each = answers.length / count;
    return Float64Array.from({ length: count }, (_, i) => answers[i * each + output.at] as number);
  };
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const said = await model.run(around);
  const base = mean(numbers(said, others));
  const answers = numbers(own, rows);
  const chosen = coalitionsOf(Math.max(width, 1), params.coalitions, params.seed);
  const count = chosen.weights.length;
  const values = new Float64Array(rows * width * 2);
  const stands = names.map((name) => placesOf(joined(asked.get(name), given.get(name))));
  const solve = shapleySolver(chosen);
  const worths = worthsOf(model, { samples, around, known: chosen.known, output: output.at });
  for (;;) {
    const next = await worths.next();
    if (next.done) break;
    if (typeof next.value === 'number') {
      yield next.value;
      continue;
    }
    const { row, worth } = next.value;
    const found = solve(worth, base, answers[row] as number);
    for (let column = 0; column < width; column++) {
      values[(row * width + column) * 2] = found[column] as number;
      values[(row * width + column) * 2 + 1] = stands[column]?.[row] ?? Number.NaN;
    }
  }
  return {
    form: 'contributions',
    measure: output.name,
    baseline: { name: 'Mean answer', value: base },
    values,
    shape: [rows, width, 2],
    names,
    given: givenOf(asked, names, rows),
    answers: [...answers],
    rows: rows === 1 ? others : rows,
    background: others,
    coalitions: count,
    exact: chosen.exact,
    notes: [
      ...(await notesOf(given, shareNote)),
      ...(others === 1 ? [aloneNote] : []),
      ...neverNotes(model, output.at, [own, rows], [said, others]),
    ],
  };
}

const aloneNote =
  'The background is one row: values tell what differs from that row alone, not from the mean. Take more background rows.';

/** Of a label that none of these rows is answered with. */
function neverNotes(
  { task, value }: AskedModel,
  at: number,
  ...answered: [answers: ArrayLike<number>, rows: number][]
): string[] {
  const label = task.labels?.[at];
  if (value !== 'class' || label === undefined) return [];
  let count = 0;
  for (const [answers, rows] of answered) {
    const width = answers.length / rows;
    for (let row = 0; row < rows; row++) if (largestIndex(answers, row * width, width) === at) return [];
    count += rows;
  }
  return [
    `None of the ${count} rows that were looked at is answered ${label}: what is explained is a probability that never wins. Choose another label to see what decides.`,
  ];
}
