import { kindOf } from '#/core/kinds/registry';
import { taskOf } from '#/core/tasks/registry';
import { Link } from '@tanstack/react-router';
import type { CommandOutput } from '#/app/run';
import type { ModelVersion } from '#/core/protocol/model';
import { predictedText } from '#/ui/charts/columnFormat';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import classes from './predict.module.css';

const maxBars = 12;

const least = (values: Float32Array): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b));

export function Answer({
  version,
  answer,
  error,
  stale,
  sample,
}: {
  version: ModelVersion;
  answer?: CommandOutput<'inference.predict'>;
  error: unknown;
  stale: boolean;
  /** Of the dataset that the model learnt from, where it is one. */
  sample?: number;
}) {
  const prediction = answer?.predictions[0];
  return (
    <section className={classes.answer} aria-label="Answer" aria-live="polite" data-stale={stale}>
      {error !== undefined && <ErrorNote error={error} />}
      {error === undefined && !prediction && (
        <p className="quiet">
          The answer comes here: {taskOf(version.task).words.answer}. The form holds a{' '}
          {kindOf(version.input).words.sample} the model has not learnt from; change it and press Enter.
        </p>
      )}
      {error === undefined && prediction && answer && (
        <>
          <div className={classes.answerName}>
            {prediction.field ? 'Mean of the forecast field' : version.task.target}
          </div>
          <p className={classes.value}>{predictedText(prediction.value, version.task.target)}</p>
          {prediction.field && (
            <p className={classes.meta}>
              {formatCount(prediction.field.length)} values from {formatNumber(least(prediction.field))} to{' '}
              {formatNumber(most(prediction.field))}
            </p>
          )}
          {prediction.probabilities && (
            <Bars labels={answer.labels ?? labelsOf(version)} probabilities={prediction.probabilities} />
          )}
          <p className={classes.meta}>
            {formatNumber(answer.latencyMs, 3)} ms on {answer.backend} ·{' '}
            <Link
              to="/models/$modelId"
              params={{ modelId: version.modelId }}
              search={{
                tab: 'explain',
                version: version.id,
                sample: sample === undefined ? undefined : String(sample),
              }}
            >
              Explain
            </Link>
          </p>
          {answer.warnings.length > 0 && (
            <ul className={classes.warnings} aria-label="Warnings">
              {answer.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

const labelsOf = ({ task }: ModelVersion): string[] => task.labels ?? [];

function Bars({ labels, probabilities }: { labels: readonly string[]; probabilities: readonly number[] }) {
  const sorted = probabilities
    .map((probability, index) => ({ label: labels[index] ?? String(index), probability }))
    .sort((a, b) => b.probability - a.probability);
  const rest = sorted.slice(maxBars).reduce((sum, entry) => sum + entry.probability, 0);
  return (
    <ol className={classes.bars} aria-label="Probabilities">
      {sorted.slice(0, maxBars).map(({ label, probability }, index) => (
        <li key={label} data-best={index === 0}>
          <span className="clip" title={label}>
            {label}
          </span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.fill} style={{ transform: `scaleX(${probability})` }} />
          </span>
          <span className={classes.percent} title={String(probability)}>
            {percentText(probability)}
          </span>
        </li>
      ))}
      {sorted.length > maxBars && (
        <li>
          <span className="quiet">{sorted.length - maxBars} others</span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.fill} style={{ transform: `scaleX(${rest})` }} />
          </span>
          <span className={classes.percent}>{percentText(rest)}</span>
        </li>
      )}
    </ol>
  );
}

const percentText = (share: number): string =>
  share > 0 && share < 0.0005
    ? '< 0.1 %'
    : share < 1 && share > 0.9995
      ? '> 99.9 %'
      : `${(share * 100).toFixed(1)} %`;
