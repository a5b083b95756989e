import { z } from 'zod';
import type {
  GraphInput,
  GraphNode,
  GraphWeight,
  ModelGraph,
  WeightView,
} from '#/core/modelGraph/modelGraph';
import { type Complete, named } from './complete';
import { anyNumber } from './values';

const weight = {
  name: z.string(),
  dtype: z.string(),
  shape: z.array(z.int()),
  size: z.int(),
} satisfies Complete<GraphWeight>;

const pairs = z.array(z.tuple([z.string(), z.string()]));

export const modelGraph = named<ModelGraph>(
  'ModelGraph',
  z.object({
    nodes: z.array(
      z.object({
        kind: z.enum(['input', 'node', 'output']),
        op: z.string(),
        name: z.string(),
        block: z.array(z.string()),
        inputs: z.array(
          z.object({ name: z.string(), from: z.int(), type: z.string() } satisfies Complete<GraphInput>),
        ),
        outputs: z.array(z.object({ name: z.string(), type: z.string() })),
        attributes: pairs,
        weights: z.array(z.int()),
        doc: z.string().optional(),
      } satisfies Complete<GraphNode>),
    ),
    weights: z.array(z.object(weight)),
    facts: pairs,
  } satisfies Complete<ModelGraph>),
);

export const weightView = named<WeightView>(
  'WeightView',
  z.object({
    ...weight,
    stats: z
      .object({
        min: z.number(),
        max: z.number(),
        mean: z.number(),
        std: z.number(),
        norm: z.number(),
        zeros: z.int(),
        notFinite: z.int(),
        counts: z.array(z.int()),
      })
      .optional(),
    values: z.array(z.union([anyNumber, z.string()])),
  } satisfies Complete<WeightView>),
);
