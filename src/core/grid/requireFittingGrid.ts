/** Whether samples of a field are what a model takes: its channels in its units, cut as its own samples were. */
import type { FittingNames } from '../kinds/kindDef';
import { TetradError } from '../protocol/errors';
import type { FittedGrid } from './fittedGrid';
import type { GridSchema } from './gridSchema';
import { windowsOf } from './windowsOf';

const unnamed: FittingNames = { model: 'The model', dataset: 'the dataset' };

/** Throws badInput naming what both have. Units that one of the two does not know are not compared. */
export function requireFittingGrid(
  fitted: FittedGrid,
  grid: GridSchema | undefined,
  { model, dataset }: FittingNames = unnamed,
): asserts grid is GridSchema {
  if (!grid)
    throw misfit(
      `${model} takes fields over time and space; ${dataset} is a table.`,
      'Choose a dataset of fields.',
    );
  const stored = new Map(grid.channels.map((channel) => [channel.name, channel]));
  if (fitted.channels.some(({ name }) => !stored.has(name)))
    throw misfit(
      `${model} takes the channels ${listed(fitted.channels)}; ${dataset} has ${listed(grid.channels)}.`,
      'Channels are found by their names: import the file with the variables of the training data.',
    );
  for (const { name, unit } of fitted.channels) {
    const other = stored.get(name)?.unit;
    if (unit !== undefined && other !== undefined && unit !== other)
      throw misfit(
        `${model} takes ${name} in ${unit}; ${dataset} has it in ${other}.`,
        'Convert the values in the file, and import it again.',
      );
  }
  const { size } = windowsOf(grid);
  if (size.some((count, axis) => count !== fitted.size[axis]))
    throw misfit(
      `${model} takes samples of ${sampleText(fitted.size)}; those of ${dataset} are ${sampleText(size)}.`,
      '“Change samples” on the page of the dataset cuts it anew.',
    );
}

/** "16 times of 12 × 12 × 8". */
export const sampleText = ([times, ...space]: FittedGrid['size']): string =>
  `${times} ${times === 1 ? 'time' : 'times'} of ${space.join(' × ')}`;

const listed = (channels: readonly { name: string }[]): string =>
  channels
    .slice(0, 10)
    .map(({ name }) => `“${name}”`)
    .join(', ') + (channels.length > 10 ? ', …' : '');

const misfit = (message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, hint, place: 'dataset' });
