/**
 * What a training run says while it runs, one vanilla store per run. Filled from stored metrics when
 * first looked at (also after a reload), then from the events of the job, whichever tab runs it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorInfo } from '#/core/protocol/errors';
import type { MetricPoint } from '#/core/protocol/model';
import type { TrainEvent } from '#/core/protocol/train';
import { whenServices } from '../services';
import { thinLosses } from './thinLosses';

type EventOf<K extends TrainEvent['kind']> = Extract<TrainEvent, { kind: K }>;

export interface RunStream {
  /** Last `steps` event. */
  progress?: EventOf<'steps'>;
  prepared?: EventOf<'prepared'>;
  epochs: { epoch: number; step: number; metrics: Record<string, number> }[];
  /** Batch losses, thinned to at most `maxLosses` points; first, last and extremes stay. */
  losses: { step: number; value: number }[];
  done?: EventOf<'done'>;
  error?: ErrorInfo;
}

export const maxLosses = 2_000;

const streams = new Map<string, StoreApi<RunStream>>();

/** The stream of a run; the same store for the same id. */
export function runStream(runId: string): StoreApi<RunStream> {
  let store = streams.get(runId);
  if (!store) {
    store = createStore<RunStream>(() => ({ epochs: [], losses: [] }));
    streams.set(runId, store);
    void fillFromStorage(runId, store).catch(() => {});
  }
  return store;
}

/** Pure: what a stream says after an event. A resumed run says some steps again; the later word counts. */
export function applyEvent(stream: RunStream, event: TrainEvent): RunStream {
  switch (event.kind) {
    case 'prepared': {
      const from = event.resumedAtStep ?? 0;
      return {
        prepared: event,
        epochs: stream.epochs.filter(({ step }) => step <= from),
        losses: stream.losses.filter(({ step }) => step <= from),
      };
    }
    case 'steps': {
      const added = event.losses.map((value, i) => ({ step: event.firstStep + i, value }));
      const before = stream.losses.filter(({ step }) => step < event.firstStep);
      return {
        ...stream,
        progress: event,
        error: undefined,
        losses: thinLosses([...before, ...added], maxLosses),
      };
    }
    case 'epoch': {
      const before = stream.epochs.filter(({ epoch }) => epoch < event.epoch);
      const { epoch, step, metrics } = event;
      return { ...stream, epochs: [...before, { epoch, step, metrics }] };
    }
    case 'done':
      return { ...stream, done: event };
    case 'checkpoint':
      return stream;
  }
}

/** Pure: the stream that stored metrics tell. */
export function streamOfPoints(points: readonly MetricPoint[]): Pick<RunStream, 'epochs' | 'losses'> {
  const losses: RunStream['losses'] = [];
  const epochs = new Map<number, RunStream['epochs'][number]>();
  for (const { name, step, epoch, value } of points) {
    if (name === 'batchLoss') {
      losses.push({ step, value });
      continue;
    }
    const entry = epochs.get(epoch) ?? { epoch, step, metrics: {} };
    entry.metrics[name] = value;
    entry.step = Math.max(entry.step, step);
    epochs.set(epoch, entry);
  }
  return {
    losses: thinLosses(
      losses.toSorted((a, b) => a.step - b.step),
      maxLosses,
    ),
    epochs: [...epochs.values()].sort((a, b) => a.epoch - b.epoch),
  };
}

async function fillFromStorage(runId: string, store: StoreApi<RunStream>): Promise<void> {
  const { storage } = await whenServices();
  const [run, points] = await Promise.all([storage.runs.get(runId), storage.metrics.list(runId)]);
  const stored = streamOfPoints(points);
  store.setState((live) => {
    const firstLiveStep = live.losses[0]?.step ?? Number.POSITIVE_INFINITY;
    const firstLiveEpoch = live.epochs[0]?.epoch ?? Number.POSITIVE_INFINITY;
    return {
      losses: thinLosses(
        [...stored.losses.filter(({ step }) => step < firstLiveStep), ...live.losses],
        maxLosses,
      ),
      epochs: [...stored.epochs.filter(({ epoch }) => epoch < firstLiveEpoch), ...live.epochs],
      error: live.error ?? run?.error,
    };
  });
}

export interface TrainBus {
  publish(runId: string, event: TrainEvent): void;
  fail(runId: string, error: ErrorInfo): void;
  close(): void;
}

type BusMessage = { runId: string; event?: TrainEvent; error?: ErrorInfo };

/** Tells every tab: the one that trains directly, the others over a channel. */
export function createTrainBus(name = 'tetrad'): TrainBus {
  const channel = new BroadcastChannel(`${name}-train`);
  const hear = ({ runId, event, error }: BusMessage, store: StoreApi<RunStream>) => {
    if (event) store.setState((stream) => applyEvent(stream, event), true);
    if (error) store.setState({ error });
    return runId;
  };
  // Another tab's run is followed only where somebody looks at it.
  channel.onmessage = ({ data }: MessageEvent<BusMessage>) => {
    const store = streams.get(data.runId);
    if (store) hear(data, store);
  };
  const tell = (message: BusMessage) => {
    hear(message, runStream(message.runId));
    channel.postMessage(message);
  };
  return {
    publish: (runId, event) => tell({ runId, event }),
    fail: (runId, error) => tell({ runId, error }),
    close: () => channel.close(),
  };
}
