import type { MetricDef } from './metricDef';

/** Cross-entropy in nats by characters of text, whatever the tokens are: models with different tokens compare. */
export const natsPerCharacter: MetricDef = {
  type: 'natsPerCharacter',
  title: 'Nats per character',
  value: 'tokens',
  better: 'lower',
  meter() {
    let [nats, characters] = [0, 0];
    return {
      add({ predicted, truth }) {
        for (let i = 0; i < truth.length; i++) {
          nats += predicted[i] as number;
          characters += truth[i] as number;
        }
      },
      value: () => (characters > 0 ? nats / characters : undefined),
    };
  },
  examples: [{ predicted: [1, 2, 3], truth: [1, 1, 2], classes: 0, expected: 1.5 }],
};
