/** Windows of events are those that pandas makes, however their times are written and in whatever order they come. */
import { readFileSync } from 'node:fs';
import { expect, it, describe } from 'vitest';
import { eventsOf } from '#/core/events/eventsSchema';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { openEvents } from './importForTest';

interface Oracle {
  length: number;
  stride: number;
  windows: {
    host: string;
    start: number;
    count: number;
    counts: Record<string, number>;
    shares: Record<string, number>;
    mean: number | null;
    deviation: number | null;
    min: number | null;
    max: number | null;
    sinceLast: number;
    last: string;
    any: string;
    weekday: number;
    hour: number;
  }[];
}

const read = (name: string) =>
  readFileSync(new URL(`../../core/events/fixtures/${name}`, import.meta.url), 'utf8');

const cases: [file: string, oracle: string][] = [
  ['hours.csv', 'hours'],
  ['hours.jsonl', 'hours'],
  ['epochSeconds.csv', 'hours'],
  ['epochMilliseconds.csv', 'hours'],
  ['epochNanoseconds.csv', 'hours'],
  ['acrossDaylightSaving.csv', 'hours'],
  ['shuffled.csv', 'hours'],
  ['mixedTimes.csv', 'hours'],
  ['overlapping.csv', 'overlapping'],
  ['seconds.csv', 'seconds'],
  ['days.csv', 'days'],
];

describe.each(cases)('%s', (file, name) => {
  const oracle = JSON.parse(read(`${name}.json`)) as Oracle;
  it.each(['any', 'last'] as const)('label of a window: %s', async (labelRule) => {
    const events = openEvents(await freshStorage());
    const { length, stride } = oracle;
    const version = await events.import(
      read(file),
      { windowing: { length, stride, quiet: 0 }, labelRule },
      file,
    );
    expect(eventsOf(version.schema).layout).toEqual({
      time: 'time',
      clock: 'date',
      entity: 'host',
      type: 'kind',
      values: ['ms'],
      label: { column: 'label', rule: labelRule },
    });
    const made = await events.windows(version);
    const key = (host: unknown, start: unknown) => `${String(host)} ${String(start)}`;
    const found = new Map(made.map((row) => [key(row.host, row.start), row]));
    expect(found.size).toBe(oracle.windows.length);
    expect(made.length).toBe(oracle.windows.length);
    for (const one of oracle.windows) {
      const row = found.get(key(one.host, one.start));
      if (!row) throw new Error(`no window of ${one.host} at ${new Date(one.start).toISOString()}`);
      const near = (column: string, wanted: number | null, digits = 9) => {
        const value = row[column];
        if (wanted === null) return expect(value, column).toBeNull();
        expect(Math.abs((value as number) - wanted) / (Math.abs(wanted) + 1e-3), column).toBeLessThan(
          10 ** -digits,
        );
      };
      expect(row.count).toBe(one.count);
      for (const kind of ['get', 'put', 'fail']) {
        expect(row[`count ${kind}`]).toBe(one.counts[kind] ?? 0);
        near(`share ${kind}`, one.shares[kind] ?? 0);
      }
      near('mean ms', one.mean);
      near('deviation ms', one.deviation, 6);
      near('min ms', one.min);
      near('max ms', one.max);
      near('since last', one.sinceLast, 6);
      expect(row.label).toBe(labelRule === 'any' ? one.any : one.last);
      if (length < 86_400_000) {
        near('hour sine', Math.sin((2 * Math.PI * one.hour) / 24), 6);
        near('hour cosine', Math.cos((2 * Math.PI * one.hour) / 24), 6);
      }
      if ('weekday sine' in row) near('weekday sine', Math.sin((2 * Math.PI * one.weekday) / 7), 6);
    }
  });
});
