/** The label that is called, how likely each is, and the threshold where one decides. */
import { predictedText } from '#/ui/charts/columnFormat';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';
import { Bars, percentText } from './Bars';

export function LabelAnswer({ version: { task }, prediction, labels }: AnswerProps) {
  const { threshold } = task;
  return (
    <>
      <div className={classes.name}>{task.target}</div>
      <p className={classes.value}>{predictedText(prediction.value, task.target)}</p>
      {prediction.probabilities && (
        <Bars
          labels={labels}
          probabilities={prediction.probabilities}
          called={[String(prediction.value)]}
          adds
        />
      )}
      {threshold && (
        <p className="quiet">
          This version calls “{threshold.label}” from {percentText(threshold.from)} on.
        </p>
      )}
    </>
  );
}
