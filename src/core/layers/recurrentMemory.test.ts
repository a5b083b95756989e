import { expect, it } from 'vitest';
import { sizeOf } from '../arch/sizeOf';
import { layers } from './registry';

it.each(['rnn', 'lstm', 'gru'])('%s holds every time, whatever of them it answers', (type) => {
  const layer = layers.get(type);
  const inputs = [[50, 3]];
  const held = (answer: string) => {
    const params = layer.params.parse({ units: 8, answer });
    return (layer.keeps?.(params, true, inputs) ?? 0) * sizeOf(layer.inferShape(inputs, params));
  };
  expect(held('last')).toBe(held('sequence'));
  expect(held('sequence')).toBeGreaterThan(50 * 8);
});
