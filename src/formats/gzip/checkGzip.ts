/** Every gzip case read through the door that files come in by; for tests here and in a browser. */
import { expect, test } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { openSource } from '../openSource';
import { gunzip } from './gunzip';
import { type GzipCase, gzipCases, gzipOf } from './gzipForTest';

async function read({ bytes }: GzipCase): Promise<{ text: string; told: string[] }> {
  const source = await openSource(new File([await bytes()], 'a.csv.gz'));
  const text = await new Response(source.stream()).text();
  return { text, told: source.told().map(({ message }) => message) };
}

export function checkGzip(): void {
  test.each(gzipCases)('$what', async (one) => {
    if (one.refused) {
      const thrown: unknown = await read(one).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(thrown).toBeInstanceOf(TetradError);
      expect((thrown as TetradError).message).toMatch(one.refused);
      expect((thrown as TetradError).place).toContain('a.csv.gz');
      return;
    }
    const { text, told } = await read(one);
    expect(text === one.text).toBe(true);
    if (one.told) expect(told).toEqual([expect.stringMatching(one.told)]);
    else expect(told).toEqual([]);
  });

  test.each([
    ['before it fills memory', { freeBytes: 1_000_000 }],
    ['after a time, where there is memory', { freeBytes: 1e9, mostMs: 0 }],
  ])('what unpacks to hundreds of times its size is refused %s', async (_, bounds) => {
    const file = new File([await gzipOf('1,2\n'.repeat(4_000_000))], 'bomb.csv.gz');
    const limits = { mostBytes: 1e9, mostRatio: 100, ...bounds };
    const stream = gunzip(file, limits, { bytesRead: 0, told: [] });
    const reader = stream.getReader();
    let bytes = 0;
    const refused = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        bytes += value.length;
      }
    })();
    await expect(refused).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/^It unpacks to more than 100 times its size/),
      place: 'bomb.csv.gz',
    });
    expect(bytes).toBeLessThan(3_000_000);
  });

  test('what shrank as data do may take its time', async () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `${i},${i % 7}\n`).join('');
    const file = new File([await gzipOf(text)], 'slow.csv.gz');
    const limits = { mostBytes: 1e9, mostRatio: 100, freeBytes: 1, mostMs: 0 };
    expect(await new Response(gunzip(file, limits, { bytesRead: 0, told: [] })).text()).toBe(text);
  });
}
