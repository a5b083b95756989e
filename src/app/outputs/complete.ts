/** Schemas of records that TypeScript already types: what commands answer, for scripts, REST and the tests. */
import type { z } from 'zod';

/** One schema for every field of T: a field that is added to T must be added here. */
export type Complete<T> = { [K in keyof Required<T>]: z.ZodType<T[K]> };

/** Called by its name in the docs. */
export const named = <T>(title: string, schema: z.ZodType<T>): z.ZodType<T, T> =>
  schema.meta({ title }) as unknown as z.ZodType<T, T>;
