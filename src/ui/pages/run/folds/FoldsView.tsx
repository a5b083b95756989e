/** A cross-validation: what it comes to so far, how sure that is, and every fold. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import { liveParts } from '#/app/stores/live';
import { foldsWords } from '#/core/evaluation/foldsWords';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import { metricTitle, spreadText } from '#/ui/charts/metricNames';
import { durationText } from '#/ui/components/duration';
import { ProgressBar } from '#/ui/components/ProgressBar';
import { useLive } from '#/ui/useLive';
import { Fact } from '../Fact';
import classes from '../run.module.css';
import { RunInspector } from '../RunInspector';
import { RunParams } from '../RunParams';
import { FoldsNext } from './FoldsNext';
import { FoldsPlot } from './FoldsPlot';
import { FoldsSpread } from './FoldsSpread';
import { FoldsTable } from './FoldsTable';
import { judgedFolds } from './judgedFolds';

export default function FoldsView({ run, job }: { run: Run; job?: Job }) {
  const parts = useLive(liveParts(run.id)) ?? [];
  const folds = judgedFolds(run, parts);
  const [chosen, setChosen] = useState<string>();
  const metric = folds.metrics.find((name) => name === chosen) ?? folds.metrics[0];
  const { folds: count = 0, repeats = 1 } = run.crossValidation ?? {};
  const running = run.status === 'running' && job?.status === 'running';
  return (
    <>
      <dl className={classes.facts}>
        {folds.metrics.slice(0, 3).map((name) => (
          <Fact
            key={name}
            name={metricTitle(name)}
            text={spreadText(name, folds.mean[name], folds.sd[name])}
          />
        ))}
        <Fact name="Folds" value={folds.judged.length} of={count * repeats} />
        <Fact name={running ? 'Time left' : 'Time taken'} text={timeText(run, job, running)} />
      </dl>
      {running && (
        <div className={classes.progress}>
          <ProgressBar value={job.progress} label="Cross-validation" />
        </div>
      )}
      <p className={classes.reason}>{foldsWords(run, folds.judged.length).join(' ')}</p>
      {run.status === 'finished' && metric && (
        <FoldsNext
          run={run}
          text={`${metricTitle(metric)} ${spreadText(metric, folds.mean[metric], folds.sd[metric])}`}
        />
      )}
      <div className={classes.layout}>
        <div className={classes.main}>
          {metric && (
            <>
              {folds.metrics.length > 1 && (
                <Select
                  aria-label="Metric shown"
                  w={220}
                  allowDeselect={false}
                  data={folds.metrics.map((name) => ({ value: name, label: metricTitle(name) }))}
                  value={metric}
                  onChange={(name) => name && setChosen(name)}
                />
              )}
              <FoldsPlot
                metric={metric}
                folds={folds.judged}
                plan={{ folds: count, repeats }}
                mean={folds.mean[metric]}
                sd={folds.sd[metric]}
                fileName={run.name}
              />
              <FoldsSpread folds={folds} />
            </>
          )}
          <FoldsTable folds={folds} repeats={repeats} />
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
