import { z } from 'zod';
import { axisRoles } from '#/core/grid/arrayFile';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';
import { gridOptions } from '#/core/grid/gridInput';
import { type Complete, named } from './complete';
import { dataIssue } from './dataset';

export const arrayFileInfo = named<ArrayFileInfo>(
  'ArrayFileInfo',
  z.object({
    fileName: z.string(),
    format: z.string(),
    variables: z.array(
      z.object({
        name: z.string(),
        dimensions: z.array(z.object({ name: z.string(), size: z.int() })),
        dtype: z.string(),
        unit: z.string().optional(),
        longName: z.string().optional(),
        coordinate: z.literal(true).optional(),
        classes: z.array(z.object({ value: z.number(), name: z.string() })).optional(),
      } satisfies Complete<ArrayFileInfo['variables'][number]>),
    ),
    texts: z.array(
      z.object({ name: z.string(), size: z.int() } satisfies Complete<ArrayFileInfo['texts'][number]>),
    ),
    coordinates: z.array(
      z.object({
        dimension: z.string(),
        unit: z.string().optional(),
        first: z.number(),
        last: z.number(),
      } satisfies Complete<ArrayFileInfo['coordinates'][number]>),
    ),
    details: z.record(z.string(), z.string()),
    draft: gridOptions,
    guess: gridOptions.optional(),
    roles: z.record(z.string(), z.enum(axisRoles)),
    noticed: z.array(dataIssue),
    roomBytes: z.number().optional(),
  } satisfies Complete<ArrayFileInfo>),
);
