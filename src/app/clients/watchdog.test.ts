import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  breathe,
  expectBreath,
  type Heartbeat,
  inside,
  loading,
  Pulse,
  signLife,
} from '#/core/protocol/heartbeat';
import type { TrainRequest } from '#/core/protocol/train';
import { createEngineClient } from './engineClient';
import { watch } from './watchdog';
import { InMemoryWorker } from './workerForTest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const beat = (part: Partial<Heartbeat> = {}): Heartbeat => ({
  kind: 'beat',
  blockedMs: 0,
  expectedMs: 0,
  ...part,
});

/** When a worker that beats until `untilMs` is taken for hung, in ms after its last beat. */
function foundAfter(last: Heartbeat, limitMs: number): number | undefined {
  let found: number | undefined;
  const dog = watch(() => (found = performance.now()));
  dog.heard(last);
  const startedAt = performance.now();
  vi.advanceTimersByTime(limitMs);
  dog.end();
  return found === undefined ? undefined : found - startedAt;
}

test('a worker that stops beating is found within 10 s', () => {
  expect(foundAfter(beat(), 30_000)).toBeLessThanOrEqual(10_000);
  expect(foundAfter(beat({ blockedMs: 1500 }), 30_000)).toBeLessThanOrEqual(10_000);
});

test('a library that does not come back is found within 4 s, whatever took long before, and its file named', () => {
  const inside = { place: 'a.h5, group/x', ms: 3_500 };
  expect(foundAfter(beat({ inside }), 30_000)).toBeLessThanOrEqual(4_000);
  expect(foundAfter(beat({ inside, blockedMs: 15_000 }), 30_000)).toBeLessThanOrEqual(4_000);
  const found = vi.fn();
  const dog = watch(found);
  dog.heard(beat({ inside }));
  vi.advanceTimersByTime(4_500);
  expect(found).toHaveBeenCalledExactlyOnceWith(expect.any(Number), inside.place);
  dog.end();
});

test('loading a library may take long: that says nothing of the file', async () => {
  const beats: Heartbeat[] = [];
  const pulse = new Pulse((sent) => beats.push(sent));
  await inside('a.h5', () => loading('a.h5', async () => undefined));
  pulse.stop();
  const asked = beats.map((sent) => sent.inside?.ms);
  expect(asked).toEqual([undefined, 3_500, 60_000, 3_500, undefined]);
  expect(foundAfter(beats[2] as Heartbeat, 55_000)).toBeUndefined();
});

test('a page that looks late hears first what waits behind its look', () => {
  let clock = 0;
  const found = vi.fn();
  const dog = watch(found, () => clock);
  dog.heard(beat({ inside: { place: 'a.h5', ms: 3_500 } }));
  const look = (afterMs: number) => {
    clock += afterMs;
    vi.advanceTimersByTime(500);
  };
  look(500);
  look(3_200);
  expect(found).not.toHaveBeenCalled();
  dog.heard(beat({ inside: { place: 'a.h5', ms: 3_500 } }));
  look(500);
  expect(found).not.toHaveBeenCalled();
  look(3_200);
  look(500);
  expect(found).toHaveBeenCalledOnce();
  dog.end();
});

test('whoever enters a library says where, also where two files are read at once, and says that it came back', async () => {
  const places: (string | undefined)[] = [];
  const pulse = new Pulse(({ inside: { place } = { place: undefined } }) => places.push(place));
  inside('a.h5', () => inside('a.h5, x', () => undefined));
  expect(() =>
    inside('b.h5', () => {
      throw new Error('damaged');
    }),
  ).toThrow('damaged');
  const resolves: (() => void)[] = [];
  const open = () => new Promise<void>((resolve) => resolves.push(resolve));
  const both = [inside('a.mp4', open), inside('b.mp4', open)];
  resolves[0]?.();
  await both[0];
  resolves[1]?.();
  await both[1];
  pulse.stop();
  const [, ...after] = places;
  expect(after).toEqual([
    'a.h5',
    'a.h5, x',
    'a.h5',
    undefined,
    'b.h5',
    undefined,
    'a.mp4',
    'b.mp4',
    'b.mp4',
    undefined,
  ]);
});

test('a worker of long steps may be silent for several of them', () => {
  expect(foundAfter(beat({ blockedMs: 15_000 }), 59_000)).toBeUndefined();
  expect(foundAfter(beat({ blockedMs: 15_000 }), 70_000)).toBeGreaterThan(60_000);
});

test('a worker that beats but never breathes again is found', () => {
  let found = false;
  const dog = watch(() => (found = true));
  for (let s = 0; s < 100 && !found; s++) {
    dog.heard(beat({ breathMs: s * 1000, longestBreathMs: 200 }));
    vi.advanceTimersByTime(1000);
    if (s < 88) expect(found).toBe(false);
  }
  expect(found).toBe(true);
});

test('a page that was asleep gives the worker time to be heard', () => {
  let clock = 0;
  let found = false;
  const dog = watch(
    () => (found = true),
    () => clock,
  );
  dog.heard(beat());
  clock += 3_600_000;
  vi.advanceTimersByTime(500);
  expect(found).toBe(false);
  clock += 500;
  vi.advanceTimersByTime(500);
  expect(found).toBe(false);
  clock += 3_000;
  vi.advanceTimersByTime(500);
  expect(found).toBe(true);
  dog.end();
});

test('a hidden tab that looks once a minute believes a worker that beats, and finds one that does not', () => {
  let clock = 0;
  let found = false;
  const dog = watch(
    () => (found = true),
    () => clock,
  );
  // Page timers are throttled, messages are not.
  for (let minute = 0; minute < 5; minute++) {
    for (let s = 0; s < 60; s++) {
      clock += 1000;
      dog.heard(beat());
    }
    vi.advanceTimersByTime(500);
  }
  expect(found).toBe(false);
  clock += 60_000;
  vi.advanceTimersByTime(500);
  expect(found).toBe(false);
  clock += 60_000;
  vi.advanceTimersByTime(500);
  expect(found).toBe(true);
  dog.end();
});

test('the pulse tells how long the loop was blocked and how long ago work breathed', () => {
  let clock = 0;
  const beats: Heartbeat[] = [];
  const pulse = new Pulse(
    (sent) => beats.push(sent),
    () => clock,
  );
  clock = 5_000;
  pulse.breathe();
  expect(beats.at(-1)).toMatchObject({ blockedMs: 4_000, breathMs: 0, longestBreathMs: 0 });
  clock = 5_400;
  pulse.breathe();
  expect(beats).toHaveLength(2);
  clock += 3_600_000;
  pulse.breathe();
  expect(beats.at(-1)).toMatchObject({ blockedMs: 4_000, longestBreathMs: 400 });
  pulse.stop();
  vi.advanceTimersByTime(10_000);
  expect(beats).toHaveLength(3);
});

test('work that announces itself may be silent for as long as it said, once', () => {
  let clock = 0;
  const beats: Heartbeat[] = [];
  const pulse = new Pulse(
    (sent) => beats.push(sent),
    () => clock,
  );
  // Whoever works does not know who listens.
  expectBreath(200_000);
  expect(foundAfter(beats.at(-1) as Heartbeat, 199_000)).toBeUndefined();
  expect(foundAfter(beats.at(-1) as Heartbeat, 202_000)).toBeGreaterThan(200_000);
  clock = 150_000;
  breathe();
  expect(beats.at(-1)).toMatchObject({ expectedMs: 0, breathMs: 0 });
  const beatsBefore = beats.length;
  expectBreath(2);
  expect(beats).toHaveLength(beatsBefore);
  pulse.stop();
});

test('waiting that was announced is not being stuck', () => {
  const waiting = beat({ breathMs: 100_000, longestBreathMs: 200 });
  expect(foundAfter(waiting, 1_000)).toBeDefined();
  expect(foundAfter({ ...waiting, expectedMs: 120_000 }, 1_000)).toBeUndefined();
});

test('a sign of life from inside a loop is a beat but no breath: work that then waits for long is not stuck', () => {
  let clock = 0;
  const beats: Heartbeat[] = [];
  const pulse = new Pulse(
    (sent) => beats.push(sent),
    () => clock,
  );
  for (clock = 100; clock <= 30_000; clock += 100) signLife();
  expect(beats).toHaveLength(31);
  expect(beats.at(-1)).toMatchObject({ blockedMs: 0, breathMs: undefined });
  pulse.stop();
  signLife();
  expect(beats).toHaveLength(31);
});

test('a client whose worker goes silent rejects with workerDied, and the worker is ended', async () => {
  vi.useRealTimers();
  const worker = new InMemoryWorker({
    train: (_request: unknown, port: MessagePort) => {
      port.postMessage(beat());
      return new Promise(() => {});
    },
  });
  const startedAt = performance.now();
  const { train } = createEngineClient(() => worker as unknown as Worker);
  const { done } = train({} as TrainRequest, () => expect.unreachable('a beat is no event'));
  await expect(done).rejects.toMatchObject({ code: 'workerDied', message: /no sign of life/ });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('a worker of long steps may end the one it is in before it pauses; a cancel does not wait for it', async () => {
  const settled = async (how: 'pause' | 'cancel') => {
    vi.useFakeTimers();
    const worker = new InMemoryWorker({
      train: (_request: unknown, port: MessagePort) => {
        port.postMessage(beat({ blockedMs: 20_000 }));
        return new Promise(() => {});
      },
      stop: async () => {},
    });
    const { done, stop } = createEngineClient(() => worker as unknown as Worker).train(
      {} as TrainRequest,
      () => expect.unreachable('a beat is no event'),
    );
    let ended: string | undefined;
    done.catch((thrown) => (ended = thrown.code));
    // The beat crosses a real channel.
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 50));
    vi.useFakeTimers();
    stop(how);
    await vi.advanceTimersByTimeAsync(30_000);
    worker.terminate();
    return ended;
  };
  expect(await settled('pause')).toBeUndefined();
  expect(await settled('cancel')).toBe('cancelled');
});
