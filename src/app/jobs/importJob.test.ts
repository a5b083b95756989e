import { expect, test, vi } from 'vitest';
import { EndlessFile } from '../clients/raceWorker';
import { withoutEndless } from './importJob';

test('of files that belong together those that hang their reader are left out, one after the other', async () => {
  const attempt = vi.fn(async (endless: string[]) => {
    for (const path of ['b.dcm', 'd.dcm']) if (!endless.includes(path)) throw new EndlessFile(path, 4_000);
    return 'imported';
  });
  expect(await withoutEndless([{ name: 'study.zip' }], attempt)).toBe('imported');
  expect(attempt.mock.calls).toEqual([[[]], [['b.dcm']], [['b.dcm', 'd.dcm']]]);
});

test('a file alone, and what hangs though it was left out, is refused', async () => {
  const endless = (place: string) => vi.fn(() => Promise.reject(new EndlessFile(place, 4_000)));
  const alone = endless('a.h5, group/x');
  await expect(withoutEndless([{ name: 'a.h5' }], alone)).rejects.toMatchObject({ place: 'a.h5, group/x' });
  expect(alone).toHaveBeenCalledOnce();
  const again = endless('b.dcm');
  await expect(withoutEndless([{ name: 'study.zip' }], again)).rejects.toMatchObject({ place: 'b.dcm' });
  expect(again).toHaveBeenCalledTimes(2);
});
