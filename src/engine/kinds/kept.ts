/** What a training that begins with a model version does not fit anew. */
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';
import type { Values } from '#/core/transforms/transformDef';
import type { PrepareRequest } from './kindEngine';

type Keeps = Pick<PrepareRequest, 'kept'>;

/** Undefined: to be fitted. */
export const keptInput = <F>({ kept }: Keeps): F | undefined => kept?.input.fitted as F | undefined;

/** Of the channels, in order; badInput where the version knows others. */
export function keptChannels<C extends { name: string }>(
  request: Keeps,
  channels: readonly { name: string }[],
): C[] | undefined {
  const fitted = keptInput<{ channels: C[] }>(request);
  if (!fitted) return undefined;
  const [known, given] = [fitted.channels, channels].map((some) => some.map(({ name }) => name).join(', '));
  if (known === given) return fitted.channels;
  throw new TetradError({
    code: 'badInput',
    message: `The model version takes the channels ${known}; chosen are ${given}.`,
    place: 'features',
    hint: 'Choose the same channels, in data that have them.',
  });
}

/** The task fitted on the training rows, or as the version has it. */
export const fittedTask = ({ kept }: Keeps, wanted: TaskSpec, values: Values): TaskSpec =>
  kept?.task ?? taskOf(wanted).fit(wanted, values);

/** Labels as the version has them; badInput where the data have others. */
export function keptLabels({ kept }: Keeps, found: TaskSpec): TaskSpec {
  const { task } = kept ?? {};
  if (!task?.labels) return found;
  const known = new Set(task.labels);
  const others = (found.labels ?? []).filter((label) => !known.has(label));
  if (others.length === 0) return { ...found, labels: task.labels };
  throw new TetradError({
    code: 'badInput',
    message: `The data have ${others.length === 1 ? 'a label' : 'labels'} that the model version does not know: ${others
      .slice(0, 5)
      .map((label) => `“${label}”`)
      .join(', ')}${others.length > 5 ? ' and others' : ''}.`,
    place: `column ${found.target}`,
    hint: 'Leave these rows out, or give the model a new answer layer (Transfer).',
  });
}
