/** Events grow, are cut anew and looked at; what is no good is told or refused by name. */
import { describe, expect, it } from 'vitest';
import { eventsOf } from '#/core/events/eventsSchema';
import type { ListedEntities, SeenEvents, SeenTimeline } from '#/core/events/eventsView';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import { freshStorage } from '#/storage/fixtures/freshStorage';
import { openEvents } from './importForTest';

const minute = 60_000;
const start = Date.UTC(2024, 0, 1);
const iso = (ms: number) => new Date(ms).toISOString();

function lines(count: number, seed = 1): string[] {
  const random = sampleRandom(seed);
  let at = start;
  return Array.from({ length: count }, () => {
    at += random.uniform() * 5 * minute;
    const [action] = random.pick([
      ['view', 6],
      ['buy', 1],
    ] as const);
    return `${iso(Math.round(at))},u${Math.floor(random.uniform() * 4)},${action},${(random.uniform() * 9).toFixed(2)}`;
  });
}
const header = 'time,user,action,price\n';
const csv = (rows: readonly string[]) => `${header}${rows.join('\n')}\n`;
const told = ({ issues }: { issues: { message: string; line?: number }[] }) =>
  issues.map(({ message, line }) => `${line ?? '-'} ${message}`).join('\n');

describe('growing', () => {
  it.each([
    ['in one file after another', (all: string[]) => [all.slice(0, 700), all.slice(700)]],
    [
      'by what came late',
      (all: string[]) => [all.filter((_, i) => i % 3 > 0), all.filter((_, i) => i % 3 === 0)],
    ],
    ['by one event', (all: string[]) => [all.slice(0, -1), all.slice(-1)]],
  ])('%s gives the version of all at once', async (_, parts) => {
    const events = openEvents(await freshStorage());
    const all = lines(1500);
    const [before = [], after = []] = parts(all);
    const first = await events.import(csv(before), {
      windowing: { length: '2 h', stride: '1 h', horizon: '1 h' },
    });
    const grown = await events.append(first, csv(after));
    const { windowing } = eventsOf(first.schema);
    const whole = await events.import(csv(all), { windowing });
    expect(grown.hash).toBe(whole.hash);
    expect(grown.hash).not.toBe(first.hash);
    expect(grown).toMatchObject({ number: 2, datasetId: first.datasetId, rows: whole.rows });
    expect(grown.reason).toBe(
      `${after.length.toLocaleString('en')} ${after.length === 1 ? 'event' : 'events'} of later.csv added`,
    );
    expect(eventsOf(grown.schema).events).toBe(1500);
    // The version before is what it was.
    expect((await events.storage.datasets.version(first.id))?.hash).toBe(first.hash);
  });

  it('labels that a person changed stay with their windows', async () => {
    const events = openEvents(await freshStorage());
    const all = lines(900);
    const labelled = (rows: readonly string[]) =>
      `${header.trim()},label\n${rows.map((row) => `${row},${row.includes('buy') ? 'bad' : ''}`).join('\n')}\n`;
    const first = await events.import(labelled(all.slice(0, 600)), {
      windowing: { length: '2 h', stride: '2 h' },
      label: 'label',
    });
    const [label = ''] = eventsOf(first.schema).outcomes;
    const own = await events.windows(first);
    const row = own.findIndex((window) => window[label] === null || window[label] !== 'other');
    const edited = await events.data.revise(first.id, {
      cells: { column: label, rows: [row], value: 'other' },
    });
    const grown = await events.append(edited, labelled(all.slice(600)));
    const windows = await events.windows(grown);
    const { start: at, ...rest } = own[row] ?? {};
    const entity = eventsOf(first.schema).layout.entity as string;
    const others = windows.filter((window) => window[label] === 'other');
    expect(others).toHaveLength(1);
    expect(others[0]).toMatchObject({ start: at, [entity]: rest[entity] });
    expect(windows.length).toBeGreaterThan(own.length);
    expect(told(grown)).toContain('1 answer changed by hand stayed');
  });

  it('events more than a chunk, the last of it filled up', async () => {
    const events = openEvents(await freshStorage());
    const all = lines(70_000);
    const options = { windowing: { length: '1 d' } };
    const first = await events.import(csv(all.slice(0, 66_000)), options);
    const grown = await events.append(first, csv(all.slice(66_000)));
    const whole = await events.import(csv(all), options);
    expect(grown.hash).toBe(whole.hash);
    expect(eventsOf(grown.schema).chunks[0]?.hash).toBe(eventsOf(first.schema).chunks[0]?.hash);
  });

  it('a role that was chosen stays, one that only followed from few events does not', async () => {
    const events = openEvents(await freshStorage());
    const all = lines(1500);
    const options = { windowing: { length: '1 h' } };
    const first = await events.import(csv(all.slice(0, 100)), options);
    const roleIn = ({ schema }: typeof first, wanted: string) =>
      schema.columns.find(({ name }) => name === wanted)?.role;
    expect(roleIn(first, 'weekday sine')).toBe('ignored');
    const columns = first.schema.columns.map((column) =>
      column.name === 'count' ? { ...column, role: 'ignored' as const } : column,
    );
    const decided = await events.data.revise(first.id, { columns });
    const grown = await events.append(decided, csv(all.slice(100)));
    expect(roleIn(grown, 'weekday sine')).toBe('feature');
    expect(roleIn(grown, 'count')).toBe('ignored');
    const plain = await events.append(first, csv(all.slice(100)));
    expect(plain.hash).toBe((await events.import(csv(all), options)).hash);
  });

  it('other columns are told, missing ones refused', async () => {
    const events = openEvents(await freshStorage());
    const first = await events.import(csv(lines(300)), { windowing: { length: '1 h' } });
    const more = await events.append(
      first,
      `time,user,action,price,note\n${iso(start + 9e7)},u9,view,1,hello\n`,
    );
    expect(told(more)).toContain('Left out, as the events before have none: note');
    expect(eventsOf(more.schema).entities).toBe(5);
    await expect(events.append(first, `time,user,price\n${iso(start + 9e7)},u9,1\n`)).rejects.toMatchObject({
      code: 'badInput',
      place: 'later.csv',
      message: 'The events of this dataset have a “action”; those of the file have none.',
    });
    expect((await events.storage.datasets.versions(first.datasetId)).length).toBe(2);
    const again = await events.append(first, csv(lines(300)));
    expect(told(again)).toContain(
      '300 events equal another one of the same moment in every column; they are counted.',
    );
  });
});

describe('cut anew', () => {
  it('the same events, other windows, with a reason', async () => {
    const events = openEvents(await freshStorage());
    const first = await events.import(csv(lines(800)), { windowing: { length: '1 h' } });
    const cut = { windowing: { length: '3 h', horizon: '1 h' }, type: null, reason: 'longer' };
    const next = await events.data.revise(first.id, { kind: 'events', cut });
    const { chunks, windowing, layout, outcomes } = eventsOf(next.schema);
    expect(next).toMatchObject({ number: 2, reason: 'longer' });
    expect(chunks).toEqual(eventsOf(first.schema).chunks);
    expect(windowing).toEqual({ length: 180 * minute, stride: 180 * minute, horizon: 60 * minute, quiet: 3 });
    expect(layout.type).toBeUndefined();
    expect(outcomes).toEqual(['next count', 'next mean price']);
    expect(next.schema.columns.map(({ name }) => name)).not.toContain('count view');
    await expect(
      events.data.revise(first.id, { kind: 'events', cut: { windowing: { length: '900 d' } } }),
    ).rejects.toMatchObject({ place: 'windowing.length' });
    await expect(
      events.data.revise(first.id, { kind: 'events', cut: { values: ['action'] } }),
    ).rejects.toMatchObject({ message: '“action” has no numbers, so it cannot be a value.' });
  });

  it('is the same as an import with those windows', async () => {
    const events = openEvents(await freshStorage());
    const cut = { windowing: { length: '45 min', stride: '15 min', quiet: 1 }, entity: null };
    const first = await events.import(csv(lines(500)));
    const next = await events.data.revise(first.id, { kind: 'events', cut });
    const whole = await events.import(csv(lines(500)), cut);
    expect(next.hash).toBe(whole.hash);
  });
});

it('is looked at: who there is, when, and what', async () => {
  const events = openEvents(await freshStorage());
  const version = await events.import(csv(lines(400)), { windowing: { length: '1 h' } });
  const { from, to, types } = eventsOf(version.schema);
  const view = (what: unknown) => events.data.view('events', version.id, what);
  const listed = (await view({ list: [0, 10] })) as ListedEntities;
  expect(listed.names).toEqual(['u0', 'u1', 'u2', 'u3']);
  const countOf = (number: number) => listed.events[listed.numbers.indexOf(number)];
  expect(listed.events.reduce((sum, count) => sum + count, 0)).toBe(400);
  expect(((await view({ list: [0, 10], find: 'U2' })) as ListedEntities).names).toEqual(['u2']);
  const seen = (await view({ entities: [1, 3], from, to, pieces: 7 })) as SeenTimeline;
  expect(seen.counts.map((counts) => counts.reduce((sum, count) => sum + count, 0))).toEqual([
    countOf(1),
    countOf(3),
  ]);
  expect(types).toEqual(['view', 'buy']);
  const rows = (await view({ entity: 0, from, to, most: 3 })) as SeenEvents;
  expect(rows.total).toBe(countOf(0));
  expect(rows.columns).toEqual(['time', 'user', 'action', 'price']);
  const own = lines(400).filter((line) => line.includes(`,${listed.names[listed.numbers.indexOf(0)]},`));
  expect(rows.rows.map((row) => row.join())).toEqual(
    own.slice(0, 3).map((line) => line.replace(/,(\d+\.\d+)$/, (_, price: string) => `,${Number(price)}`)),
  );
});

describe('bad input', () => {
  it.each([
    ['nothing', '', /empty|no rows|nothing/i],
    ['a header', header, /no rows|header/i],
    ['one event', csv([`${iso(start)},u1,view,1`]), /There is one event only/],
    [
      'one moment',
      csv(Array.from({ length: 50 }, (_, i) => `${iso(start)},u${i % 3},view,${i}`)),
      /All 50 events have the same time/,
    ],
    ['no times', 'user,action\nu1,view\nu2,buy\nu1,buy\n', /no column of times/],
  ])('%s', async (_, text, message) => {
    const events = openEvents(await freshStorage());
    await expect(events.import(text)).rejects.toMatchObject({
      message: expect.stringMatching(message) as string,
    });
    for (const { id } of await events.storage.datasets.list())
      expect(await events.storage.datasets.versions(id)).toEqual([]);
  });

  it('times that are none are named with their line', async () => {
    const events = openEvents(await freshStorage());
    const rows = lines(200);
    rows[40] = rows[40]?.replace(/^[^,]*/, 'yesterday') as string;
    rows[90] = rows[90]?.replace(/^[^,]*/, '') as string;
    const version = await events.import(csv(rows), { time: 'time', windowing: { length: '1 h' } });
    expect(told(version)).toContain(
      '42 2 events have no time that can be read and are left out: first in row 41.',
    );
    expect(eventsOf(version.schema).events).toBe(198);
  });

  it('times going back are put in order, and it is said', async () => {
    const events = openEvents(await freshStorage());
    const options = { windowing: { length: '1 h' } };
    const rows = lines(300);
    const version = await events.import(csv(rows.toReversed()), options);
    expect(told(version)).toContain(
      '299 events came after a later one; all are put in the order of their time.',
    );
    expect(version.hash).toBe((await events.import(csv(rows), options)).hash);
  });

  it('values that are none, and events of nobody', async () => {
    const events = openEvents(await freshStorage());
    const rows = lines(300).map((line, i) => {
      const [time, user, action, price] = line.split(',');
      return [time, i % 10 === 0 ? '' : user, action, i % 3 === 0 ? 'NaN' : price].join();
    });
    const version = await events.import(csv(rows), { windowing: { length: '30 min' } });
    expect(told(version)).toContain('30 events say no “user” and are left out.');
    const windows = await events.windows(version);
    expect(windows.every((row) => row.count === 0 || (row['since last'] as number) <= 1800)).toBe(true);
    expect(windows.some((row) => row['mean price'] === null && row.count === 1)).toBe(true);
    expect(windows.every((row) => !Number.isNaN(row['deviation price']))).toBe(true);
  });

  it('plain numbers are seconds', async () => {
    const events = openEvents(await freshStorage());
    const rows = Array.from({ length: 100 }, (_, i) => `${(i * 0.7).toFixed(1)},${i % 2 ? 'a' : 'b'},x`);
    const version = await events.import(`t,sensor,event\n${rows.join('\n')}\n`, {
      windowing: { length: '10 s' },
    });
    expect(eventsOf(version.schema).layout).toMatchObject({ clock: 'plain', time: 't', entity: 'sensor' });
    expect(told(version)).toContain('“t” holds plain numbers: they count as seconds');
    expect((await events.windows(version)).map(({ start: at }) => at).slice(0, 4)).toEqual([0, 0, 10, 10]);
    expect(version.schema.columns.map(({ name }) => name)).not.toContain('hour sine');
  });

  it('more windows than can be kept are refused', async () => {
    const events = openEvents(await freshStorage());
    await expect(
      events.import(csv([`${iso(start)},u1,view,1`, `${iso(start + 1e9)},u1,view,1`]), {
        windowing: { length: 100, stride: 1, quiet: 1000 },
      }),
    ).resolves.toMatchObject({ rows: 1002 });
    const cut = { windowing: { length: 1000, stride: 1 } };
    await expect(events.import(csv(lines(10)), cut)).rejects.toMatchObject({ place: 'windowing.stride' });
  });
});

it('one time that is none among a few events, in JSON lines', async () => {
  const events = openEvents(await freshStorage());
  const rows = lines(30).map((line) => {
    const [time, user, action] = line.split(',');
    return JSON.stringify({ time, user, action });
  });
  rows[7] = '{"time":"a while ago","user":"u1","action":"view"}';
  const version = await events.import(rows.join('\n'), { windowing: { length: '20 min' } }, 'e.jsonl');
  expect(told(version)).toContain('8 1 event has no time that can be read and is left out: first in row 8.');
  expect(told(version)).toContain('8 “a while ago” in “time” is none of its dates');
});
