/** An attribution in few numbers: for tables, and for those who only read the result of the job. */
import { largestIndex } from '../stats/largestIndex';
import type { Attribution, AttributionForm, Importances } from './attribution';
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

const mostLookedAt = 20;

export type AttributionSummary =
  | { attributions: Importance[] }
  | { largest: Peak }
  | { lookedAt: LookedAt[] };

const summaries: {
  [F in AttributionForm]: (found: Extract<Attribution, { form: F }>) => AttributionSummary;
} = {
  importances: (found) => ({ attributions: importanceRows(found) }),
  attention(found) {
    const shares = rolloutTo(found, readFrom(found));
    const all = Array.from(shares, (share, place) => ({ token: found.tokens[place] ?? '', place, share }));
    return { lookedAt: all.toSorted((a, b) => b.share - a.share).slice(0, mostLookedAt) };
  },
  picture({ shape: [, width, count], parts, values }) {
    const best = largestIndex(values);
    const place = Math.floor(best / count);
    const [x, y] = [place % width, Math.floor(place / width)];
    return { largest: { time: 0, x, y, z: 0, part: parts[best % count] ?? '', value: values[best] ?? 0 } };
  },
  volume({ shape: [, sx, sy, sz, count], parts, values }) {
    const best = largestIndex(values);
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
