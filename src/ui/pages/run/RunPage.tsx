/** A run: alive while it trains, and everything it was and gave when it is over. */
import { learnerOfRun } from '#/core/evaluation/lastWasBest';
import type { TaskSpec } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';
import { Skeleton } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { run as runCommand } from '#/app/run';
import { liveJob, liveModel, liveRun } from '#/app/stores/live';
import { bodyOf } from '#/core/bodies/registry';
import { type RunStream, runStream } from '#/app/stores/runStreams';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EditableText } from '#/ui/components/EditableText';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { StatusBadge } from '#/ui/components/StatusBadge';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import { FinalFigureLine } from './FinalFigureLine';
import { LoggedElsewhere } from './LoggedElsewhere';
import { JobButtons } from './JobButtons';
import { NextSteps } from './NextSteps';
import { RunCharts } from './RunCharts';
import { RareNote } from '#/ui/tasks/evaluation/RareNote';
import { RunFacts } from './RunFacts';
import { RunFiles } from './RunFiles';
import { RunInspector } from './RunInspector';
import { RunTabs } from './RunTabs';
import { RunParams } from './RunParams';
import classes from './run.module.css';

const SweepView = lazy(() => import('./sweep/SweepView'));
const AutomlView = lazy(() => import('./automl/AutomlView'));
const FoldsView = lazy(() => import('./folds/FoldsView'));
const ReplayTab = lazy(() => import('./replay/ReplayTab'));
const MembersView = lazy(() => import('../combine/MembersView'));
const WeightsTab = lazy(() => import('./weights/WeightsTab'));
const EvaluationTab = lazy(() => import('./evaluation/EvaluationTab'));

const mostNamed = 3;

/** A field is one thing; channels of series have names. */
const forecastOf = ({ steps, channels = [] }: TaskSpec): string =>
  steps === undefined
    ? 'the field'
    : channels.length <= mostNamed
      ? channels.join(', ')
      : `${channels.length} channels`;

const partText = ({ fold, trial, candidate }: Run): string =>
  trial
    ? `${fold ? `fold ${fold.index + 1} of ` : ''}trial ${trial.number + 1} of a search`
    : fold
      ? `fold ${fold.index + 1} of a cross-validation`
      : candidate
        ? 'tried in a search for the best model'
        : 'part of another run';

const askedOf = (task: TaskSpec): string =>
  `${taskOf(task).words.of} ${taskOf(task).frames ? forecastOf(task) : task.target}`;

export default function RunPage() {
  const { runId } = useParams({ from: '/runs/$runId' });
  const live = useLive(liveRun(runId));
  const asked = useCommand('runs.get', { id: runId });
  const run = live ?? asked.data;
  const job = useLive(liveJob(run?.jobId ?? ''));
  const store = runStream(runId);
  const stream = useSyncExternalStore(store.subscribe, store.getState);
  useTitle(run?.name ?? 'Run');

  if (!run)
    return asked.error === undefined ? (
      <div role="status" aria-busy="true" aria-label="Loading the run">
        <Skeleton h={28} w={280} mb={16} />
        <Skeleton h={64} mb={16} />
        <Skeleton h={420} />
      </div>
    ) : (
      <ErrorNote
        error={asked.error}
        actions={
          <ButtonLink to="/runs" variant="default">
            All runs
          </ButtonLink>
        }
      />
    );

  const error = run.error ?? job?.error ?? stream.error;
  return (
    <>
      <PageHeader
        title={
          <EditableText
            label="Run name"
            value={run.name}
            onSave={(name, was) =>
              attempt(
                'The name was not saved',
                runCommand('runs.update', { id: run.id, name, was: { name: was } }),
              )
            }
          />
        }
        note={
          <div className={classes.note}>
            <StatusBadge status={job && run.status === 'running' ? job.status : run.status} />
            <span>{run.origin === 'mlflow' ? 'logged with MLflow' : askedOf(run.task)}</span>
            <TimeAgo at={run.startedAt} />
            {run.parentId && (
              <Link to="/runs/$runId" params={{ runId: run.parentId }}>
                {partText(run)}
              </Link>
            )}
          </div>
        }
        actions={<JobButtons run={run} job={job} />}
      />
      {error && (run.status === 'failed' || job?.status === 'failed') && <ErrorNote error={error} />}
      {run.origin === 'mlflow' ? (
        <LoggedElsewhere run={run} />
      ) : run.sweep ? (
        <Suspense fallback={<Skeleton h={420} aria-label="Loading the trials" />}>
          <SweepView run={run} plan={run.sweep} job={job} />
        </Suspense>
      ) : run.automl ? (
        <Suspense fallback={<Skeleton h={420} aria-label="Loading the leaderboard" />}>
          <AutomlView run={run} record={run.automl} job={job} />
        </Suspense>
      ) : run.crossValidation ? (
        <Suspense fallback={<Skeleton h={420} aria-label="Loading the folds" />}>
          <FoldsView run={run} job={job} />
        </Suspense>
      ) : (
        <OneTraining run={run} job={job} stream={stream} />
      )}
    </>
  );
}

function OneTraining({ run, job, stream }: { run: Run; job?: Job; stream: RunStream }) {
  const version = useLive(liveModel(run.modelId))?.versions.find(({ id }) => id === run.modelVersionId);
  const isCombined = version && bodyOf(version.body).members;
  return (
    <>
      {run.figure && <FinalFigureLine figure={run.figure} />}
      <RunFacts run={run} job={job} stream={stream} />
      <RareNote run={run} />
      {run.status === 'finished' && <NextSteps run={run} />}
      <RunTabs
        first={isCombined ? 'members' : learnerOfRun(run).learns === false ? 'evaluation' : 'curves'}
        members={isCombined && <MembersView version={version} />}
        evaluation={<EvaluationTab run={run} />}
        replay={learnerOfRun(run).heeds('replay') && <ReplayTab run={run} stream={stream} />}
        weights={
          learnerOfRun(run).network && (
            <WeightsTab
              histograms={stream.histograms}
              running={run.status === 'running'}
              fileName={run.name}
            />
          )
        }
        curves={
          <div className={classes.layout}>
            <div className={classes.main}>
              <RunCharts run={run} stream={stream} />
              <RunFiles run={run} />
              <RunParams run={run} />
            </div>
            <RunInspector run={run} stream={stream} />
          </div>
        }
      />
    </>
  );
}
