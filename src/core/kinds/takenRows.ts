/** Rows of a table as they are, for a model that somebody else made: numbers, in an order, what is missing filled with the mean. */
import { TetradError } from '../protocol/errors';
import type { OnnxPort } from '../protocol/predict';
import { isNumberType } from '../table/cellValue';
import { impute } from '../transforms/impute';
import type { FittedPipeline } from '../transforms/pipeline';
import type { KindSource, Taken, TakenRequest } from './kindDef';

export function takenRows(
  { schema: { columns }, stats }: KindSource,
  { name, dtype, shape }: OnnxPort,
  { features }: TakenRequest,
): Taken<FittedPipeline> {
  const inputs = features.flatMap((feature) => columns.find((column) => column.name === feature) ?? []);
  const text = inputs.find(({ type }) => !isNumberType(type));
  if (text)
    throw bad(
      `The model takes numbers; “${text.name}” is ${text.type}.`,
      `column ${text.name}`,
      'Leave it out of the features, or give the column the numbers that the model was taught with.',
    );
  if (dtype !== 'float' && dtype !== 'double')
    throw bad(
      `The model takes “${name}” as ${dtype}; rows of a table are numbers.`,
      'modelVersionId',
      'Choose a model whose input is float.',
    );
  const [, ...axes] = shape ?? ['batch', 'columns'];
  const fixed = axes.reduce<number>((size, axis) => size * (typeof axis === 'number' ? axis : 1), 1);
  const free = axes.filter((axis) => typeof axis !== 'number').length;
  if (free === 0 ? fixed !== inputs.length : inputs.length % fixed !== 0)
    throw bad(
      `The model takes ${fixed} numbers of a row; ${inputs.length} columns are chosen: ${inputs
        .slice(0, 8)
        .map((input) => input.name)
        .join(', ')}${inputs.length > 8 ? ', …' : ''}.`,
      'features',
      'Choose the columns that it was taught with, in its order.',
    );
  return {
    fitted: {
      version: 1,
      features: inputs.map((input) => ({
        column: input.name,
        columnType: input.type,
        steps: [
          {
            type: impute.type,
            params: { strategy: 'mean', value: 0 },
            state: { fill: [stats.find((one) => one.name === input.name)?.numeric?.mean ?? 0] },
          },
        ],
        outputNames: [input.name],
      })),
      width: inputs.length,
    },
    inputs,
    channelsFirst: false,
  };
}

const bad = (message: string, place: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
