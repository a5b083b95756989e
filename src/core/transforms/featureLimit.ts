/**
 * How far a feature may be from what training saw. Of n standardised rows none is further than the root of n from their
 * mean, so nothing learnt from is ever near it; beyond it float32 overflows sooner or later, and a network that adds
 * and subtracts infinities answers NaN. What lies further counts as the limit, here and in the exported file.
 */
export const featureLimit = 1e6;

/** NaN stays. */
export const limited = (value: number): number =>
  value > featureLimit ? featureLimit : value < -featureLimit ? -featureLimit : value;
