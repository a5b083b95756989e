/** A whole frame in two lines; the frame itself is shown below. */
import { predictedText } from '#/ui/charts/columnFormat';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';

const least = (values: Float32Array): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b));

export function FrameAnswer({ version: { task }, prediction: { value, field } }: AnswerProps) {
  return (
    <>
      <div className={classes.name}>Mean of the forecast field</div>
      <p className={classes.value}>{predictedText(value, task.target)}</p>
      {field && (
        <p className={classes.range}>
          {formatCount(field.length)} values from {formatNumber(least(field))} to {formatNumber(most(field))}
        </p>
      )}
    </>
  );
}
