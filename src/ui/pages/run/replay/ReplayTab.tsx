/** What a network was, epoch by epoch: a slider over the epochs that were kept. */
import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { Suspense, useDeferredValue, useEffect, useState } from 'react';
import { type CommandOutput, run as command } from '#/app/run';
import type { RunStream } from '#/app/stores/runStreams';
import type { Run } from '#/core/protocol/model';
import { byImportance, metricText, metricTitle } from '#/ui/charts/metricNames';
import { formatCount } from '#/ui/charts/formatNumber';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { taskViewOf } from '#/ui/tasks/registry';
import classes from './replay.module.css';
import { SnapshotMade } from './SnapshotMade';

/** Of an epoch, while it plays. */
const shownMs = 400;
const mostFacts = 6;

type Snapshot = CommandOutput<'runs.snapshot'>;

export default function ReplayTab({ run, stream }: { run: Run; stream: RunStream }) {
  const told = useDeferredValue(stream.epochs.length);
  const { epochs, error } = useEpochs(run, told);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!epochs) return null;
  if (epochs.length === 0)
    return (
      <EmptyState
        title={run.status === 'running' ? 'Waiting for the end of the first epoch' : 'No epochs were kept'}
      >
        A training keeps what its network answers and makes, for about fifty epochs. It is a setting, Replay;
        trainings of before had none.
      </EmptyState>
    );
  return <Replay run={run} stream={stream} epochs={epochs} />;
}

function Replay({ run, stream, epochs }: { run: Run; stream: RunStream; epochs: readonly number[] }) {
  /** Undefined: the newest, whichever that is. */
  const [chosen, setChosen] = useState<number>();
  const [playing, setPlaying] = useState(false);
  const last = epochs.length - 1;
  const found = chosen === undefined ? last : epochs.findIndex((epoch) => epoch >= chosen);
  const at = found < 0 ? last : found;
  const epoch = epochs[at] as number;
  const { snapshot, error } = useSnapshot(run.id, epoch);
  const ready = snapshot?.epoch === epoch;
  const moves = playing && at < last;
  useEffect(() => {
    if (!moves || !ready) return;
    const timer = setTimeout(() => setChosen(epochs[at + 1]), shownMs);
    return () => clearTimeout(timer);
  }, [moves, ready, at, epochs]);
  const metrics = stream.epochs.find((entry) => entry.epoch === epoch)?.metrics ?? {};
  const facts = Object.entries(metrics)
    .filter(([name]) => name !== 'epochMs')
    .sort(([a], [b]) => byImportance(a, b))
    .slice(0, mostFacts);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={moves ? 'Stop' : 'Play the epochs'}
          onClick={() => {
            if (at === last) setChosen(epochs[0]);
            setPlaying(!moves);
          }}
        >
          {moves ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
        </ActionIcon>
        <label className={classes.slider}>
          <span>Epoch</span>
          <input
            type="range"
            min={0}
            max={last}
            step={1}
            value={at}
            aria-valuetext={`Epoch ${epoch}`}
            onChange={(event) => {
              setPlaying(false);
              setChosen(epochs[Number(event.target.value)]);
            }}
          />
          <output>{formatCount(epoch)}</output>
        </label>
      </div>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{metricTitle(name)}</dt>
            <dd>{metricText(name, value)}</dd>
          </div>
        ))}
      </dl>
      {error !== undefined && <ErrorNote error={error} />}
      {snapshot && <SnapshotMade snapshot={snapshot} />}
      {snapshot?.answers && <Answers run={run} judged={snapshot.answers} />}
    </div>
  );
}

function Answers({ run, judged }: { run: Run; judged: NonNullable<Snapshot['answers']> }) {
  const { Replay: View } = taskViewOf({ type: judged.kind });
  if (!View) return null;
  return (
    <Suspense fallback={null}>
      <View run={run} judged={judged} />
      <p className="quiet">
        On {formatCount(judged.rows.length)} of the {formatCount(judged.totalRows)} validation rows, the same
        in every epoch.
      </p>
    </Suspense>
  );
}

/** Of which there is something; asked again as epochs end. */
function useEpochs({ id, status }: Run, told: number): { epochs?: readonly number[]; error?: unknown } {
  const [state, setState] = useState<{ epochs?: readonly number[]; error?: unknown }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: they say when to ask again
  useEffect(() => {
    let isCurrent = true;
    command('runs.snapshots', { runId: id }).then(
      (found) => isCurrent && setState(found),
      (error: unknown) => isCurrent && setState({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [id, told, status]);
  return state;
}

/** The one before stays until the next is there. */
function useSnapshot(runId: string, epoch: number): { snapshot?: Snapshot; error?: unknown } {
  const [state, setState] = useState<{ snapshot?: Snapshot; error?: unknown }>({});
  useEffect(() => {
    let isCurrent = true;
    command('runs.snapshot', { runId, epoch }).then(
      (snapshot) => isCurrent && setState({ snapshot }),
      (error: unknown) => isCurrent && setState({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [runId, epoch]);
  return state;
}
