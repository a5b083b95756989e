/** Answers as the numbers they consist of, of each sample as many: what is kept of them until all are there. */
import { sizeOf } from '../arch/sizeOf';
import { kindOf } from '../kinds/registry';
import type { ModelVersion } from '../protocol/model';
import type { Prediction } from '../protocol/predict';
import { taskOf } from './registry';

type Answering = Pick<ModelVersion, 'task' | 'input'>;
/** Labels of pixels, and shades, are bytes. */
export type AnswerNumbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Numbers of one answer. */
export function answerWidth({ task, input }: Answering): number {
  const { frames, codes } = taskOf(task);
  const { steps = 1, labels, levels } = task;
  if (codes) return sizeOf(codes(kindOf(input).shape(input.fitted)).shape);
  const each = levels?.length ?? 1;
  return frames
    ? each * steps * sizeOf(kindOf(input).shape(input.fitted).slice(1))
    : (labels?.length ?? each);
}

export function numbersType({
  task,
}: Answering): typeof Uint8Array | typeof Float32Array | typeof Float64Array {
  const { frames, codes } = taskOf(task);
  return codes ? Uint8Array : frames ? Float32Array : Float64Array;
}

/** Row-major [samples, answerWidth]. */
export function answerNumbers(version: Answering, predictions: readonly Prediction[]): AnswerNumbers {
  const width = answerWidth(version);
  const numbers = new (numbersType(version))(predictions.length * width);
  for (const [i, { value, mask, quantiles, field, probabilities }] of predictions.entries())
    numbers.set(mask ?? quantiles ?? field ?? probabilities ?? [Number(value)], i * width);
  return numbers as AnswerNumbers;
}
