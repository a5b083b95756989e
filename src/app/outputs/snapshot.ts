import { z } from 'zod';
import type { ValidationPredictions } from '#/core/evaluation/validationPredictions';
import type { MadeImages, Snapshot } from '#/core/protocol/model';
import { type Complete, named } from './complete';
import { evaluation } from './evaluation';
import { bytes } from './values';

const made = named<MadeImages>(
  'MadeImages',
  z.object({ shape: z.tuple([z.int(), z.int(), z.int()]), shades: bytes } satisfies Complete<MadeImages>),
);

/** As a person is given it. */
interface ShownSnapshot extends Omit<Snapshot, 'answers'> {
  answers?: ValidationPredictions;
}

export const snapshot = named<ShownSnapshot>(
  'Snapshot',
  z.object({
    epoch: z.int(),
    step: z.int(),
    answers: evaluation.optional(),
    drawn: made.optional(),
    given: made.optional(),
    again: made.optional(),
    texts: z.array(z.object({ prompt: z.string(), text: z.string() })).optional(),
    filters: made.optional(),
  } satisfies Complete<ShownSnapshot>),
);
