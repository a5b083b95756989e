/** Whether a row is odd, by how much, and from where on it would be. */
import { formatNumber } from '#/ui/charts/formatNumber';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';

export function OddAnswer({ version: { task }, prediction: { value, odd } }: AnswerProps) {
  const { oddFrom } = task;
  return (
    <>
      <div className={classes.name}>Score {formatNumber(Number(value))}</div>
      <p className={classes.value}>{odd ? 'odd' : 'usual'}</p>
      {oddFrom !== undefined && (
        <p className="quiet">
          Larger is odder. This version calls a row odd from a score of {formatNumber(oddFrom)} on.
        </p>
      )}
    </>
  );
}
