/** Labels as the answers of a model are: text for those that are labels, numbers for those that are numbers. */
import { TetradError } from '#/core/protocol/errors';
import type { GivenLabel, JoinedLabels } from '#/core/protocol/inUse';
import type { Storage } from '#/core/protocol/storage';
import type { TaskSpec } from '#/core/protocol/train';

export async function joinLabels(
  { inUse }: Pick<Storage, 'inUse'>,
  modelId: string,
  task: TaskSpec,
  given: readonly GivenLabel[],
): Promise<JoinedLabels> {
  const labels = given.map(({ id, value }, i): GivenLabel => {
    if (task.labels) return { id, value: String(value) };
    const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isFinite(number))
      throw new TetradError({
        code: 'badInput',
        message: `The label "${String(value).slice(0, 60)}" of "${id.slice(0, 60)}" is no number, and ${task.target} is one.`,
        place: `label ${i + 1}`,
        hint: 'Nothing was joined. Correct it, or leave it out.',
      });
    return { id, value: number };
  });
  return await inUse.join(modelId, labels, Date.now());
}
