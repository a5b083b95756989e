import { freshStorage } from './fixtures/freshStorage';
import { expect, it } from 'vitest';
import { toLoggable } from './log';

it('lists newest first and keeps settings', async () => {
  const { log, settings } = await freshStorage();
  for (const name of ['a', 'b', 'c']) await log.append({ at: 1, name, input: {}, ok: true, ms: 1 });
  expect((await log.list(2)).map(({ name }) => name)).toEqual(['c', 'b']);
  expect(await log.list()).toHaveLength(3);
  await log.append({ at: 1, name: 'd', effect: 'writes', input: {}, ok: true, ms: 1 });
  await log.append({ at: 1, name: 'e', effect: 'reads', input: {}, ok: true, ms: 1 });
  expect((await log.list(1, 'writes')).map(({ name }) => name)).toEqual(['d']);
  await settings.set('theme', 'dark');
  await settings.set('__proto__', { x: 1 });
  expect(await settings.get('theme')).toBe('dark');
  expect(await settings.get('__proto__')).toEqual({ x: 1 });
  await settings.delete('theme');
  expect(await settings.get('theme')).toBeUndefined();
  expect(await settings.get('toString')).toBeUndefined();
});

it('describes data instead of keeping it', () => {
  expect(
    toLoggable({
      files: [new File(['abc'], 'iris.csv')],
      rows: Array.from({ length: 100 }, (_, at) => at),
      bytes: new Uint8Array(7),
      text: 'x'.repeat(5000),
      act: () => 1,
      at: new Date(0),
    }),
  ).toEqual({
    files: [{ file: 'iris.csv', bytes: 3 }],
    rows: [...Array.from({ length: 20 }, (_, at) => at), '(100 in all)'],
    bytes: { bytes: 7 },
    text: `${'x'.repeat(2000)}… (5000 characters)`,
    act: '(function)',
    at: '1970-01-01T00:00:00.000Z',
  });
});

it('survives a cycle', () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  expect(JSON.stringify(toLoggable(loop))).toContain('(nested deeper)');
});
