import { z } from 'zod';
import type { FinalFigure } from '#/core/evaluation/finalFigure';
import { type CrossValidationResult, type FoldOutcome, foldPlan } from '#/core/protocol/crossValidation';
import type { Run } from '#/core/protocol/model';
import { type SplitSummary, type TaskSpec, trainConfig, trainFold } from '#/core/protocol/train';
import { automlRecord, candidateRecord } from '#/core/protocol/automl';
import { paramValue, sweepPlan, type SweepResult, type TrialRecord } from '#/core/protocol/sweep';
import { id } from '../commandSchemas';
import { type Complete, named } from './complete';
import { anyNumber, blobRef, errorInfo, figures, time } from './values';

export const taskSpec = named<TaskSpec>(
  'TaskSpec',
  z.object({
    type: z.string(),
    target: z.string(),
    labels: z.array(z.string()).optional(),
    labelSets: z.array(z.array(z.int())).optional(),
    threshold: z.object({ label: z.string(), from: z.number() }).optional(),
    event: z.string().optional(),
    horizon: z.int().optional(),
    steps: z.int().optional(),
    period: z.int().optional(),
    channels: z.array(z.string()).optional(),
    tokens: z.array(z.string()).optional(),
    keys: z.array(z.number()).optional(),
    characters: z.array(anyNumber).optional(),
    levels: z.array(anyNumber).optional(),
    usual: z.array(anyNumber).optional(),
    outwards: z.array(anyNumber).optional(),
    oddFrom: anyNumber.optional(),
    scales: z.array(z.object({ mean: anyNumber, std: anyNumber })).optional(),
  } satisfies Complete<TaskSpec>),
);

const split = z.object({
  how: z.string(),
  train: z.int(),
  val: z.int(),
  test: z.int(),
  notes: z.array(z.string()),
} satisfies Complete<SplitSummary>);

export const finalFigure = named<FinalFigure>(
  'FinalFigure',
  z.object({
    part: z.enum(['test', 'validation']),
    metric: z.string(),
    value: anyNumber,
    low: anyNumber.optional(),
    high: anyNumber.optional(),
    rows: z.int(),
    free: z.object({ answer: z.string(), value: anyNumber }).optional(),
    balanced: z.object({ value: anyNumber, free: anyNumber }).optional(),
    always: z.string().optional(),
    copies: z.object({ rows: z.int(), value: anyNumber.optional() }).optional(),
  } satisfies Complete<FinalFigure>),
);

const crossValidation = z.object({
  ...foldPlan.shape,
  result: z
    .object({
      folds: z.array(
        z.object({
          repeat: z.int(),
          index: z.int(),
          runId: id,
          modelVersionId: id,
          metrics: figures,
        } satisfies Complete<FoldOutcome>),
      ),
      mean: figures,
      sd: figures,
      leftOut: z.array(z.object({ repeat: z.int(), index: z.int() })),
    } satisfies Complete<CrossValidationResult>)
    .optional(),
});

const trial = z.object({
  number: z.int(),
  repeat: z.int(),
  fold: z.int().optional(),
  params: z.record(z.string(), paramValue),
  from: z.int().optional(),
  reported: z.array(anyNumber).optional(),
  pruned: z.object({ epoch: z.int(), why: z.string() }).optional(),
  batch: z.object({ asked: z.int(), taken: z.int() }).optional(),
} satisfies Complete<TrialRecord>);

const sweep = sweepPlan.extend({
  usedSeconds: anyNumber.optional(),
  result: z
    .object({
      best: z.object({ number: z.int(), runId: id, values: z.array(anyNumber) }),
      complete: z.int(),
      pruned: z.int(),
      failed: z.int(),
      epochs: z.int(),
    } satisfies Complete<SweepResult>)
    .optional(),
});

export const run = named<Run>(
  'Run',
  z.object({
    id,
    experimentId: id,
    origin: z.enum(['mlflow', 'tetrad']).optional(),
    jobId: id,
    name: z.string(),
    status: z.enum(['running', 'finished', 'failed', 'killed']),
    startedAt: time,
    finishedAt: time.optional(),
    modelId: id,
    modelVersionId: id.optional(),
    datasetId: id,
    datasetVersionId: id,
    params: z.record(z.string(), z.union([z.string(), anyNumber, z.boolean()])),
    summary: figures,
    tags: z.record(z.string(), z.string()),
    parentId: id.optional(),
    fold: trainFold.optional(),
    crossValidation: crossValidation.optional(),
    trial: trial.optional(),
    sweep: sweep.optional(),
    candidate: candidateRecord.optional(),
    automl: automlRecord.optional(),
    artifacts: z.array(z.object({ name: z.string(), blob: blobRef, type: z.string().optional() })),
    config: trainConfig,
    task: taskSpec,
    split: split.optional(),
    warnings: z.array(z.string()).optional(),
    figure: finalFigure.optional(),
    backend: z.string().optional(),
    backendReason: z.string().optional(),
    error: errorInfo.optional(),
    notes: z.string(),
    event: z.string().optional(),
  } satisfies Complete<Run>),
);
