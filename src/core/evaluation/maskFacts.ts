/** What masks came to by label, over all judged images, and how good each image is. */
import type { MaskPredictions } from '../tasks/segmentation';

export interface LabelFacts {
  label: string;
  iou: number;
  dice: number;
  /** Share of the pixels that are answered so, or truly are so, which are right. */
  precision: number;
  recall: number;
  /** Share of all pixels that truly are so. */
  share: number;
}

const sumOf = (values: Float32Array, labels: number, label: number): number => {
  let sum = 0;
  for (let i = label; i < values.length; i += labels) sum += values[i] as number;
  return sum;
};

/** NaN where a label neither occurs nor is answered. */
export function maskFacts({ labels, both, answered, truth }: MaskPredictions): LabelFacts[] {
  const pixels = truth.reduce((sum, value) => sum + value, 0);
  return labels.map((label, i) => {
    const [right, said, real] = [both, answered, truth].map((of) => sumOf(of, labels.length, i)) as [
      number,
      number,
      number,
    ];
    return {
      label,
      iou: right / (said + real - right),
      dice: (2 * right) / (said + real),
      precision: right / said,
      recall: right / real,
      share: real / pixels,
    };
  });
}

export const meanOf = (values: readonly number[]): number => {
  const there = values.filter((value) => !Number.isNaN(value));
  return there.reduce((sum, value) => sum + value, 0) / there.length;
};

/** Of each image the mean IoU of the labels that it has or is said to have. */
export const iouOfImages = ({ labels, both, answered, truth }: MaskPredictions): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: both.length / labels.length }, (_, row) =>
    meanOf(
      labels.map((_label, i) => {
        const at = row * labels.length + i;
        const right = both[at] as number;
        return right / ((answered[at] as number) + (truth[at] as number) - right);
      }),
    ),
  );
