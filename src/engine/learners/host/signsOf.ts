/** Which way answers are to go with columns, by prepared value; badInput where that means nothing. */
import type { BoostingParams } from '#/core/families/boostedTrees';
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';
import type { FittedPipeline } from '#/core/transforms/pipeline';

interface Of {
  fitted?: FittedPipeline | undefined;
  task: TaskSpec;
  classes: number;
  width: number;
}

export function signsOf(
  { rising, falling }: Pick<BoostingParams, 'rising' | 'falling'>,
  { fitted, task, classes, width }: Of,
): Int8Array | undefined {
  const asked = [
    ...namesIn(rising).map((name) => ({ name, sign: 1, place: 'familyParams.rising' })),
    ...namesIn(falling).map((name) => ({ name, sign: -1, place: 'familyParams.falling' })),
  ];
  if (asked.length === 0) return undefined;
  if (classes > 2 || taskOf(task).value === 'quantile')
    throw badInput(
      asked[0]?.place ?? '',
      'Answers can only be kept rising or falling where they are a number or one of two labels.',
      'Leave these settings empty.',
    );
  const signs = new Int8Array(width);
  for (const { name, sign, place } of asked) {
    let first = 0;
    let isKnown = false;
    for (const { column, columnType, outputNames } of fitted?.features ?? []) {
      if (column === name) {
        isKnown = true;
        if (columnType !== 'numeric' && columnType !== 'integer' && columnType !== 'boolean')
          throw badInput(
            place,
            `"${name}" is a ${columnType} column: its values have no order.`,
            'Name columns of numbers.',
          );
        if (signs[first] === -sign)
          throw badInput(place, `"${name}" is to make answers both rise and fall.`, 'Name it once.');
        signs[first] = sign;
      }
      first += outputNames.length;
    }
    if (!isKnown)
      throw badInput(
        place,
        `There is no column "${name.slice(0, 80)}" among those that are learnt from.`,
        `These are: ${
          (fitted?.features ?? [])
            .map(({ column }) => column)
            .slice(0, 20)
            .join(', ') || 'none by name'
        }.`,
      );
  }
  return signs;
}

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const badInput = (place: string, message: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place, hint });
