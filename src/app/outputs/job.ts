import { z } from 'zod';
import { type Job, type JobLane, jobStatuses } from '#/core/protocol/job';
import { id } from '../commandSchemas';
import { type Complete, named } from './complete';
import { blobRef, errorInfo, ofItsKind, time } from './values';

export const job = named<Job>(
  'Job',
  z.object({
    id,
    kind: z.string(),
    lane: z.enum(['train', 'beside', 'fetch', 'parent', 'tab'] satisfies JobLane[]),
    parentId: id.optional(),
    key: z.string().optional(),
    title: z.string(),
    status: z.enum(jobStatuses),
    progress: z.number().min(0).max(1),
    message: z.string(),
    createdAt: time,
    priority: z.number().optional(),
    startedAt: time.optional(),
    finishedAt: time.optional(),
    secondsLeft: z.number().optional(),
    error: errorInfo.optional(),
    input: ofItsKind,
    result: ofItsKind.optional(),
    files: z.array(z.object({ name: z.string(), parts: z.array(blobRef) })).optional(),
    datasetId: id.optional(),
    modelId: id.optional(),
    runId: id.optional(),
  } satisfies Complete<Job>),
);
