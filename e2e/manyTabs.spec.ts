/** Five tabs in which everything happens at once. The long version is scripts/manyTabs.mjs. */
import { manyTabs } from '../scripts/tabs/manyTabs.mjs';
import { expect, test } from './support';

test('five tabs, random edits and jobs: nothing is lost in silence, nothing runs twice', async ({
  context,
  baseURL,
}) => {
  const result = await manyTabs({ context, origin: baseURL ?? '', actions: 16, seed: 5 });
  expect(result.faults).toEqual([]);
  expect(result.acknowledged).toBeGreaterThan(80);
  expect(result.trained).toBeGreaterThan(5);
});
