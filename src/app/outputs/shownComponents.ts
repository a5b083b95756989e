import { z } from 'zod';
import type { ShownComponents } from '#/core/components/shownComponents';
import { type Complete, named } from './complete';

const numbers = z.array(z.number());

export const shownComponents = named<ShownComponents>(
  'ShownComponents',
  z.object({
    shares: numbers,
    kept: z.int(),
    names: z.array(z.string()),
    weights: z.array(numbers),
  } satisfies Complete<ShownComponents>),
);
