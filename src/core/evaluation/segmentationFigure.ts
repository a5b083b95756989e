/** How good masks are: mean IoU on images nothing was chosen by, beside one label for every pixel. */
import type { MaskPredictions } from '../tasks/segmentation';
import type { Figure } from './finalFigure';
import { maskFacts, meanOf } from './maskFacts';

/** 97.5 % of a normal distribution is below it. */
const reach = 1.959964;

export function segmentationFigure(judged: MaskPredictions): Figure | undefined {
  const facts = maskFacts(judged);
  const value = meanOf(facts.map(({ iou }) => iou));
  if (!Number.isFinite(value)) return undefined;
  const there = facts.filter(({ share }) => share > 0);
  const common = there.reduce((most, one) => (one.share > most.share ? one : most));
  const error = standardError(judged);
  return {
    metric: 'iou',
    value,
    ...(error !== undefined && {
      low: Math.max(0, value - reach * error),
      high: Math.min(1, value + reach * error),
    }),
    // Alone it overlaps with its own pixels, and the other labels with none.
    free: { answer: `all “${common.label}”`, value: common.share / there.length },
  };
}

/**
 * By linearisation: what each image adds to each ratio of sums (Cochran 1977, Sampling techniques, chapter 6). undefined
 * of fewer than ten images.
 */
function standardError({ labels, both, answered, truth }: MaskPredictions): number | undefined {
  const count = labels.length;
  const rows = both.length / count;
  if (rows < 10) return undefined;
  const [right, either] = [new Float64Array(count), new Float64Array(count)];
  const eitherAt = (i: number) => (answered[i] as number) + (truth[i] as number) - (both[i] as number);
  for (let i = 0; i < both.length; i++) {
    right[i % count] = (right[i % count] as number) + (both[i] as number);
    either[i % count] = (either[i % count] as number) + eitherAt(i);
  }
  const present = either.filter((pixels) => pixels > 0).length;
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    let influence = 0;
    for (let label = 0; label < count; label++) {
      const pixels = either[label] as number;
      const at = row * count + label;
      if (pixels > 0)
        influence += ((both[at] as number) - ((right[label] as number) / pixels) * eitherAt(at)) / pixels;
    }
    squares += (influence / present) ** 2;
  }
  return Math.sqrt((squares * rows) / (rows - 1));
}
