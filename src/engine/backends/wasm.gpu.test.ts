import { expect, it } from 'vitest';
import { collect } from '../train/fixtures/collect';
import { irisSpec } from '../train/fixtures/irisSpec';
import { openWasm } from './wasm';

it('trains the same with a pool of threads, started from scripts of our own origin', async () => {
  const alone = await openWasm();
  expect(alone.detail).toMatch(/one thread/);
  const expected = await collect(irisSpec({ epochs: 2 }), alone);
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 8, configurable: true });
  const created: string[] = [];
  const createObjectURL = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    created.push('blob');
    return createObjectURL(blob);
  };
  try {
    const pooled = await openWasm({ threads: true });
    expect(pooled.detail).toMatch(/4 threads/);
    const { losses } = await collect(irisSpec({ epochs: 2 }), pooled);
    expect(losses).toHaveLength(8);
    losses.forEach((loss, i) => expect(Math.abs(loss - (expected.losses[i] as number))).toBeLessThan(1e-6));
    expect(created).toEqual([]);
  } finally {
    URL.createObjectURL = createObjectURL;
  }
});
