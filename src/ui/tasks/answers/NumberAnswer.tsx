import { predictedText } from '#/ui/charts/columnFormat';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';

export function NumberAnswer({ version: { task }, prediction }: AnswerProps) {
  return (
    <>
      <div className={classes.name}>{task.target}</div>
      <p className={classes.value}>{predictedText(prediction.value, task.target)}</p>
    </>
  );
}
