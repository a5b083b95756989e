import { z } from 'zod';
import type { ValidationPredictions } from '#/core/evaluation/validationPredictions';
import type { Artifact } from '#/core/tasks/artifact';
import { tasks } from '#/core/tasks/registry';
import { named } from './complete';
import { float32, float64, int32, uint32 } from './values';

const arrays = { int32, float32, float64 };

const columnsOf = ({ columns }: Artifact): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, { dtype, optional }]) => [
      name,
      optional ? arrays[dtype].optional() : arrays[dtype],
    ]),
  );

const ofTask = ({ type, artifact }: { type: string; artifact: Artifact }) =>
  z.object({
    kind: z.literal(type),
    totalRows: z.int(),
    rows: uint32,
    blocks: int32.optional(),
    ...artifact.members,
    ...columnsOf(artifact),
  });

const [first, ...others] = tasks.all.map(ofTask);

/** What every task keeps. */
export const evaluation = named<ValidationPredictions>(
  'ValidationPredictions',
  z.discriminatedUnion('kind', [
    first as ReturnType<typeof ofTask>,
    ...others,
  ]) as unknown as z.ZodType<ValidationPredictions>,
);
