/** The median of a number, and the interval that is likely to hold it, drawn over what the training rows had. */
import { coverageOf, levelsOf, percentOf } from '#/core/quantiles/levels';
import { predictedText } from '#/ui/charts/columnFormat';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { AnswerProps } from '../taskView';
import classes from './answers.module.css';

export function IntervalAnswer({ version: { task }, prediction: { value, quantiles = [] } }: AnswerProps) {
  const levels = levelsOf(task);
  const [low = Number.NaN, high = Number.NaN] = [quantiles[0], quantiles.at(-1)];
  const usual = task.usual ?? [];
  const [least, most] = [Math.min(low, ...usual), Math.max(high, ...usual)];
  const place = (of: number) => `${most > least ? (100 * (of - least)) / (most - least) : 50}%`;
  return (
    <>
      <div className={classes.name}>{task.target}</div>
      <p className={classes.value}>{predictedText(value, task.target)}</p>
      <p className={classes.between}>
        {percentOf(coverageOf(levels))} interval: {formatNumber(low, 5)} to {formatNumber(high, 5)}
      </p>
      <div className={classes.interval} aria-hidden="true">
        {usual.length > 0 && (
          <span
            className={classes.usual}
            style={{
              left: place(usual[0] ?? least),
              right: `calc(100% - ${place(usual.at(-1) ?? most)})`,
            }}
          />
        )}
        <span className={classes.span} style={{ left: place(low), right: `calc(100% - ${place(high)})` }} />
        <span className={classes.middle} style={{ left: place(Number(value)) }} />
      </div>
      {usual.length > 0 && (
        <p className={classes.range}>
          Without the model: {formatNumber(usual[0], 5)} to {formatNumber(usual.at(-1), 5)}, the grey line, in
          which as many of the training rows lie.
        </p>
      )}
    </>
  );
}
