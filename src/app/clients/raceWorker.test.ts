import { expect, test, vi } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { raceWorker, restartingWorker } from './raceWorker';
import { stoppable } from './stoppable';
import { InMemoryWorker, inMemoryWorker } from './workerForTest';

interface Api {
  add(a: number, b: number): Promise<number>;
  fail(): Promise<never>;
  hang(): Promise<never>;
}

const api: Api = {
  add: async (a, b) => a + b,
  fail: async () => {
    throw new TetradError({ code: 'badInput', message: 'No.', hint: 'Try yes.', place: 'line 3' });
  },
  hang: () => new Promise(() => {}),
};

test('errors cross with code, hint and place', async () => {
  const { api: remote } = raceWorker<Api>(inMemoryWorker(api), 'test');
  expect(await remote.add(2, 3)).toBe(5);
  const error = await remote.fail().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TetradError);
  expect(error).toMatchObject({ code: 'badInput', message: 'No.', hint: 'Try yes.', place: 'line 3' });
});

test('a call that waits when the worker dies rejects, and so do later ones', async () => {
  const worker = new InMemoryWorker(api);
  const connection = raceWorker<Api>(worker as unknown as Worker, 'test');
  const waiting = connection.api.hang();
  await connection.api.add(1, 1);
  worker.crash('out of memory');
  await expect(waiting).rejects.toMatchObject({ code: 'workerDied', message: /out of memory/ });
  await expect(connection.api.add(1, 1)).rejects.toMatchObject({ code: 'workerDied' });
  expect(connection.alive).toBe(false);
});

test('a long-lived worker is made once, and anew after its death', async () => {
  const made: InMemoryWorker[] = [];
  const get = restartingWorker<Api>(() => {
    made.push(new InMemoryWorker(api));
    return made.at(-1) as unknown as Worker;
  }, 'test');
  expect(made).toHaveLength(0);
  await get().add(1, 2);
  await get().add(1, 2);
  expect(made).toHaveLength(1);
  made[0]?.crash('gone');
  expect(await get().add(1, 2)).toBe(3);
  expect(made).toHaveLength(2);
});

test('what does not stop when asked is ended', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const connection = raceWorker<Api>(inMemoryWorker(api), 'test');
    const work = stoppable(
      connection,
      (remote) => remote.hang(),
      (remote) => remote.hang(),
      () => {},
    );
    work.stop('cancel');
    const ended = expect(work.done).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(10_000);
    await ended;
    expect(connection.alive).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});
