import { expect, test } from 'vitest';
import { ChannelMoments } from './channelMoments';

test('equals the two-pass figures in float64, also far from zero, with gaps and strides', () => {
  const width = 3;
  const values = Float32Array.from({ length: 3000 }, (_, i) =>
    i % 17 === 0 ? Number.NaN : (i % width) * 1e6 + Math.sin(i) * (1 + (i % width)),
  );
  for (let channel = 0; channel < width; channel++) {
    const moments = new ChannelMoments();
    for (let at = 0; at < values.length; at += 300)
      moments.add(values, at + channel, width, Math.min(values.length, at + 300));
    const own = [...values].filter((value, i) => i % width === channel && !Number.isNaN(value));
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    const std = Math.sqrt(own.reduce((a, b) => a + (b - mean) ** 2, 0) / own.length);
    const result = moments.result();
    expect(result.mean).toBeCloseTo(mean, 8);
    expect(Math.abs(result.std / std - 1)).toBeLessThan(1e-9);
    expect(result).toMatchObject({
      min: Math.min(...own),
      max: Math.max(...own),
      missing: 1000 - own.length,
    });
  }
});
