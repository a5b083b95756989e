import { expect, it } from 'vitest';
import { isSnapshot, keptBeside, mostSnapshots } from './snapshotEpochs';

/** Of which epochs something is left after a run of so many. */
function keptAfter(epochs: number): number[] {
  let kept: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++)
    if (isSnapshot(epoch, epochs)) kept = [...kept.filter(keptBeside(epoch)), epoch];
  return kept;
}

it.each([1, 7, 48, 49, 100, 1000, 12_345])(
  'a run of %i epochs keeps few of them, evenly spread',
  (epochs) => {
    const kept = keptAfter(epochs);
    expect(kept.length).toBeLessThanOrEqual(mostSnapshots + 2);
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(epochs, mostSnapshots / 2));
    expect([kept[0], kept.at(-1)]).toEqual([1, epochs]);
    const gaps = kept.slice(1).map((epoch, i) => epoch - (kept[i] as number));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil((2 * epochs) / mostSnapshots));
  },
);

it('keeps all of a short one', () => {
  expect(keptAfter(20)).toHaveLength(20);
});
