/** When to stop, as a pure state machine: the state is JSON, so a checkpoint can hold it. */
export interface EarlyStoppingState {
  /** Lowest validation loss so far; null before the first finite one. */
  best: number | null;
  /** Its epoch, from 1; 0 before there is one. */
  bestEpoch: number;
  epochsSinceBest: number;
}

export const startEarlyStopping = (): EarlyStoppingState => ({
  best: null,
  bestEpoch: 0,
  epochsSinceBest: 0,
});

/** `improved`: keep these weights. `stop`: patience is used up. A loss that is not finite never improves. */
export function observeEpoch(
  state: EarlyStoppingState,
  epoch: number,
  validationLoss: number,
  patience: number,
): { state: EarlyStoppingState; improved: boolean; stop: boolean } {
  const improved = Number.isFinite(validationLoss) && (state.best === null || validationLoss < state.best);
  const next = improved
    ? { best: validationLoss, bestEpoch: epoch, epochsSinceBest: 0 }
    : { ...state, epochsSinceBest: state.epochsSinceBest + 1 };
  return { state: next, improved, stop: next.epochsSinceBest >= patience };
}
