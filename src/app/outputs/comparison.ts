import { z } from 'zod';
import type { Between, RunningMean } from '#/core/inUse/anytime';
import {
  type Comparison,
  comparisonStatuses,
  type ComparisonTest,
  comparisonWays,
  type Contender,
} from '#/core/inUse/comparison';
import { type Complete, named } from './complete';
import { time } from './values';

const bounds = { mean: z.number(), low: z.number(), high: z.number() };
export const between = z.object(bounds satisfies Complete<Between>);

const contender = z.object({
  versionId: z.string(),
  version: z.int(),
  rows: z.int(),
  failed: z.int(),
} satisfies Complete<Contender>);
const mean = z.object({ n: z.int(), mean: z.number(), squares: z.number() } satisfies Complete<RunningMean>);

export const comparison = named<Comparison>(
  'Comparison',
  z.object({
    id: z.string(),
    modelId: z.string(),
    way: z.enum(comparisonWays),
    champion: contender,
    challenger: contender,
    share: z.number(),
    alpha: z.number(),
    expectedRows: z.int(),
    unit: z.number().optional(),
    guardrails: z.object({ worse: z.boolean(), failedShare: z.number() }),
    status: z.enum(comparisonStatuses),
    startedAt: time,
    endedAt: time.optional(),
    test: z.object({ difference: mean, champion: mean, challenger: mean } satisfies Complete<ComparisonTest>),
    verdict: z.object({ found: z.enum(['better', 'worse']), rows: z.int(), at: time }).optional(),
    path: z.array(z.object({ ...bounds, rows: z.int() })),
    history: z.array(z.object({ at: time, what: z.string() })),
    before: z.string().nullable().optional(),
  } satisfies Complete<Comparison>),
);
