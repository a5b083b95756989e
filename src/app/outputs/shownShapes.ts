import { z } from 'zod';
import type { ShownAxis, ShownShapes, ShownTerm } from '#/core/additive/shownShapes';
import { columnTypes } from '#/core/protocol/dataset';
import { type Complete, named } from './complete';

const numbers = z.array(z.number());

export const shownShapes = named<ShownShapes>(
  'ShownShapes',
  z.object({
    labels: z.array(z.string()),
    base: numbers,
    terms: z.array(
      z.object({
        term: z.int(),
        axes: z.array(
          z.object({
            column: z.string(),
            columnType: z.enum(columnTypes),
            bins: z.int(),
            edges: numbers.optional(),
            categories: z.array(z.array(z.string())).optional(),
            missing: z.literal(true).optional(),
          } satisfies Complete<ShownAxis>),
        ),
        weight: z.number(),
        scores: z.array(numbers),
        spreads: z.array(numbers),
        rows: numbers,
      } satisfies Complete<ShownTerm>),
    ),
  } satisfies Complete<ShownShapes>),
);
