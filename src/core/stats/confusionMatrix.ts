/** How often each class was taken for each other. */
export interface ConfusionMatrix {
  classes: number;
  /** Row-major [truth, predicted]. */
  counts: Uint32Array;
}

export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  const counts = new Uint32Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const at = (truth[i] as number) * classes + (predicted[i] as number);
    counts[at] = (counts[at] as number) + 1;
  }
  return { classes, counts };
}

export const countAt = ({ classes, counts }: ConfusionMatrix, truth: number, predicted: number): number =>
  counts[truth * classes + predicted] as number;
