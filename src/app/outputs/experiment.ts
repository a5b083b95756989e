import { z } from 'zod';
import type { Experiment } from '#/core/protocol/model';
import { id } from '../commandSchemas';
import { type Complete, named } from './complete';
import { time } from './values';

export const experiment = named<Experiment>(
  'Experiment',
  z.object({ id, name: z.string(), createdAt: time } satisfies Complete<Experiment>),
);
