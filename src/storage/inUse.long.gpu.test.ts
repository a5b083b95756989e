/** Models in use on a full disk, in a real browser: what is refused is refused whole, what was there stays, and it goes on. */
import { cdp } from 'vitest/browser';
import { afterEach, expect, it } from 'vitest';
import type { Alert } from '#/core/inUse/alerts';
import { type Comparison, noTest } from '#/core/inUse/comparison';
import type { AnsweredRow } from '#/core/protocol/inUse';
import type { Storage } from '#/core/protocol/storage';
import { openStorage } from './openStorage';

const opened: Storage[] = [];
const open = async (name: string) => {
  const storage = await openStorage({ name });
  opened.push(storage);
  return storage;
};
const limit = async (quotaSize?: number) =>
  await (cdp() as unknown as { send(method: string, params: object): Promise<unknown> }).send(
    'Storage.overrideQuotaForOrigin',
    { origin: location.origin, quotaSize },
  );
afterEach(async () => {
  await limit();
  for (const storage of opened.splice(0)) storage.close();
});

const [bound, atOnce] = [100_000, 100];
/** As a text that nothing makes shorter: 2 kB. */
const noise = () =>
  String.fromCharCode(...crypto.getRandomValues(new Uint16Array(1_000)).map((code) => code & 0x7fff));
const rowsOf = (turn: number): AnsweredRow[] =>
  Array.from({ length: atOnce }, (_, i) => ({
    modelId: 'm',
    id: `${turn} ${i}`,
    at: turn,
    version: 1,
    value: 'yes',
    row: { text: noise() },
    comparison: { id: 'c', challenger: false, share: 1, other: { version: 2, value: 'no' } },
  }));
const contender = (version: number) => ({ versionId: String(version), version, rows: 0, failed: 0 });
const comparison: Comparison = {
  id: 'c',
  modelId: 'm',
  way: 'shadow',
  champion: contender(1),
  challenger: contender(2),
  share: 1,
  alpha: 0.05,
  expectedRows: 5_000,
  guardrails: { worse: true, failedShare: 0.05 },
  status: 'running',
  startedAt: 1,
  test: noTest,
  path: [],
  history: [],
};
const alert: Alert = {
  id: 'a',
  modelId: 'm',
  measure: 'errorRate',
  threshold: 0.1,
  minutes: 60,
  severity: 'warning',
  status: 'quiet',
  addedAt: 1,
  history: [{ at: 1, what: 'Added' }],
};

it('a full disk refuses answers whole, with the comparison and the count of it, keeps all before, and goes on', async () => {
  const name = crypto.randomUUID();
  const { inUse } = await open(name);
  await inUse.setLog('m', { on: true, withRows: true, bound });
  await inUse.begin(comparison);
  await inUse.addAlert(alert);
  const append = (turn: number, missed = 0) =>
    inUse.append([{ modelId: 'm', version: 1, at: turn, ms: 1, rows: atOnce }], rowsOf(turn), {
      missed,
      compared: { id: 'c', champion: { rows: atOnce, failed: 0 }, challenger: { rows: atOnce, failed: 0 } },
    });
  let written = 0;
  for (; written < 3; written++) await append(written);
  // Chromium asks again how much room there is after half a minute, or when what it knew of is used up.
  await limit(1);
  const fill = async () => {
    for (const until = Date.now() + 90_000; Date.now() < until; written++) {
      await append(written);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: 'quota' });
  expect(written).toBeGreaterThan(0);
  const states = async (of: Storage['inUse']) => {
    const [log, rows, compared] = [await of.log('m'), await of.rows('m'), await of.comparison('c')];
    return {
      log,
      rows: rows.length,
      ids: rows.slice(-1).map(({ id }) => id),
      compared: compared?.champion.rows,
    };
  };
  const full = await states(inUse);
  expect(full).toMatchObject({ rows: written * atOnce, compared: written * atOnce });
  expect(full.log).toMatchObject({ kept: written * atOnce, calls: written, dropped: 0 });
  // Read anew, it is the same; labels and alerts as they were.
  const again = await open(name);
  expect(await states(again.inUse)).toEqual(full);
  expect(await again.inUse.alerts('m')).toEqual([alert]);
  await limit();
  await again.inUse.append([{ modelId: 'm', version: 1, at: 99, ms: 1, rows: atOnce }], rowsOf(99), {
    missed: 7,
  });
  expect((await states(again.inUse)).log).toMatchObject({ kept: (written + 1) * atOnce, missed: 7 });
}, 180_000);

it('at its bound the log drops the oldest, says how many, and takes no more room', async () => {
  const { inUse } = await open(crypto.randomUUID());
  await inUse.setLog('m', { on: true, withRows: true, bound: 300 });
  for (let turn = 0; turn < 12; turn++)
    await inUse.append([{ modelId: 'm', version: 1, at: turn, ms: 1, rows: atOnce }], rowsOf(turn));
  expect(await inUse.log('m')).toMatchObject({ kept: 300, dropped: 900, bound: 300, calls: 12 });
  const rows = await inUse.rows('m');
  expect(rows.map(({ at }) => at)).toEqual([9, 10, 11].flatMap((turn) => Array(atOnce).fill(turn)));
}, 60_000);
