/** What a network's answer is, whatever the task is called: losses and metrics are chosen by it. */
export const targetValues = ['class', 'labels', 'number', 'quantile', 'tokens', 'mask', 'pixels'] as const;
export type LearntValue = (typeof targetValues)[number];
/** group, oddness: found in the rows themselves, which no loss compares with anything. none: nothing that metrics know. */
export type TargetValue = LearntValue | 'group' | 'oddness' | 'none';
