/**
 * How a transfer learns unless told: the layers in front stand still, those behind the middle learn with the head.
 * docs/performance.md says what it was chosen by.
 */
export const transferRecipe = { epochs: 60, batchSize: 16, learningRate: 0.005 };

/** Of the gates up to the cut, so many stand still. */
export const usualFrozen = (gates: number): number => Math.min(gates, Math.floor(gates / 2) + 1);
