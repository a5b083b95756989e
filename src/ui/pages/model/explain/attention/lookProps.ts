import type { AttentionShares } from '#/core/explain/attribution';

/** What is laid over a sample: the share of each token, and the one that looks. */
export interface LookProps {
  found: AttentionShares;
  shares: Float64Array;
  looking?: number;
  onLook(token: number | undefined): void;
}
