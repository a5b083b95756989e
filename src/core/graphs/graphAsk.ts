import { z } from 'zod';

/** What a family asks of the nodes of a graph: how far it looks, and at how many nodes at most. */
export const graphAsk = z.strictObject({
  hops: z.int().min(1).max(16),
  around: z.int().min(2).max(512),
});
export type GraphAsk = z.infer<typeof graphAsk>;
