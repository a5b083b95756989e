import type { MetricDef } from './metricDef';

/** How many tokens one chooses among at each place, were they equally likely. */
export const perplexity: MetricDef = {
  type: 'perplexity',
  title: 'Perplexity',
  value: 'tokens',
  better: 'lower',
  meter() {
    let [nats, tokens] = [0, 0];
    return {
      add({ predicted }) {
        for (let i = 0; i < predicted.length; i++) nats += predicted[i] as number;
        tokens += predicted.length;
      },
      value: () => (tokens > 0 ? Math.exp(nats / tokens) : undefined),
    };
  },
  examples: [{ predicted: [Math.log(4), Math.log(16)], truth: [1, 1], classes: 0, expected: 8 }],
};
