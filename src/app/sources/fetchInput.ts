/** What the record of a fetching job holds: no keys, no signatures. */
import { z } from 'zod';

const ref = z.object({ hash: z.string(), bytes: z.number() });
const fetched = z.object({
  name: z.string(),
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  sha256: z.string(),
  bytes: z.number(),
  parts: z.array(ref),
  at: z.number(),
});
const partial = z.object({
  parts: z.array(ref),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  total: z.number().optional(),
});

export const fetchInput = z.object({
  source: z.string(),
  address: z.unknown(),
  /** What was typed beside it lives in the memory of a tab, under this. */
  secretId: z.string().optional(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().optional(), sha256: z.string().optional() })),
  /** What is there so far: the first of `files`, and the part of the next. */
  got: z.array(fetched),
  partial: partial.optional(),
});
export type FetchInput = z.infer<typeof fetchInput>;
