/** What the two colours of a map say, and how far they go. */
import { formatNumber } from '#/ui/charts/formatNumber';
import classes from './explain.module.css';
import { heatColors } from './heatColors';

export function HeatKey({ values, more, less }: { values: ArrayLike<number>; more: string; less: string }) {
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  return (
    <ul className={classes.heatKey}>
      <li>
        <i style={{ background: `rgb(${heatColors.above.join()})` }} /> {more}, by up to {formatNumber(high)}
      </li>
      <li>
        <i style={{ background: `rgb(${heatColors.below.join()})` }} /> {less}, by up to {formatNumber(-low)}
      </li>
    </ul>
  );
}
