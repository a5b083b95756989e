/** An attribution in few numbers: for tables, and for those who only read the result of the job. */
import { largestIndex } from '../stats/largestIndex';
import type {
  Attribution,
  AttributionForm,
  Contributions,
  Counterfactuals,
  DependenceCurves,
  Importances,
  Interactions,
} from './attribution';
import { peakOf } from './peakOf';
import { readFrom, rolloutTo } from './rollout';

export interface Importance {
  name: string;
  mean: number;
  /** Of one repeat, over the repeats; absent where there is one. */
  sd?: number;
}

/** In the order of the columns. */
export function importanceRows({ names, shape: [, repeats], values }: Importances): Importance[] {
  return names.map((name, i) => {
    const own = values.subarray(i * repeats, (i + 1) * repeats);
    let [mean, squares] = [0, 0];
    for (const value of own) mean += value / repeats;
    for (const value of own) squares += (value - mean) ** 2;
    return { name, mean, ...(repeats > 1 && { sd: Math.sqrt(squares / (repeats - 1)) }) };
  });
}

/** How far the mean answer moves along each column. */
export function curveRanges({ columns, shape: [, curves, width], values }: DependenceCurves): Importance[] {
  return columns.map(({ name, labels }, column) => {
    const from = column * curves * width;
    const own = values.subarray(from, from + labels.length);
    return { name, mean: labels.length > 0 ? Math.max(...own) - Math.min(...own) : 0 };
  });
}

/** Pairs of columns that were asked, those first that move answers furthest; of a column with all others `b` is absent. */
export interface WorkingTogether {
  a: string;
  b?: string;
  /** Share of what the two do that is not the sum of what each does. */
  h: number;
  moves: number;
}

export function togetherRows({ names, shape: [count], values }: Interactions): WorkingTogether[] {
  const found: WorkingTogether[] = [];
  for (let i = 0; i < count; i++)
    for (let k = i; k < count; k++) {
      const [h, moves] = [values[(i * count + k) * 2] as number, values[(i * count + k) * 2 + 1] as number];
      if (Number.isNaN(h)) continue;
      found.push({ a: names[i] ?? '', ...(k !== i && { b: names[k] ?? '' }), h, moves });
    }
  return found.sort((a, b) => b.moves - a.moves);
}

/** The most that the mean answer and the values of a row miss its answer by. */
export function additivityError({
  values,
  shape: [rows, width],
  baseline,
  answers,
}: Pick<Contributions, 'values' | 'shape' | 'baseline' | 'answers'>): number {
  let most = 0;
  for (let row = 0; row < rows; row++) {
    let sum = baseline.value;
    for (let column = 0; column < width; column++) sum += values[(row * width + column) * 2] as number;
    most = Math.max(most, Math.abs(sum - (answers[row] as number)));
  }
  return most;
}

/** Where a volume is largest. */
export interface Peak {
  time: number;
  x: number;
  y: number;
  z: number;
  part: string;
  value: number;
}

/** The tokens that most of the answer comes from by rollout, largest first. */
export interface LookedAt {
  token: string;
  /** From 0. */
  place: number;
  share: number;
}

/** A way to another answer: what changes, and what is answered then. */
export interface Way {
  changes: { name: string; from: string | number | null; to: string | number | null }[];
  answer: string;
  figure: number;
}

export const waysOf = ({ names, given, ways, values }: Counterfactuals): Way[] =>
  ways.map(({ row, answer, figure }, way) => ({
    changes: names.flatMap((name, i) =>
      (values[way * names.length + i] as number) > 0
        ? [{ name, from: given[i] ?? null, to: row[i] ?? null }]
        : [],
    ),
    answer,
    figure,
  }));

const mostLookedAt = 20;

export type AttributionSummary =
  | {
      attributions: Importance[];
      /** Of those that add up to answers: by how much they miss at most. */
      additivityError?: number;
      /** Of a tree that imitates: how well, on rows that it was not grown from. */
      fidelity?: { name: string; value: number; r2: number };
    }
  | { largest: Peak }
  | { ways: Way[] }
  | { neighbours: { row: number; truth: string; answer: string; distance: number }[] }
  | { influences: { row: number; truth: string; answer: string; raises: number }[] }
  | { interactions: WorkingTogether[] }
  | { together: { columns: string[]; low: number; high: number } }
  | { lookedAt: LookedAt[] };

const summaries: {
  [F in AttributionForm]: (found: Extract<Attribution, { form: F }>) => AttributionSummary;
} = {
  importances: (found) => ({ attributions: importanceRows(found) }),
  contributions(found) {
    const {
      names,
      shape: [rows, width],
      values,
    } = found;
    // Of one row with its sign; of many how far each column moves answers in the mean.
    const of = (row: number, column: number) => values[(row * width + column) * 2] as number;
    return {
      attributions: names.map((name, column) => {
        let mean = 0;
        for (let row = 0; row < rows; row++)
          mean += (rows === 1 ? of(row, column) : Math.abs(of(row, column))) / rows;
        return { name, mean };
      }),
      additivityError: additivityError(found),
    };
  },
  imitation: ({ names, nodes, r2, baseline }) => ({
    attributions: names.map((name, column) => ({
      name,
      mean:
        nodes.filter(({ ask }) => ask?.column === column).reduce((sum, { rows }) => sum + rows, 0) /
        (nodes[0]?.rows ?? 1),
    })),
    fidelity: { name: baseline.name, value: baseline.value, r2 },
  }),
  neighbours({ samples, values, moves }) {
    const told = samples.map(({ row, truth, answer }, i) => ({
      row,
      truth,
      answer,
      value: values[i] as number,
    }));
    return moves
      ? { influences: told.map(({ value, ...one }) => ({ ...one, raises: value })) }
      : { neighbours: told.map(({ value, ...one }) => ({ ...one, distance: value })) };
  },
  words: ({ words, values }) => ({
    attributions: words.map(({ text }, i) => ({ name: text, mean: values[i] as number })),
  }),
  curves: (found) => ({ attributions: curveRanges(found) }),
  surface: ({ columns, values }) => ({
    together: {
      columns: columns.map(({ name }) => name),
      low: Math.min(...values),
      high: Math.max(...values),
    },
  }),
  interactions: (found) => ({ interactions: togetherRows(found) }),
  counterfactuals: (found) => ({ ways: waysOf(found) }),
  attention(found) {
    const shares = rolloutTo(found, readFrom(found));
    const all = Array.from(shares, (share, place) => ({ token: found.tokens[place] ?? '', place, share }));
    return { lookedAt: all.toSorted((a, b) => b.share - a.share).slice(0, mostLookedAt) };
  },
  course({ shape: [, channels], series, values }) {
    const best = largestIndex(values);
    const part = series[best % channels]?.name ?? '';
    return {
      largest: { time: Math.floor(best / channels), x: 0, y: 0, z: 0, part, value: values[best] ?? 0 },
    };
  },
  picture({ shape: [height, width, count], parts, values, signs }) {
    const best = signs ? peakOf(values, [height, width], count) : largestIndex(values);
    const place = Math.floor(best / count);
    const [x, y] = [place % width, Math.floor(place / width)];
    return { largest: { time: 0, x, y, z: 0, part: parts[best % count] ?? '', value: values[best] ?? 0 } };
  },
  heard({ shape, values }) {
    const [, bands] = shape;
    const best = peakOf(values, shape, 1);
    const [time, x] = [Math.floor(best / bands), best % bands];
    return { largest: { time, x, y: 0, z: 0, part: '', value: values[best] ?? 0 } };
  },
  clip({ shape: [times, height, width, count], parts, values, signs }) {
    const best = signs ? peakOf(values, [times, height, width], count) : largestIndex(values);
    const place = Math.floor(best / count);
    return {
      largest: {
        time: Math.floor(place / (height * width)),
        x: place % width,
        y: Math.floor(place / width) % height,
        z: 0,
        part: parts[best % count] ?? '',
        value: values[best] ?? 0,
      },
    };
  },
  volume({ shape: [times, sx, sy, sz, count], parts, values, signs }) {
    const best = signs ? peakOf(values, [times, sx, sy, sz], count) : largestIndex(values);
    const place = Math.floor(best / count);
    return {
      largest: {
        time: Math.floor(place / (sx * sy * sz)),
        x: Math.floor(place / (sy * sz)) % sx,
        y: Math.floor(place / sz) % sy,
        z: place % sz,
        part: parts[best % count] ?? '',
        value: values[best] ?? 0,
      },
    };
  },
};

export const summarize = (found: Attribution): AttributionSummary =>
  (summaries[found.form] as (found: Attribution) => AttributionSummary)(found);
