/** The labels that are called, and how likely each one is by itself. */
import { calledFrom } from '#/core/metrics/labelMetric';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';
import { Bars } from './Bars';

export function LabelsAnswer({
  version: { task },
  prediction: { value, probabilities = [] },
  labels,
}: AnswerProps) {
  const called = labels.filter((_, i) => (probabilities[i] ?? 0) >= calledFrom);
  return (
    <>
      <div className={classes.name}>{task.target}</div>
      <p className={classes.value}>{value === '' ? <span className="quiet">no label</span> : value}</p>
      <Bars labels={labels} probabilities={probabilities} called={called} />
      <p className={classes.range}>
        Each label is called by itself, from 50 % on: they do not add up to 100 %.
      </p>
    </>
  );
}
