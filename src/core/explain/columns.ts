/** What explainers of tables share: columns of raw samples, and which number of an answer is explained. */
import type { RawSamples } from '../kinds/rawSamples';
import { TetradError } from '../protocol/errors';
import type { Values } from '../transforms/transformDef';
import type { AskedModel, Background } from './explainerDef';

export function columnsOf(samples: RawSamples): ReadonlyMap<string, Values> {
  if (samples.form === 'columns') return samples.columns;
  throw new TetradError({ code: 'internal', message: 'This explanation takes columns.' });
}

/** Rows of one column behind those of another of the same kind. */
export function joined(first: Values | undefined, second: Values | undefined): Values {
  if (first?.kind === 'string' && second?.kind === 'string')
    return { kind: 'string', data: [...first.data, ...second.data] };
  if (first?.kind === 'number' && second?.kind === 'number' && first.width === second.width) {
    const data = new Float64Array(first.data.length + second.data.length);
    data.set(first.data);
    data.set(second.data, first.data.length);
    return { ...first, data };
  }
  throw new TetradError({ code: 'internal', message: 'A column is read in two ways.' });
}

/** The number of each answer that is explained, and its name. `label`: of a class or a group; empty: the answered one. */
export function outputOf(
  { task, value }: Pick<AskedModel, 'task' | 'value'>,
  answers: ArrayLike<number>,
  label: string,
  rows: number,
): { at: number; name: string } {
  if (value !== 'class' && value !== 'group')
    return { at: 0, name: value === 'oddness' ? 'Score' : task.target };
  const labels = task.labels ?? [];
  const named = labels.indexOf(label);
  if (label !== '' && named < 0)
    throw new TetradError({
      code: 'badInput',
      message: `There is no label "${label.slice(0, 80)}".`,
      place: 'params.label',
      hint: `Use one of: ${labels.slice(0, 20).join(', ')}.`,
    });
  let at = labels.length - 1;
  if (named >= 0) at = named;
  else if (rows === 1)
    for (let i = 0; i < labels.length; i++) if ((answers[i] as number) > (answers[at] as number)) at = i;
  return { at, name: `Probability of ${labels[at] ?? ''}` };
}

/** Where each value stands in the column, 0 the least and 1 the largest; NaN of texts and of what is missing. */
export function placesOf(values: Values | undefined): Float64Array {
  if (values?.kind !== 'number' || values.width !== 1) return new Float64Array();
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values.data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return values.data.map((value) =>
    high > low ? (value - low) / (high - low) : Number.isNaN(value) ? Number.NaN : 0.5,
  );
}

/** As a person would write it; empty where it is missing. */
export function textOf(values: Values | undefined, row: number): string {
  if (values?.kind === 'string') return values.data[row] ?? '';
  if (values?.kind !== 'number' || values.width !== 1) return '';
  const value = values.data[row] as number;
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
}

/** Of more cells the texts are left out. */
const mostGiven = 200_000;

/** All cells as text, row-major; none of very many. */
export function givenOf(
  columns: ReadonlyMap<string, Values>,
  names: readonly string[],
  rows: number,
): string[] {
  if (rows * names.length > mostGiven) return [];
  return Array.from({ length: rows }, (_, row) => names.map((name) => textOf(columns.get(name), row))).flat();
}

/** Which rows of the dataset version some of a background are. */
export const numbersOf = (
  { numbers }: Pick<Background, 'numbers'>,
  places: ArrayLike<number>,
): { numbers?: number[] } =>
  numbers ? { numbers: Array.from(places, (place) => numbers[place] as number) } : {};
