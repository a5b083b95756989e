import { datasetKinds } from '#/core/protocol/dataset';
import { z } from 'zod';
import type { AliasMove, GoneOn, Model, ModelVersion } from '#/core/protocol/model';
import { id, rawRow } from '../commandSchemas';
import { type Complete, named } from './complete';
import { column } from './dataset';
import { finalFigure, taskSpec } from './run';
import { anyNumber, blobRef, figures, time } from './values';

export const model = named<Model>(
  'Model',
  z.object({
    id,
    name: z.string(),
    description: z.string(),
    family: z.string(),
    tags: z.array(z.string()),
    notes: z.string(),
    createdAt: time,
    updatedAt: time,
    aliases: z.record(z.string(), id),
  } satisfies Complete<Model>),
);

const goneOn = z.object({
  from: id,
  metric: z.string(),
  parts: z.array(
    z.object({
      rows: z.enum(['old', 'new']),
      part: z.enum(['validation', 'test']),
      count: z.int(),
      before: anyNumber,
      after: anyNumber,
      learnt: z.int().optional(),
    }),
  ),
} satisfies Complete<GoneOn>);

export const modelVersion = named<ModelVersion>(
  'ModelVersion',
  z.object({
    id,
    modelId: id,
    number: z.int(),
    createdAt: time,
    hash: z.string(),
    runId: id,
    datasetId: id,
    datasetVersionId: id,
    datasetHash: z.string(),
    task: taskSpec,
    inputs: z.array(column),
    input: z.object({ kind: z.enum(datasetKinds), fitted: z.unknown() }),
    body: z.object({ type: z.string(), spec: z.unknown() }),
    metrics: figures,
    figure: finalFigure.optional(),
    goneOn: goneOn.optional(),
    reference: blobRef.optional(),
    sampleRows: z.array(rawRow),
    notes: z.string(),
  } satisfies Complete<ModelVersion>),
);

export const aliasMove = named<AliasMove>(
  'AliasMove',
  z.object({
    id,
    modelId: id,
    alias: z.string(),
    from: id.optional(),
    to: id.optional(),
    at: time,
  } satisfies Complete<AliasMove>),
);
