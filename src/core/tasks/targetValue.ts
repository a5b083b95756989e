/** What a network's answer is, whatever the task is called: losses and metrics are chosen by it. */
export const targetValues = ['class', 'labels', 'number', 'quantile', 'tokens', 'mask', 'pixels'] as const;
export type TargetValue = (typeof targetValues)[number];
