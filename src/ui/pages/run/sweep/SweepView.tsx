/** A search over settings: what it has found so far, what matters, and every trial. */
import { useMemo } from 'react';
import { liveParts } from '#/app/stores/live';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import type { Objective, SweepPlan } from '#/core/protocol/sweep';
import { importanceOf, sweepWords } from '#/core/sweeps/importance/explainSweep';
import { ranked, trialsOf } from '#/core/sweeps/trials';
import { durationText } from '#/ui/components/duration';
import { ProgressBar } from '#/ui/components/ProgressBar';
import { useLive } from '#/ui/useLive';
import { Fact } from '../Fact';
import { RunFiles } from '../RunFiles';
import { RunInspector } from '../RunInspector';
import { RunParams } from '../RunParams';
import runClasses from '../run.module.css';
import { paramText } from './plotAxis';
import { SweepNext } from './SweepNext';
import { SweepPlots } from './SweepPlots';
import { objectiveText, objectiveTitle, paramTitle } from './sweepNames';
import classes from './sweep.module.css';

export default function SweepView({ run, plan, job }: { run: Run; plan: SweepPlan; job?: Job }) {
  const parts = useLive(liveParts(run.id));
  const trials = useMemo(() => trialsOf(plan, parts ?? []), [plan, parts]);
  const [objective] = plan.objectives as [Objective];
  const [best] = ranked(plan, trials);
  const count = (state: string) => trials.filter((trial) => trial.state === state).length;
  const ended = trials.length - count('running');
  const importance = useMemo(() => importanceOf(plan, trials), [plan, trials]);
  const words = sweepWords(plan, trials, importance, paramTitle, paramText);
  const running = run.status === 'running' && job?.status === 'running';
  return (
    <>
      <dl className={runClasses.facts}>
        <Fact
          name={`Best ${objectiveTitle(objective.metric).toLowerCase()}`}
          text={objectiveText(objective.metric, best?.values?.[0])}
        />
        <Fact name="Trials" value={ended} of={plan.trials} />
        <Fact name="Pruned" value={count('pruned')} />
        <Fact name="Failed" value={count('failed')} />
        <Fact name="Epochs" value={trials.reduce((sum, { epochs }) => sum + epochs, 0)} />
        <Fact name={running ? 'Time left' : 'Time taken'} text={timeText(run, job, running)} />
      </dl>
      {running && (
        <div className={runClasses.progress}>
          <ProgressBar value={job.progress} label="Search" />
        </div>
      )}
      {words.length > 0 && <p className={classes.words}>{words.join(' ')}</p>}
      {best && <SweepNext run={run} plan={plan} best={best} />}
      <div className={runClasses.layout}>
        <div className={runClasses.main}>
          <SweepPlots trials={trials} plan={plan} fileName={run.name} />
          <RunFiles run={run} />
          <RunParams run={run} />
        </div>
        <RunInspector run={run} />
      </div>
    </>
  );
}

function timeText(run: Run, job: Job | undefined, running: boolean): string {
  const seconds = running
    ? job?.secondsLeft
    : run.finishedAt === undefined
      ? undefined
      : (run.finishedAt - run.startedAt) / 1000;
  return seconds === undefined ? '–' : durationText(seconds);
}
