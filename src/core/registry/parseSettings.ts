import type { z } from 'zod';
import { TetradError } from '../protocol/errors';

/** Settings as an entry's schema takes them, defaults filled in; badInput names the setting. */
export function parseSettings<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const place = [where, ...(first?.path ?? [])].map(String).join('.');
  throw new TetradError({
    code: 'badInput',
    message: `${place}: ${first?.message ?? 'not valid'}`,
    place,
    hint: 'Correct this setting, or leave it out for its default.',
  });
}
