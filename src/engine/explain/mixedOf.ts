/** Whether a version answers mixtures of rows without each being laid out (mixedMeans), and how its answers are read. */
import { bodyOf } from '#/core/bodies/registry';
import type { MixedMeans } from '#/core/explain/explainerDef';
import { answersOf } from '#/core/explain/explainersFor';
import type { TaskSpec } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';
import { commonScale } from '#/core/tasks/scale';
import type { OpenModel } from '../predict/openModel';
import { type AddAnswer, mixedMeansOf } from './mixedMeans';

export function mixedOf(
  { version, tensors }: Pick<OpenModel, 'version' | 'tensors'>,
  others: Float32Array,
  size: number,
): MixedMeans | undefined {
  const chain = bodyOf(version.body).chain?.(version.body.spec, tensors);
  const outputs = chain?.at(-1)?.units ?? 0;
  const read = readerOf(version.task, outputs);
  return chain && read && mixedMeansOf(chain, { others, size, answers: read.answers }, read.add);
}

/** As tasks decode the raw output; undefined of one that is read otherwise. */
function readerOf(task: TaskSpec, outputs: number): { answers: number; add: AddAnswer } | undefined {
  if (answersOf(task).value === 'number' && !taskOf(task).frames && outputs === 1) {
    const { mean, std } = commonScale(task);
    return {
      answers: 1,
      add(raw, from, sums, to) {
        sums[to] = (sums[to] as number) + (raw[from] as number) * std + mean;
      },
    };
  }
  if (answersOf(task).value !== 'class') return undefined;
  if (outputs > 2)
    return { answers: outputs, add: (raw, from, sums, to) => softmax(raw, from, sums, to, outputs) };
  return {
    answers: 2,
    add(raw, from, sums, to) {
      const logit = outputs === 1 ? (raw[from] as number) : (raw[from + 1] as number) - (raw[from] as number);
      const share = 1 / (1 + Math.exp(-logit));
      sums[to] = (sums[to] as number) + 1 - share;
      sums[to + 1] = (sums[to + 1] as number) + share;
    },
  };
}

function softmax(raw: Float32Array, from: number, sums: Float64Array, to: number, width: number): void {
  let [highest, sum] = [Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < width; i++) highest = Math.max(highest, raw[from + i] as number);
  for (let i = 0; i < width; i++) sum += Math.exp((raw[from + i] as number) - highest);
  for (let i = 0; i < width; i++)
    sums[to + i] = (sums[to + i] as number) + Math.exp((raw[from + i] as number) - highest) / sum;
}
