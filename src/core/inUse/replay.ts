/**
 * What two versions answer to the same logged rows: how often they agree, how good each is where labels are known, and the
 * rows where they differ. As both answered each row the difference is of pairs: of shares by Agresti and Min (2005,
 * Statistics in Medicine 24:729), half a row added to each of the four cases; of errors by Student's t.
 */
import { z } from 'zod';
import { wilsonInterval } from '../evaluation/wilsonInterval';
import { studentQuantile } from '../stats/studentT';
import type { Apart } from './answersApart';
import { isRight, performanceOf, type ShareBetween } from './performance';

const between = z.object({ share: z.number(), low: z.number(), high: z.number() });
const answer = z.union([z.string(), z.number()]);

const differing = z.object({
  id: z.string(),
  at: z.number(),
  first: answer,
  second: answer,
  label: answer.optional(),
  row: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type DifferingRow = z.infer<typeof differing>;

export const replayReport = z.object({
  first: z.int(),
  second: z.int(),
  rows: z.int(),
  /** When the first and the last row were asked. */
  from: z.number(),
  to: z.number(),
  /** Of labels the same; of numbers the same to six digits. */
  agreed: between,
  /** Of numbers: how far the two lie apart on average; of masks the share of places with another label. */
  apart: z.number().optional(),
  /** Of answers of many numbers: what `apart` is of. */
  of: z.enum(['pixels', 'values', 'levels']).optional(),
  metric: z.enum(['accuracy', 'meanAbsoluteError']),
  labelled: z.int(),
  /** Where labels are known. `better`: how much the second one is, above zero where it is. */
  judged: z.object({ first: between, second: between, better: between }).optional(),
  differ: z.int(),
  /** Those that differ, the first of them; of numbers the furthest apart first. */
  differing: z.array(differing),
  notes: z.array(z.string()),
  ms: z.number(),
});
export type ReplayReport = z.infer<typeof replayReport>;

export interface Replayed {
  id: string;
  at: number;
  first: string | number;
  second: string | number;
  label?: string | number;
  row: DifferingRow['row'];
  /** Of answers of many numbers. */
  many?: Apart;
}

export const mostDiffering = 1_000;

const same = (a: string | number, b: string | number): boolean =>
  typeof a === 'number' && typeof b === 'number'
    ? Math.abs(a - b) <= 1e-6 * Math.max(1e-12, Math.abs(a), Math.abs(b))
    : String(a) === String(b);
const apartBy = ({ first, second, many }: Replayed): number =>
  many ? many.apart : Math.abs(Number(first) - Number(second));
const agree = ({ first, second, many }: Replayed): boolean => (many ? many.same : same(first, second));

export function replayOf(rows: readonly Replayed[]): Omit<ReplayReport, 'first' | 'second' | 'notes' | 'ms'> {
  const areNumbers = rows.some(({ first }) => typeof first === 'number');
  const of = rows.find(({ many }) => many)?.many?.of;
  const differ = rows.filter((row) => !agree(row));
  const { share, low, high } = wilsonInterval(rows.length - differ.length, rows.length);
  const labelled = rows.filter(({ label }) => label !== undefined);
  const shown = areNumbers || of ? differ.toSorted((a, b) => apartBy(b) - apartBy(a)) : differ;
  return {
    rows: rows.length,
    from: rows[0]?.at ?? 0,
    to: rows.at(-1)?.at ?? 0,
    agreed: { share, low, high },
    ...((areNumbers || of) && { apart: rows.reduce((sum, row) => sum + apartBy(row), 0) / rows.length }),
    ...(of && { of }),
    metric: areNumbers ? 'meanAbsoluteError' : 'accuracy',
    labelled: labelled.length,
    // Of one pair nothing can be said; no label is a mask or a field.
    ...(labelled.length > 1 &&
      (of === undefined || of === 'levels') && { judged: judgedOf(labelled, areNumbers) }),
    differ: differ.length,
    differing: shown.slice(0, mostDiffering).map(({ many: _many, ...row }) => row),
  };
}

function judgedOf(labelled: readonly Replayed[], areNumbers: boolean): ReplayReport['judged'] {
  const of = (which: 'first' | 'second') =>
    labelled.map((row) => ({ at: row.at, value: row[which], label: row.label }));
  const [first, second] = [of('first'), of('second')];
  const actual = (rows: typeof first) => performanceOf(rows, { windows: 1 }).actual as ShareBetween;
  return {
    first: actual(first),
    second: actual(second),
    better: areNumbers
      ? meanBetter(
          labelled.map(
            ({ first: a, second: b, label }) =>
              Math.abs(Number(a) - Number(label)) - Math.abs(Number(b) - Number(label)),
          ),
        )
      : shareBetter(first.map(isRight), second.map(isRight)),
  };
}

const z95 = 1.959963984540054;

function shareBetter(first: readonly boolean[], second: readonly boolean[]): ShareBetween {
  const n = first.length;
  const won = second.filter((right, i) => right && !first[i]).length;
  const lost = first.filter((right, i) => right && !second[i]).length;
  const [more, less, all] = [won + 0.5, lost + 0.5, n + 2];
  const middle = (more - less) / all;
  const reach = (z95 * Math.sqrt(more + less - (more - less) ** 2 / all)) / all;
  const share = (won - lost) / n;
  return {
    share,
    low: Math.max(-1, Math.min(share, middle - reach)),
    high: Math.min(1, Math.max(share, middle + reach)),
  };
}

function meanBetter(gains: readonly number[]): ShareBetween {
  const n = gains.length;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / n;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (n - 1);
  const reach = studentQuantile(0.975, n - 1) * Math.sqrt(variance / n);
  return { share: mean, low: mean - reach, high: mean + reach };
}
