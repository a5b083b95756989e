/**
 * Arrays that are windows of time series, [window, time, channel] or [window, time] with a label for each, as NumPy users
 * keep them: x and y, x_train and y_train, ... Only where the file names no dimension: a field has names.
 */
import type { ArrayVariable } from '../grid/arrayFile';
import { bareName, isAnswerName, namesNoDimension, splitOf } from '../grid/arrayNames';

export type WindowVariable = Pick<ArrayVariable, 'name' | 'dimensions'>;

export interface WindowPart {
  values: string;
  /** One a window. */
  labels?: string;
  split?: 'train' | 'val' | 'test';
  windows: number;
}

export interface WindowArrays {
  /** Of one length and the same channels. */
  parts: WindowPart[];
  length: number;
  channels: number;
  /** It can hardly be meant otherwise: each has its label, and there are many more times than channels. */
  sure: boolean;
}

const mostChannels = 4096;
const sizes = ({ dimensions }: WindowVariable): number[] => dimensions.map(({ size }) => size);

/** `chosen`: the only one that is taken. */
export function proposeWindowArrays(
  variables: readonly WindowVariable[],
  { values: chosen, labels: wanted }: { values?: string; labels?: string } = {},
): WindowArrays | undefined {
  if (!namesNoDimension(variables)) return undefined;
  const labelFor = (one: WindowVariable): string | undefined => {
    const [windows] = sizes(one);
    const fitting = variables.filter((other) => {
      const [count, ...rest] = sizes(other);
      return (
        other !== one &&
        count === windows &&
        rest.every((size) => size === 1) &&
        splitOf(other.name) === splitOf(one.name)
      );
    });
    if (wanted !== undefined) return fitting.find(({ name }) => name === wanted)?.name;
    return (fitting.find(({ name }) => isAnswerName(name)) ?? fitting[0])?.name;
  };
  const found = variables.flatMap((one): (WindowPart & { shape: number[] })[] => {
    const [windows = 0, length = 0, channels = 1, ...more] = sizes(one);
    const isNone = windows < 2 || length < 2 || channels < 1 || channels > mostChannels || more.length > 0;
    if (isNone || (chosen !== undefined && one.name !== chosen)) return [];
    const labels = labelFor(one);
    // A matrix may be anything.
    if (one.dimensions.length === 2 && labels === undefined && chosen === undefined) return [];
    const split = splitOf(one.name);
    return [
      {
        values: one.name,
        ...(labels !== undefined && { labels }),
        ...(split && { split }),
        windows,
        shape: [length, channels],
      },
    ];
  });
  const leading = found.find(({ split }) => split === 'train') ?? found[0];
  if (!leading) return undefined;
  const [length, channels] = leading.shape as [number, number];
  const same = found.filter(
    ({ values, shape, split }) =>
      bareName(values) === bareName(leading.values) &&
      shape.join() === leading.shape.join() &&
      (split === undefined) === (leading.split === undefined),
  );
  const isLabelled = same.every(({ labels }) => labels !== undefined && isAnswerName(labels));
  const sure =
    chosen === undefined && isLabelled && isRankThree(leading.values, variables) && channels * 4 <= length;
  return { parts: same.map(({ shape: _shape, ...part }) => part), length, channels, sure };
}

const isRankThree = (name: string, variables: readonly WindowVariable[]): boolean =>
  variables.find((variable) => variable.name === name)?.dimensions.length === 3;
