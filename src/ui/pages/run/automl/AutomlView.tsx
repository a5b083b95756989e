/** The search for the best model: the leaderboard while it grows, what was tried in words, and one click to use any of it. */
import { liveModel } from '#/app/stores/live';
import { automlWords } from '#/core/automl/words';
import type { AutomlRecord } from '#/core/protocol/automl';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { durationText } from '#/ui/components/duration';
import { ProgressBar } from '#/ui/components/ProgressBar';
import { useLive } from '#/ui/useLive';
import { Fact } from '../Fact';
import runClasses from '../run.module.css';
import classes from './automl.module.css';
import { Leaderboard } from './Leaderboard';

const phases: Record<NonNullable<AutomlRecord['phase']>, string> = {
  portfolio: 'Trying families',
  tuning: 'Tuning',
  folds: 'Folds',
  combining: 'Combining',
  done: 'Done',
};

export default function AutomlView({ run, record, job }: { run: Run; record: AutomlRecord; job?: Job }) {
  const found = useLive(liveModel(run.modelId));
  const { objective, board = [], usedSeconds = 0, timeLimitSeconds, phase = 'portfolio' } = record;
  const running = run.status === 'running' && job?.status === 'running';
  const champion = found?.model.aliases.champion;
  const chosen = board.find(({ versionId }) => versionId !== undefined && versionId === champion);
  const words = automlWords(record, {
    figure: (value) => metricText(objective.metric, value),
    free: (metric, value) => metricText(metric, value),
    seconds: durationText,
  });
  const count = (state: string) => board.filter((line) => line.state === state).length;
  return (
    <>
      <dl className={runClasses.facts}>
        <Fact name={running ? 'Now' : 'Chosen'} text={running ? phases[phase] : (chosen?.title ?? '–')} />
        <Fact name="Models" value={count('complete')} />
        <Fact name="Rejected" value={count('rejected') + count('failed')} />
        <Fact name="Time" text={`${durationText(usedSeconds)} of ${durationText(timeLimitSeconds)}`} />
      </dl>
      {running && (
        <div className={runClasses.progress}>
          <ProgressBar value={Math.min(0.99, usedSeconds / timeLimitSeconds)} label="Time used" />
        </div>
      )}
      {words.length > 0 && <p className={classes.words}>{words.join(' ')}</p>}
      {chosen && (
        <div className={classes.actions}>
          <ButtonLink to="/models/$modelId" params={{ modelId: run.modelId }} variant="default">
            Open the model
          </ButtonLink>
          <ButtonLink
            to="/models/$modelId"
            params={{ modelId: run.modelId }}
            search={{ export: champion }}
            variant="default"
          >
            Export ONNX
          </ButtonLink>
          <ButtonLink to="/predict" search={{ model: run.modelId }}>
            Predict
          </ButtonLink>
        </div>
      )}
      <Leaderboard run={run} record={record} champion={champion} title={metricTitle(objective.metric)} />
    </>
  );
}
