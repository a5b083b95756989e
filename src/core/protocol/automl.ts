/** A search for the best model of a dataset: what is asked for, what was tried, and how it ended. Stored in runs. */
import { z } from 'zod';
import { objective } from './sweep';

export const automlPresets = ['fast', 'balanced', 'best'] as const;
export type AutomlPreset = (typeof automlPresets)[number];

export const leastTimeLimit = 5;

export const automlPlan = z.object({
  preset: z.enum(automlPresets),
  timeLimitSeconds: z.number().min(leastTimeLimit),
  /** Of the validation rows. */
  objective,
  /** 0: models are compared on the one validation part alone. */
  folds: z.int().min(0).max(20),
  seed: z.int(),
  /** Of a model that may be chosen. */
  mostBytes: z.number().positive().optional(),
  mostLatencyMs: z.number().positive().optional(),
});
export type AutomlPlan = z.infer<typeof automlPlan>;

/** whole: the settings of one that was tried, learnt from all rows but those of the test. */
export const candidateOrigins = ['standard', 'portfolio', 'tuned', 'combined', 'whole'] as const;

/** Of a run that is one of the models that were tried. */
export const candidateRecord = z.object({
  /** From 0, in the order in which they were asked for. */
  number: z.int().min(0),
  family: z.string(),
  origin: z.enum(candidateOrigins),
  /** What is set other than by itself: "mlp.dropout". */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.any())])),
  /** The run whose settings these are, and which says what judged them. */
  of: z.string().optional(),
});
export type CandidateRecord = z.infer<typeof candidateRecord>;

export const boardLine = z.object({
  runId: z.string(),
  title: z.string(),
  origin: z.enum(candidateOrigins),
  state: z.enum(['running', 'complete', 'rejected', 'failed']),
  /** Why it is not chosen from. */
  why: z.string().optional(),
  /** By the objective: on the validation part, or the mean over folds. */
  score: z.number().optional(),
  /** Standard deviation over folds. */
  sd: z.number().optional(),
  folds: z.int().optional(),
  /** Of an ensemble that folds judged: what the best of its members comes to on the same rows. */
  bestMember: z.number().optional(),
  /** By the same metric on the test part, which chooses nothing. */
  test: z.number().optional(),
  fitSeconds: z.number().optional(),
  latencyMs: z.number().optional(),
  bytes: z.number().optional(),
  versionId: z.string().optional(),
});
export type BoardLine = z.infer<typeof boardLine>;

export const automlPhases = ['portfolio', 'tuning', 'folds', 'combining', 'done'] as const;

/** Of the run that is the whole search. */
export const automlRecord = automlPlan.extend({
  usedSeconds: z.number().optional(),
  phase: z.enum(automlPhases).optional(),
  board: z.array(boardLine).optional(),
  /** What answering without a model comes to, as models of this task are judged. */
  free: z
    .object({
      answer: z.string(),
      metric: z.string(),
      value: z.number(),
      part: z.enum(['validation', 'test']),
    })
    .optional(),
  /** What was not tried or not finished, in words. */
  notes: z.array(z.string()).optional(),
  best: z.object({ runId: z.string(), versionId: z.string() }).optional(),
});
export type AutomlRecord = z.infer<typeof automlRecord>;
