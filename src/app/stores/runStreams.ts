/**
 * What a training run says while it runs, one vanilla store per run. Filled from stored metrics when
 * first looked at (also after a reload), then from the events of the job, whichever tab runs it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorInfo } from '#/core/protocol/errors';
import type { LoggedSeries } from '#/core/logged/series';
import type { HistogramPoint } from '#/core/protocol/model';
import { type StepFigure, stepFigures, type TrainEvent } from '#/core/protocol/train';
import { whenServices } from '../services';
import { thinLosses } from './thinLosses';
import { WatchedStores } from './watchedStores';

type EventOf<K extends TrainEvent['kind']> = Extract<TrainEvent, { kind: K }>;

export interface StepValue {
  step: number;
  value: number;
}

export interface RunStream {
  /** Last `steps` event. */
  progress?: EventOf<'steps'>;
  prepared?: EventOf<'prepared'>;
  epochs: { epoch: number; step: number; metrics: Record<string, number> }[];
  /** Batch losses, thinned to at most `maxPoints`; first, last and extremes stay. */
  losses: StepValue[];
  /** What was told beside the losses, by name; thinned alike. */
  figures: Partial<Record<StepFigure, StepValue[]>>;
  /** Of weights and gradients, in the order of epochs. */
  histograms: HistogramPoint[];
  done?: EventOf<'done'>;
  error?: ErrorInfo;
  /** What was stored before is in it. */
  isRead?: boolean;
}

/** Of one curve. A chart draws fewer; zooming in finds all of them. */
export const maxPoints = 100_000;

export const emptyStream: RunStream = { epochs: [], losses: [], figures: {}, histograms: [] };

/** Streams nobody looks at that stay in memory, those that train now first; the others are read again when looked at. */
const keptUnwatched = 8;

const streams = new WatchedStores<RunStream>(keptUnwatched);

/** The stream of a run; the same store for the same id as long as somebody looks at it. */
export const runStream = (runId: string): StoreApi<RunStream> =>
  streams.open(runId, () => {
    const store = createStore<RunStream>(() => emptyStream);
    void fillFromStorage(runId, store).catch(() => {});
    return store;
  });

/** Pure: what a stream says after an event. A resumed run says some steps again; the later word counts. */
export function applyEvent(stream: RunStream, event: TrainEvent): RunStream {
  switch (event.kind) {
    case 'prepared': {
      const from = event.resumedAtStep ?? 0;
      return {
        ...emptyStream,
        isRead: stream.isRead,
        prepared: event,
        epochs: stream.epochs.filter(({ step }) => step <= from),
        losses: upTo(stream.losses, from),
        figures: mapFigures(stream.figures, (points) => upTo(points, from)),
        histograms: upTo(stream.histograms, from),
      };
    }
    case 'steps': {
      const added = event.losses.map((value, i) => ({ step: event.firstStep + i, value }));
      return {
        ...stream,
        progress: event,
        error: undefined,
        losses: joined(stream.losses, added),
        figures: withFigures(stream.figures, event.figures ?? []),
      };
    }
    case 'epoch': {
      const { epoch, step, metrics, histograms = [] } = event;
      const isNext = (stream.epochs.at(-1)?.epoch ?? 0) < epoch;
      const before = isNext ? stream.epochs : stream.epochs.filter((entry) => entry.epoch < epoch);
      return {
        ...stream,
        epochs: [...before, { epoch, step, metrics }],
        histograms:
          histograms.length === 0
            ? stream.histograms
            : [
                ...((stream.histograms.at(-1)?.step ?? 0) < step
                  ? stream.histograms
                  : upTo(stream.histograms, step - 1)),
                ...histograms.map((histogram) => ({ ...histogram, step, epoch })),
              ],
      };
    }
    case 'done':
      return { ...stream, done: event };
    case 'checkpoint':
      return stream;
  }
}

const upTo = <P extends { step: number }>(points: readonly P[], last: number): P[] =>
  points.filter(({ step }) => step <= last);

/** The later word counts; most often nothing was said of these steps before. */
function joined(before: readonly StepValue[], added: readonly StepValue[]): StepValue[] {
  const first = added[0]?.step ?? Number.POSITIVE_INFINITY;
  const kept = (before.at(-1)?.step ?? 0) < first ? before : upTo(before, first - 1);
  return thinned([...kept, ...added]);
}

/** To half, so that it need not be done again soon. */
const thinned = (points: StepValue[]): StepValue[] =>
  points.length > maxPoints ? thinLosses(points, maxPoints / 2) : points;

function mapFigures(
  figures: RunStream['figures'],
  map: (points: StepValue[], name: StepFigure) => StepValue[],
): RunStream['figures'] {
  const entries = Object.entries(figures) as [StepFigure, StepValue[]][];
  return Object.fromEntries(entries.map(([name, points]) => [name, map(points, name)]));
}

function withFigures(
  figures: RunStream['figures'],
  added: readonly { name: StepFigure; step: number; value: number }[],
): RunStream['figures'] {
  if (added.length === 0) return figures;
  const next = { ...figures };
  for (const name of new Set(added.map((figure) => figure.name))) {
    const points = added.filter((figure) => figure.name === name).map(({ step, value }) => ({ step, value }));
    next[name] = joined(figures[name] ?? [], points);
  }
  return next;
}

const isStepFigure = (name: string): name is StepFigure => (stepFigures as readonly string[]).includes(name);

/** Pure: the stream that stored metrics tell. */
export function streamOfSeries(
  series: readonly LoggedSeries[],
): Pick<RunStream, 'epochs' | 'losses' | 'figures'> {
  let losses: RunStream['losses'] = [];
  const figures: RunStream['figures'] = {};
  const perEpoch = new Map<number, RunStream['epochs'][number]>();
  for (const { name, steps, epochs, values } of series) {
    if (name === 'batchLoss' || isStepFigure(name)) {
      const points = Array.from(values, (value, i) => ({ step: steps[i] as number, value }));
      if (isStepFigure(name)) figures[name] = points;
      else losses = inOrder(points);
      continue;
    }
    for (let i = 0; i < values.length; i++) {
      const [step, epoch] = [steps[i] as number, epochs[i] as number];
      let entry = perEpoch.get(epoch);
      if (!entry) perEpoch.set(epoch, (entry = { epoch, step, metrics: {} }));
      entry.metrics[name] = values[i] as number;
      entry.step = Math.max(entry.step, step);
    }
  }
  return {
    losses,
    figures: mapFigures(figures, inOrder),
    epochs: [...perEpoch.values()].sort((a, b) => a.epoch - b.epoch),
  };
}

const inOrder = (points: StepValue[]): StepValue[] => thinned(points.toSorted((a, b) => a.step - b.step));

async function fillFromStorage(runId: string, store: StoreApi<RunStream>): Promise<void> {
  const { storage } = await whenServices();
  // These know all tasks, which the first page does not need.
  const [{ chartedNames }, { judgeName }] = await Promise.all([
    import('#/core/metrics/chartGroups'),
    import('#/core/tasks/judgeName'),
  ]);
  // What else was logged is read by those who show it.
  const [run, charted, histograms] = await Promise.all([
    storage.runs.get(runId),
    storage.metrics.series(runId, chartedNames),
    storage.metrics.histograms(runId),
  ]);
  const judge = run && judgeName(run.task);
  const judged = judge && !chartedNames.includes(judge) ? await storage.metrics.series(runId, [judge]) : [];
  const stored = streamOfSeries([...charted, ...judged]);
  store.setState((live) => {
    const firstLiveEpoch = live.epochs[0]?.epoch ?? Number.POSITIVE_INFINITY;
    return {
      losses: joined(stored.losses, live.losses),
      figures: {
        ...stored.figures,
        ...mapFigures(live.figures, (points, name) => joined(stored.figures[name] ?? [], points)),
      },
      histograms: [
        ...histograms.filter(({ epoch }) => epoch < (live.histograms[0]?.epoch ?? Number.POSITIVE_INFINITY)),
        ...live.histograms,
      ],
      epochs: [...stored.epochs.filter(({ epoch }) => epoch < firstLiveEpoch), ...live.epochs],
      error: live.error ?? run?.error,
      isRead: true,
    };
  });
}

export interface TrainBus {
  publish(runId: string, event: TrainEvent): void;
  fail(runId: string, error: ErrorInfo): void;
  /** Everything a training of this tab says, one word after the other. Answers how to stop listening. */
  follow(runId: string, listener: (event: TrainEvent) => void): () => void;
  close(): void;
}

type BusMessage = { runId: string; event?: TrainEvent; error?: ErrorInfo };

/** Epochs of a quick training end by the hundred in a second: so many are drawn together. */
const drawnEveryMs = 100;

/** Tells every tab: the one that trains directly, the others over a channel. */
export function createTrainBus(name = 'tetrad'): TrainBus {
  const channel = new BroadcastChannel(`${name}-train`);
  const held = new Map<StoreApi<RunStream>, TrainEvent[]>();
  const draw = (store: StoreApi<RunStream>) => {
    const events = held.get(store);
    held.delete(store);
    if (events) store.setState((stream) => events.reduce(applyEvent, stream), true);
  };
  const hear = ({ event, error }: BusMessage, store: StoreApi<RunStream>) => {
    if (event) {
      const waiting = held.get(store);
      if (waiting) waiting.push(event);
      else held.set(store, [event]);
      if (event.kind !== 'epoch') draw(store);
      else if (!waiting) setTimeout(() => draw(store), drawnEveryMs);
    }
    if (error) {
      draw(store);
      store.setState({ error });
    }
  };
  // Another tab's run is followed only where somebody looks at it.
  channel.onmessage = ({ data }: MessageEvent<BusMessage>) => {
    const store = streams.get(data.runId);
    if (store) hear(data, store);
  };
  const broadcast = (message: BusMessage) => {
    hear(message, runStream(message.runId));
    channel.postMessage(message);
  };
  const listeners = new Map<string, Set<(event: TrainEvent) => void>>();
  return {
    publish: (runId, event) => {
      for (const listener of listeners.get(runId) ?? []) listener(event);
      broadcast({ runId, event });
    },
    follow(runId, listener) {
      const others = listeners.get(runId) ?? new Set();
      listeners.set(runId, others.add(listener));
      return () => {
        others.delete(listener);
        if (others.size === 0) listeners.delete(runId);
      };
    },
    fail: (runId, error) => broadcast({ runId, error }),
    close: () => channel.close(),
  };
}
