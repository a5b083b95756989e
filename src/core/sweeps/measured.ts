/** Figures of trials that are measured beside what a training says. */

/** What the training took. */
export const secondsMetric = 'seconds';
/** Bytes of the kept model, all its numbers together. */
export const sizeMetric = 'modelBytes';
/** Milliseconds that an answer to one sample takes, the median of several. */
export const latencyMetric = 'latencyMs';
