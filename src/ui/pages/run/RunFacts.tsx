/** The instruments of a run: where it is, how fast, how good, on what. */
import { lastWasBest, learnerOfRun } from '#/core/evaluation/lastWasBest';
import { judgeName } from '#/core/tasks/judgeName';
import { taskOf } from '#/core/tasks/registry';
import { useEffect, useState } from 'react';
import type { RunStream } from '#/app/stores/runStreams';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { durationText } from '#/ui/components/duration';
import { SplitNote } from './SplitNote';
import { ProgressBar } from '#/ui/components/ProgressBar';
import { Fact } from './Fact';
import classes from './run.module.css';

export function RunFacts({ run, job, stream }: { run: Run; job?: Job; stream: RunStream }) {
  const running =
    run.status === 'running' && (job === undefined || job.status === 'running' || job.status === 'queued');
  const elapsed = useElapsed(run, running);
  const { progress, epochs } = stream;
  const last = epochs.at(-1);
  const epoch = progress?.epoch ?? last?.epoch;
  const step = progress?.step ?? last?.step;
  const judge = judgeName(run.task);
  const valueOf = (name: string) =>
    (run.status === 'finished' ? run.summary[name] : undefined) ?? last?.metrics[name];
  const speed = running
    ? progress?.samplesPerSecond
    : (stream.figures.samplesPerSecond?.at(-1)?.value ?? progress?.samplesPerSecond);
  const split = run.split ?? stream.prepared?.split;
  const backend = run.backend ?? stream.prepared?.backend.backend;

  return (
    <>
      <dl className={classes.facts}>
        <Fact
          name="Epoch"
          value={epoch}
          of={progress?.epochs ?? (learnerOfRun(run).heeds('epochs') ? run.config.epochs : undefined)}
        />
        <Fact name="Step" value={step} of={running ? progress?.totalSteps : undefined} />
        <Fact name="Samples per second" text={speed === undefined ? '–' : formatCount(Math.round(speed))} />
        <Fact
          name={running ? 'Time left' : 'Time taken'}
          text={
            running
              ? (progress?.secondsLeft ?? job?.secondsLeft) === undefined
                ? '–'
                : durationText(progress?.secondsLeft ?? job?.secondsLeft ?? 0)
              : elapsed === undefined
                ? '–'
                : durationText(elapsed)
          }
        />
        {taskOf(run.task).loss !== '' && (
          <Fact name={metricTitle('valLoss')} text={metricText('valLoss', valueOf('valLoss'))} />
        )}
        <Fact name={metricTitle(judge)} text={metricText(judge, valueOf(judge))} />
        <Fact name="Backend" text={backendTitle(backend)} />
      </dl>
      {running && (
        <div className={classes.progress}>
          <ProgressBar
            value={progress ? progress.step / Math.max(1, progress.totalSteps) : undefined}
            label="Training"
          />
        </div>
      )}
      <p className={classes.reason}>{reasonText(run, job, stream, split?.notes)}</p>
      {split && <SplitNote split={split} learns={learnerOfRun(run).learns !== false} />}
    </>
  );
}

const backendTitle = (backend: string | undefined): string =>
  backend === 'webgpu'
    ? 'WebGPU'
    : backend === 'wasm'
      ? 'WASM'
      : backend === 'cpu'
        ? 'CPU'
        : (backend ?? '–');

function waitingText(run: Run, job: Job | undefined): string {
  if (job?.status === 'queued') return 'Waiting for the training before it to end';
  return run.status === 'running' && job?.status === 'running' ? 'Preparing the data' : '';
}

function reasonText(
  run: Run,
  job: Job | undefined,
  { prepared, done }: RunStream,
  saidElsewhere: readonly string[] = [],
): string {
  const parts = [prepared?.backend.reason ?? run.backendReason ?? waitingText(run, job)];
  const warnings = run.warnings ?? prepared?.warnings ?? [];
  parts.push(...warnings.filter((warning) => !saidElsewhere.includes(warning)));
  if (done?.stoppedEarly)
    parts.push(`Stopped early; the best weights, of epoch ${done.bestEpoch}, were restored`);
  const improving = lastWasBest(run);
  if (improving) parts.push(improving);
  return parts
    .filter(Boolean)
    .map((part) => (/[.!]$/.test(part) ? part : `${part}.`))
    .join(' ');
}

function useElapsed(run: Run, running: boolean): number | undefined {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  const end = run.finishedAt ?? (running ? now : undefined);
  return end === undefined ? undefined : Math.max(0, (end - run.startedAt) / 1000);
}
