/** What commands of sources take: a source, an address of it, and keys, which go nowhere else. */
import { z } from 'zod';

export const sourceFields = {
  /** One of `sources.list`. */
  source: z.string().min(1).max(40),
  /** As the source's own schema says (sources.list). */
  address: z.record(z.string(), z.unknown()),
  /** Kept in the memory of this tab, and out of records and the log. */
  keys: z.record(z.string(), z.string()).optional(),
  /** Keep the keys in this browser, where whoever uses it can read them. */
  keepKeys: z.boolean().optional(),
};

export const host = z.string().min(1).max(300);
export const allowedHost = z.object({ host: z.string(), at: z.number() });
