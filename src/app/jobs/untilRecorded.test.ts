import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { noticesStore } from '../stores/notices';
import { UntilRecorded } from './untilRecorded';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const full = () => new TetradError({ code: 'quota', message: 'The browser refused to store more.' });

test('waits for room, tells it once, and then writes', async () => {
  let refusals = 3;
  const before = noticesStore.getState().notices.length;
  const written = new UntilRecorded('Train').write(() =>
    refusals-- > 0 ? Promise.reject(full()) : Promise.resolve('written'),
  );
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await written).toBe('written');
  expect(noticesStore.getState().notices.length).toBe(before + 1);
});

test('gives up when asked to, and waits for no other failure', async () => {
  const record = new UntilRecorded('Train');
  expect(record.giveUp()).toBe(false);
  const written = record.write(() => Promise.reject(full())).catch((thrown: TetradError) => thrown.code);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(record.giveUp()).toBe(true);
  expect(await written).toBe('quota');
  const gone = new TetradError({ code: 'notFound', message: 'There is no such job.' });
  await expect(new UntilRecorded('Train').write(() => Promise.reject(gone))).rejects.toBe(gone);
});
