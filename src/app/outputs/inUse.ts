import { z } from 'zod';
import type { Performance, ShareBetween } from '#/core/inUse/performance';
import type { CallFigures } from '#/core/inUse/callFigures';

import type { AnsweredRow, AnswerLog } from '#/core/protocol/inUse';
import { rawRow } from '../commandSchemas';
import { type Complete, named } from './complete';
import { anyNumber, time } from './values';

export const callFigures = named<CallFigures>(
  'CallFigures',
  z.object({
    calls: z.int(),
    rows: z.int(),
    failed: z.int(),
    errorRate: anyNumber,
    latencyP50Ms: anyNumber,
    latencyP95Ms: anyNumber,
    latencyP99Ms: anyNumber,
    requestsPerSecond: z.number(),
    rowsPerSecond: z.number(),
    from: time,
    to: time,
  } satisfies Complete<CallFigures>),
);

export const answerLog = named<AnswerLog>(
  'AnswerLog',
  z.object({
    modelId: z.string(),
    on: z.boolean(),
    withRows: z.boolean(),
    bound: z.int(),
    kept: z.int(),
    dropped: z.int(),
    calls: z.int(),
    droppedCalls: z.int(),
    missed: z.int(),
  } satisfies Complete<AnswerLog>),
);

const answer = z.union([z.string(), anyNumber]);

export const answeredRow = named<AnsweredRow>(
  'AnsweredRow',
  z.object({
    modelId: z.string(),
    id: z.string(),
    at: time,
    version: z.int(),
    value: answer,
    confidence: z.number().optional(),
    row: rawRow.optional(),
    datasetVersionId: z.string().optional(),
    label: answer.optional(),
    labelledAt: time.optional(),
    comparison: z
      .object({
        id: z.string(),
        challenger: z.boolean(),
        share: z.number(),
        other: z
          .object({ version: z.int(), value: answer.optional(), failed: z.literal(true).optional() })
          .optional(),
      })
      .optional(),
  } satisfies Complete<AnsweredRow>),
);

const between = z.object({
  share: z.number(),
  low: z.number(),
  high: z.number(),
} satisfies Complete<ShareBetween>);
const measured = {
  rows: z.int(),
  labelled: z.int(),
  actual: between.optional(),
  estimate: between.optional(),
};

export const performance = named<Performance>(
  'Performance',
  z.object({
    ...measured,
    metric: z.enum(['accuracy', 'meanAbsoluteError']),
    known: z.boolean(),
    why: z.string().optional(),
    windows: z.array(z.object({ ...measured, from: time, to: time })),
  } satisfies Complete<Performance>),
);
