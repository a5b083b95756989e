/**
 * The end is held back: what comes later judges what was learnt before. Samples that reach into it from before are
 * on neither side, for windows overlap and would show what is judged to the training.
 */
import type { Along, SplitData } from './dataSplit';
import { notPossible } from './kFold';
import { type Held, pick, type SplitWay } from './splitWay';

export function byOrder({ word }: Pick<SplitData, 'word'>, { name, at, extent }: Along): SplitWay {
  const beginsOf = (rows: Uint32Array) => Array.from(rows, (row) => at[row] as number);
  /** Held: begins from `cut` on, before `end`. */
  const cutAt = (rows: Uint32Array, cut: number, end = Number.POSITIVE_INFINITY): Held | undefined => {
    const begins = beginsOf(rows);
    const rest = begins.flatMap((begin, i) => (begin < cut && begin + extent <= cut ? [i] : []));
    const held = begins.flatMap((begin, i) => (begin >= cut && begin < end ? [i] : []));
    if (rest.length === 0 || held.length === 0) return undefined;
    const between = begins.filter((begin) => begin < cut && begin + extent > cut).length;
    return { rest: pick(rows, rest), held: pick(rows, held), between };
  };
  return {
    how: `by the order of “${name}”: the latest ${word}s judge`,
    notes: [],
    units: (rows) => rows.length,
    hold(rows, share) {
      const sorted = beginsOf(rows).sort((a, b) => a - b);
      let cut = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * (1 - share)))] ?? 0;
      // A sample long beside the recording may leave nothing to train on: then later begins are held back.
      const last = sorted.at(-1) ?? 0;
      const first = sorted[0] ?? 0;
      if (first + extent > cut) cut = Math.min(last, first + extent);
      // A moment that many share from the first on is not divided: the next one is held back.
      if (cut === first) cut = sorted.find((begin) => begin > first) ?? cut;
      return cutAt(rows, cut);
    },
    /** Each fold is judged by what was learnt before it: of k + 1 stretches the first is only learnt from. */
    fold(rows, { index, folds }) {
      const sorted = beginsOf(rows).sort((a, b) => a - b);
      const cut = (i: number) => sorted[Math.floor((sorted.length * (i + 1)) / (folds + 1))];
      const found = cutAt(rows, cut(index) ?? Number.NaN, cut(index + 1));
      if (!found) throw notPossible(folds, rows.length, `${word}s by the order of “${name}”`);
      return found;
    },
  };
}
