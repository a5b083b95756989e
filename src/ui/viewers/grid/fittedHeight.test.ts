import { expect, it } from 'vitest';
import { fittedHeight, type Room } from './fittedHeight';

/** A dataset page at 1360 × 900: four panes, the time bar under them. */
const page: Room = { panes: 4, narrowest: 1, width: 786, window: 844, above: 150, below: 46 };

it('slices and the time bar fit the window, whatever its height', () => {
  for (const window of [520, 700, 844, 1000]) {
    const height = fittedHeight({ ...page, window });
    expect(page.above + height + page.below).toBeLessThanOrEqual(window);
  }
  expect(fittedHeight({ ...page, window: 300 }), 'but they stay large enough to see').toBe(308);
});

it('is no higher than the pictures can use', () => {
  expect(fittedHeight({ ...page, panes: 1, narrowest: 2 })).toBe(36 + 393);
  expect(fittedHeight({ ...page, width: 360 })).toBe(2 * (36 + 172) + 12);
});

it('has the window to itself where it begins far down', () => {
  expect(fittedHeight({ ...page, above: 900 })).toBe(844 - 24 - 46 - 24);
});
