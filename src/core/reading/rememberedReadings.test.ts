import { expect, test } from 'vitest';
import { recallReading, rememberReading } from './rememberedReadings';

function settingsForTest() {
  const stored = new Map<string, unknown>();
  return {
    stored,
    get: async (key: string) => stored.get(key),
    set: async (key: string, value: unknown) => void stored.set(key, value),
  };
}

test('what was chosen for a shape is recalled, changed and forgotten', async () => {
  const settings = settingsForTest();
  const remember = (fileName: string, options: object) =>
    rememberReading(settings, { shape: 'csv a b', fileName, options });
  expect(await recallReading(settings, 'csv a b')).toBeUndefined();
  await remember('may.csv', { decimal: ',' });
  expect(await recallReading(settings, 'csv a b')).toMatchObject({
    fileName: 'may.csv',
    options: { decimal: ',' },
  });
  expect(await recallReading(settings, 'csv a c')).toBeUndefined();
  await remember('june.csv', { decimal: '.' });
  expect(await recallReading(settings, 'csv a b')).toMatchObject({ fileName: 'june.csv' });
  await remember('july.csv', {});
  expect(await recallReading(settings, 'csv a b')).toBeUndefined();
});

test('fifty are kept, and what does not fit any more is no answer', async () => {
  const settings = settingsForTest();
  for (let i = 0; i < 52; i++)
    await rememberReading(settings, { shape: `shape ${i}`, fileName: `${i}.csv`, options: { decimal: ',' } });
  expect(await recallReading(settings, 'shape 1')).toBeUndefined();
  expect(await recallReading(settings, 'shape 2')).toMatchObject({ fileName: '2.csv' });
  const [key] = settings.stored.keys();
  const [first] = settings.stored.get(key as string) as object[];
  settings.stored.set(key as string, [{ ...first, options: { decimal: 'x' } }, 7]);
  expect(await recallReading(settings, 'shape 51')).toBeUndefined();
});
