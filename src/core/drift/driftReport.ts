/** What a comparison of two sets of rows says: by column, over time, and in one sentence each. JSON. */
import { z } from 'zod';

export const verdicts = ['drifted', 'slight', 'same', 'unknown'] as const;
/** slight: more than chance, but so little that answers hardly change. unknown: the sentence says why. */
export type Verdict = (typeof verdicts)[number];

export const driftMethods = ['auto', 'ks', 'chiSquare', 'z', 'wasserstein', 'jensenShannon', 'psi'] as const;
/** auto: z for two values, chi-square for few or labels, Kolmogorov-Smirnov for other numbers. */
export type DriftMethod = (typeof driftMethods)[number];

/** Of samples as the model sees them, whatever is asked for (seen/judgeSeen). */
export type SeenTest = 'classifier' | 'mmd';
const tests = [...driftMethods, 'classifier', 'mmd'] as const;

export const measureTitles: Record<Exclude<DriftMethod, 'auto'> | SeenTest, string> = {
  ks: 'Kolmogorov-Smirnov',
  chiSquare: 'Chi-square',
  z: 'Z of shares',
  wasserstein: 'Wasserstein',
  jensenShannon: 'Jensen-Shannon',
  psi: 'PSI',
  classifier: 'Classifier',
  mmd: 'Mean discrepancy',
};

export const columnParts = ['input', 'target', 'prediction'] as const;
export type ColumnPart = (typeof columnParts)[number];

const shares = z.array(z.number());

/** Shares of the same bins or labels, before and now. */
const picture = z.object({
  /** Of numbers, one more than bins; the outer ones take what lies beyond. */
  edges: shares.optional(),
  labels: z.array(z.string()).optional(),
  before: shares,
  now: shares,
});
export type DriftPicture = z.infer<typeof picture>;

const moment = z.object({
  verdict: z.enum(verdicts),
  /** Largest distance of cumulative shares, or of Jensen and Shannon, or as above; null where it is not known. */
  distance: z.number().nullable(),
  /** What chance alone reaches in one of alpha looks. */
  chance: z.number().nullable(),
  missing: z.number(),
});

const columnDrift = z.object({
  name: z.string(),
  part: z.enum(columnParts),
  /** seen: samples as the model sees them (seen/judgeSeen). */
  form: z.enum(['number', 'date', 'category', 'seen']),
  verdict: z.enum(verdicts),
  /** One sentence. */
  words: z.string(),
  test: z.enum(tests).optional(),
  statistic: z.number().optional(),
  pValue: z.number().optional(),
  /** What it is called drifted from: a p-value below, or a distance at or above. */
  threshold: z.number().optional(),
  /** How far apart, whatever the test: the larger of Wasserstein in standard deviations and Jensen-Shannon; of what is seen, the classifier's accuracy above chance as a share, or the root of the mean discrepancy. */
  distance: z.number().optional(),
  missing: z.object({ before: z.number(), now: z.number() }),
  /** Share of rows beyond everything that was seen: new labels, numbers out of range. */
  unseen: z.number().optional(),
  picture: picture.optional(),
  /** Rows of what was compared that show it, by number. */
  rows: z.array(z.int()),
  overTime: z.array(moment),
});
export type ColumnDrift = z.infer<typeof columnDrift>;

export const driftReport = z.object({
  columns: z.array(columnDrift),
  windows: z.array(z.object({ title: z.string(), rows: z.int() })),
  before: z.object({ rows: z.int(), of: z.string() }),
  now: z.object({ rows: z.int(), of: z.string() }),
  method: z.enum(driftMethods),
  alpha: z.number(),
  correction: z.enum(['holm', 'benjaminiHochberg']),
  /** What was left out, or is known of some rows only. */
  notes: z.array(z.string()),
  ms: z.number(),
});
export type DriftReport = z.infer<typeof driftReport>;
