import { z } from 'zod';
import { columnTypes } from '#/core/protocol/dataset';
import type { DrawnNode, DrawnQuestion, DrawnTree } from '#/core/trees/drawnTree';
import { type Complete, named } from './complete';
import { prediction } from './prediction';

export const drawnTree = named<DrawnTree>(
  'DrawnTree',
  z.object({
    trees: z.int(),
    tree: z.int(),
    leaves: z.int(),
    nodes: z.array(
      z.object({
        question: z
          .object({
            column: z.string(),
            columnType: z.enum(columnTypes),
            most: z.number().optional(),
            is: z.string().optional(),
          } satisfies Complete<DrawnQuestion>)
          .optional(),
        yes: z.int().optional(),
        no: z.int().optional(),
        rows: z.int(),
        leaves: z.int(),
        answer: prediction,
      } satisfies Complete<DrawnNode>),
    ),
  } satisfies Complete<DrawnTree>),
);
