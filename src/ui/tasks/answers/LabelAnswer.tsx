/** The label that is called, how likely each is, and the threshold where one decides. */
import { predictedText } from '#/ui/charts/columnFormat';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';

const maxBars = 12;

export function LabelAnswer({ version: { task }, prediction, labels }: AnswerProps) {
  const { threshold } = task;
  return (
    <>
      <div className={classes.name}>{task.target}</div>
      <p className={classes.value}>{predictedText(prediction.value, task.target)}</p>
      {prediction.probabilities && (
        <Bars labels={labels} probabilities={prediction.probabilities} called={String(prediction.value)} />
      )}
      {threshold && (
        <p className="quiet">
          This version calls “{threshold.label}” from {percentText(threshold.from)} on.
        </p>
      )}
    </>
  );
}

function Bars({
  labels,
  probabilities,
  called,
}: {
  labels: readonly string[];
  probabilities: readonly number[];
  called: string;
}) {
  const sorted = probabilities
    .map((probability, index) => ({ label: labels[index] ?? String(index), probability }))
    .sort((a, b) => b.probability - a.probability);
  const rest = sorted.slice(maxBars).reduce((sum, entry) => sum + entry.probability, 0);
  return (
    <ol className={classes.bars} aria-label="Probabilities">
      {sorted.slice(0, maxBars).map(({ label, probability }) => (
        <li key={label} data-best={label === called}>
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
