import { z } from 'zod';
import { type Ambiguity, ambiguousOptions, type SourceReading } from '#/core/reading/reading';
import { readOptions } from '#/core/reading/readOptions';
import { type Complete, named } from './complete';

export const ambiguity = named<Ambiguity>(
  'Ambiguity',
  z.object({
    column: z.string().optional(),
    option: z.enum(ambiguousOptions),
    readings: z.array(z.object({ value: z.union([z.string(), z.array(z.string())]), example: z.string() })),
    evidence: z.string(),
  } satisfies Complete<Ambiguity>),
);

export const sourceReading = z.object({
  given: readOptions,
  used: readOptions,
  ambiguities: z.array(ambiguity),
} satisfies Complete<SourceReading>);
