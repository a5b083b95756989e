import { z } from 'zod';
import { kinds } from '#/core/kinds/registry';
import type { Recognised } from '#/core/protocol/dataApi';

export const recognisedFiles = z.object({
  format: z.string(),
  title: z.string(),
  kind: z.enum(kinds.all.map(({ type }) => type)),
  holds: z.enum(['rows', 'arrays', 'files']),
  files: z.int(),
}) satisfies z.ZodType<Recognised>;
